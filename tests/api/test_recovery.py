# SPDX-License-Identifier: BSD-2-Clause
"""A lost password: questions, codes by a real SMTP server, and that nobody learns who there is."""

import email
import email.policy
import re
import socket
import unittest

from daemon import PASSWORD, DaemonCase, eventually
from totp import now_step, totp

try:
    from aiosmtpd.controller import Controller
except ImportError as error:
    raise unittest.SkipTest("needs python3-aiosmtpd") from error

FRESH = "Watch-the-attic-6"
USERS = "/api/v1/users"
RECOVERY = "/api/v1/recovery"
ANSWERS = [("first_pet", "Käpt'n  Nemo"), ("first_school", "St. Mary's"), ("first_film", "E.T.")]
# As people type them another day.
AGAIN = [("first_film", "et"), ("first_pet", "KÄPTN NEMO"), ("first_school", "st marys")]


class Mails:
    """Keeps what it is given."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append((envelope.rcpt_tos, str(mail.items()),
                           mail.get_body(("plain",)).get_content()))
        return "250 OK"


class Recovery(DaemonCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.daemon.activate()
        # Guesses are what is tested; how they are slowed is at the end.
        cls.daemon.ask("PATCH", "/api/v1/settings", {"login_attempts": 100}, "token")
        cls.mails = Mails()
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        server = Controller(cls.mails, hostname="127.0.0.1", port=port, ready_timeout=60)
        server.start()
        cls.addClassCleanup(server.stop)
        answer = cls.daemon.ask("POST", "/api/v1/actions", {
            "id": "mail", "name": "Mail", "kind": "email", "settings": {
                "host": "127.0.0.1", "port": port, "encryption": "none",
                "from": "Lenswatch <watch@site.example>", "to": ["guard@site.example"]}}, "token")
        assert answer.status == 201, answer.body

    def make(self, name, role="viewer"):
        answer = self.ask("POST", USERS, {"name": name, "role": role, "password": PASSWORD,
                                          "must_change": False}, "token")
        self.assertEqual(201, answer.status, answer.body)
        return self.login(name)

    def login(self, name, password=PASSWORD, code=None, status=200):
        body = {"user": name, "password": password, **({"code": code} if code else {})}
        answer = self.ask("POST", "/api/v1/session", body)
        self.assertEqual(status, answer.status, answer.body)
        if status == 200:
            return answer.headers["Set-Cookie"].split(";")[0]
        return answer.json()

    def by(self, cookie, method, path, body=None, status=200):
        answer = self.ask(method, path, body, headers={"Cookie": cookie, "X-Lenswatch": "1"})
        self.assertEqual(status, answer.status, answer.body)
        return answer.json() if answer.body else None

    @staticmethod
    def pairs(answers):
        return [{"question": question, "answer": answer} for question, answer in answers]

    def recover(self, name, status, new=FRESH, **proof):
        answer = self.ask("POST", RECOVERY, {"user": name, "new": new, **proof})
        self.assertEqual(status, answer.status, answer.body)
        return answer.body

    def code_of(self, name, address):
        """The code of the mail that comes next."""
        count = len(self.mails.mails)
        self.assertEqual(202, self.ask("POST", RECOVERY + "/mail", {"user": name}).status)
        eventually("a mail", lambda: len(self.mails.mails) > count)
        to, head, text = self.mails.mails[-1]
        self.assertEqual([address], to)
        self.assertNotIn("guard@site.example", head)
        self.assertIn(f"the user {name}.", text)
        return re.search(r"Your code: (\w{4}-\w{4})", text)[1]

    def test_questions(self):
        cookie = self.make("ada")
        account = "/api/v1/account"
        self.by(cookie, "PATCH", account, {"password": "x", "questions": self.pairs(ANSWERS)}, 403)
        for bad in (ANSWERS[:2], [ANSWERS[0]] * 3, [("no_such", "abc")] + ANSWERS[1:],
                    [("first_pet", "!")] + ANSWERS[1:], [("first_pet", "et")] + ANSWERS[1:]):
            self.by(cookie, "PATCH", account,
                    {"password": PASSWORD, "questions": self.pairs(bad)}, 400)
        shown = self.by(cookie, "PATCH", account,
                        {"password": PASSWORD, "questions": self.pairs(ANSWERS)})
        self.assertEqual([question for question, _ in ANSWERS], shown["questions"])
        self.assertNotIn("Nemo", str(shown))
        asked = self.ask("POST", RECOVERY + "/questions", {"user": "ada"}).json()
        self.assertEqual({"questions": [question for question, _ in ANSWERS]}, asked)

        token = self.by(cookie, "POST", "/api/v1/tokens", {"label": "t"}, 201)["secret"]
        wrong = AGAIN[:2] + [("first_school", "st mary")]
        self.recover("ada", 401, answers=self.pairs(wrong))
        self.recover("ada", 400, new="weak", answers=self.pairs(AGAIN))
        self.recover("ada", 204, answers=self.pairs(AGAIN))
        self.login("ada", status=401)
        self.login("ada", FRESH)
        # Whoever was in is out.
        self.by(cookie, "GET", "/api/v1/session", status=401)
        self.check_error(self.ask("GET", "/api/v1/session",
                                  headers={"Authorization": "Bearer " + token}), 401)

    def test_codes(self):
        cookie = self.make("bea")
        self.by(cookie, "PATCH", "/api/v1/account", {"password": PASSWORD, "email": "nonsense"},
                400)
        self.by(cookie, "PATCH", "/api/v1/account",
                {"password": PASSWORD, "email": "bea@home.example"})
        code = self.code_of("bea", "bea@home.example")
        for _ in range(2):
            self.recover("bea", 401, code="abcd-efgh")
        self.recover("bea", 400, new="weak", code=code)  # takes no try
        self.recover("bea", 204, code=code.upper().replace("-", " "))
        self.login("bea", FRESH)
        self.recover("bea", 401, code=code)
        # So soon there is no other one, and the answer is the same.
        count = len(self.mails.mails)
        self.assertEqual(202, self.ask("POST", RECOVERY + "/mail", {"user": "nobody"}).status)
        self.assertEqual(count, len(self.mails.mails))

    def test_a_code_has_few_tries(self):
        cookie = self.make("cy")
        self.by(cookie, "PATCH", "/api/v1/account",
                {"password": PASSWORD, "email": "cy@home.example"})
        code = self.code_of("cy", "cy@home.example")
        for _ in range(5):
            self.recover("cy", 401, code="abcd-efgh")
        self.recover("cy", 401, code=code)
        self.login("cy")

    def test_a_second_factor_stays(self):
        cookie = self.make("dan")
        self.by(cookie, "PATCH", "/api/v1/account",
                {"password": PASSWORD, "questions": self.pairs(ANSWERS)})
        factor = "/api/v1/account/second-factor"
        secret = self.by(cookie, "POST", factor, {"password": PASSWORD}, 201)["secret"]
        step = now_step()
        self.by(cookie, "POST", factor + "/confirm", {"code": totp(secret, step)})
        answer = self.ask("POST", RECOVERY, {"user": "dan", "new": FRESH,
                                             "answers": self.pairs(AGAIN)})
        self.assertEqual((204, None), (answer.status, answer.headers["Set-Cookie"]))
        self.assertTrue(self.login("dan", FRESH, status=401)["code_needed"])
        self.login("dan", FRESH, totp(secret, step + 1))

    def test_nobody_learns_who_there_is(self):
        self.make("eve")
        asked = [self.ask("POST", RECOVERY + "/questions", {"user": name}).json()["questions"]
                 for name in ("nobody", "nobody", "eve", "eve", "x1", "x2", "x3", "x4", "x5")]
        self.assertEqual(asked[0], asked[1])
        self.assertEqual(asked[2], asked[3])
        self.assertGreater(len({tuple(one) for one in asked}), 3)
        catalogue = {one["id"] for one in self.ask("GET", RECOVERY).json()["questions"]}
        for one in asked:
            self.assertEqual(3, len(set(one)))
            self.assertLessEqual(set(one), catalogue)
        for proof in ({"answers": self.pairs(AGAIN)}, {"code": "abcd-efgh"}):
            self.assertEqual(self.recover("nobody", 401, **proof),
                             self.recover("eve", 401, **proof))
        mails = [self.ask("POST", RECOVERY + "/mail", {"user": name}) for name in ("nobody", "eve")]
        self.assertEqual(mails[0].body, mails[1].body)
        # Also after a restart, which must not give other questions to those who have none.
        self.daemon.stop()
        self.daemon.start()
        self.assertEqual(asked[0], self.ask("POST", RECOVERY + "/questions",
                                            {"user": "nobody"}).json()["questions"])

    def test_bad_requests(self):
        for body in ({}, {"user": "ada"}, {"user": "ada", "new": FRESH},
                     {"user": "ada", "new": FRESH, "code": 1},
                     {"user": "ada", "new": FRESH, "code": "x", "answers": []},
                     {"user": "ada", "new": FRESH, "answers": [1, 2, 3]},
                     {"user": "ada", "new": FRESH, "answers": self.pairs(AGAIN[:2])},
                     {"user": "ada", "new": FRESH, "answers": self.pairs([("a", "x" * 101)] * 3)}):
            self.check_error(self.ask("POST", RECOVERY, body), 400)
        for path in ("/questions", "/mail"):
            for body in ({}, {"user": ""}, {"user": "x" * 65}, {"user": "a", "b": 1}):
                self.check_error(self.ask("POST", RECOVERY + path, body), 400)

    def test_it_can_be_switched_off(self):
        self.assertEqual((True, True), self.offered())
        self.ask("PATCH", "/api/v1/settings",
                 {"recovery_questions": False, "recovery_mail": False}, "token")
        self.addCleanup(self.ask, "PATCH", "/api/v1/settings",
                        {"recovery_questions": True, "recovery_mail": True}, "token")
        self.assertEqual((False, False), self.offered())
        self.check_error(self.ask("POST", RECOVERY + "/questions", {"user": "ada"}), 403)
        self.check_error(self.ask("POST", RECOVERY + "/mail", {"user": "ada"}), 403)
        self.recover("ada", 403, answers=self.pairs(AGAIN))
        self.recover("ada", 403, code="abcd-efgh")

    def offered(self):
        offer = self.ask("GET", RECOVERY).json()
        return offer["by_questions"], offer["by_mail"]

    def test_an_administrator_removes_it(self):
        cookie = self.make("fay")
        self.by(cookie, "PATCH", "/api/v1/account", {
            "password": PASSWORD, "email": "fay@home.example", "questions": self.pairs(ANSWERS)})
        self.by(cookie, "DELETE", f"{USERS}/fay/recovery", status=403)
        self.daemon.shell("user", "change", "--no-recovery", "fay")
        account = self.by(cookie, "GET", "/api/v1/account")
        self.assertEqual(([], ""), (account["questions"], account["email"]))
        self.recover("fay", 401, answers=self.pairs(AGAIN))

    def test_guessing_is_slowed(self):
        self.make("gil")
        self.ask("PATCH", "/api/v1/settings", {"login_attempts": 4}, "token")
        self.addCleanup(self.ask, "PATCH", "/api/v1/settings", {"login_attempts": 100}, "token")
        self.addCleanup(self.ask, "POST", USERS + "/gil/unlock", None, "token")
        statuses = [self.ask("POST", RECOVERY, {"user": "gil", "new": FRESH, **proof}).status
                    for proof in [{"answers": self.pairs(AGAIN)}, {"code": "abcd-efgh"}] * 3]
        self.assertEqual(401, statuses[0])
        self.assertEqual(429, statuses[-1])
        self.assertEqual(429, self.ask("POST", RECOVERY + "/mail", {"user": "gil"}).status)
        # Logins and these have one count.
        self.login("gil", status=429)


if __name__ == "__main__":
    unittest.main()
