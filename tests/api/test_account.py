# SPDX-License-Identifier: BSD-2-Clause
"""The second factor: set up, asked for, used up, lost, removed."""

import base64
import re
import unittest
from urllib.parse import parse_qs, unquote, urlsplit

from daemon import PASSWORD, DaemonCase
from totp import now_step, totp

ACCOUNT = "/api/v1/account"
FACTOR = ACCOUNT + "/second-factor"
USERS = "/api/v1/users"


class SecondFactor(DaemonCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.daemon.activate()

    def make(self, name, role="viewer"):
        answer = self.ask("POST", USERS, {"name": name, "role": role, "password": PASSWORD},
                          "token")
        self.assertEqual(201, answer.status, answer.body)

    def login(self, name, code=None, status=200, password=PASSWORD):
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

    def enrol(self, cookie):
        """Its secret, the recovery codes, and the first step whose code is good still."""
        made = self.by(cookie, "POST", FACTOR, {"password": PASSWORD}, 201)
        step = now_step()
        codes = self.by(cookie, "POST", FACTOR + "/confirm", {"code": totp(made["secret"], step)})
        return made["secret"], codes["recovery_codes"], step + 1

    def listed(self, name):
        return self.ask("GET", f"{USERS}/{name}", by="token").json()["second_factor"]

    def test_the_numbers_of_the_standard(self):
        secret = base64.b32encode(b"12345678901234567890")
        for seconds, code in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
            self.assertEqual(code, totp(secret, seconds // 30))

    def test_life_of_a_factor(self):
        self.make("ada")
        cookie = self.login("ada")
        self.assertEqual({"on": False, "recovery_codes": 0},
                         self.by(cookie, "GET", ACCOUNT)["second_factor"])
        self.by(cookie, "POST", FACTOR, {"password": "wrong"}, 403)
        made = self.by(cookie, "POST", FACTOR, {"password": PASSWORD}, 201)
        uri = urlsplit(made["uri"])
        self.assertEqual(("otpauth", "totp"), (uri.scheme, uri.netloc))
        self.assertEqual(f"/Lenswatch:ada@127.0.0.1:{self.daemon.port}", unquote(uri.path))
        self.assertEqual({"secret": [made["secret"]], "issuer": ["Lenswatch"],
                          "algorithm": ["SHA1"], "digits": ["6"], "period": ["30"]},
                         parse_qs(uri.query))
        self.assertEqual({len(made["qr"])}, {len(row) for row in made["qr"]})
        # The marks of a QR code in its corners.
        self.assertEqual("1111111", made["qr"][0][:7])
        self.assertEqual("1111111", made["qr"][0][-7:])

        # Nothing is asked for until it was shown to work.
        self.login("ada")
        self.by(cookie, "POST", FACTOR + "/confirm", {"code": "000000"}, 403)
        self.login("ada")
        self.assertFalse(self.listed("ada"))
        again = self.by(cookie, "POST", FACTOR, {"password": PASSWORD}, 201)
        self.assertNotEqual(made["secret"], again["secret"])
        secret, step = again["secret"], now_step()
        codes = self.by(cookie, "POST", FACTOR + "/confirm",
                        {"code": totp(secret, step)})["recovery_codes"]
        self.assertEqual(10, len(set(codes)))
        for code in codes:
            self.assertRegex(code, r"^[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}$")
        self.assertTrue(self.listed("ada"))
        self.by(cookie, "POST", FACTOR, {"password": PASSWORD}, 409)
        self.by(cookie, "POST", FACTOR + "/confirm", {"code": totp(secret, step)}, 409)

        # The password alone, and each code a second time, lets nobody in.
        self.assertIs(True, self.login("ada", status=401)["code_needed"])
        self.assertNotIn("code_needed", self.login("ada", totp(secret, step), status=401))
        second = self.login("ada", totp(secret, step + 1))
        self.login("ada", totp(secret, step + 1), status=401)
        self.login("ada", codes[3].replace("-", " ").upper())
        self.login("ada", codes[3], status=401)
        self.assertEqual(9, self.by(second, "GET", ACCOUNT)["second_factor"]["recovery_codes"])

        # New recovery codes end the old ones; both take the password.
        self.by(second, "POST", FACTOR + "/codes", {"password": "wrong"}, 403)
        fresh = self.by(second, "POST", FACTOR + "/codes", {"password": PASSWORD})["recovery_codes"]
        self.login("ada", codes[4], status=401)
        self.login("ada", fresh[4])
        self.by(second, "POST", FACTOR + "/remove", {"password": "wrong"}, 403)
        self.by(second, "POST", FACTOR + "/remove", {"password": PASSWORD}, 204)
        self.login("ada")
        self.by(second, "POST", FACTOR + "/codes", {"password": PASSWORD}, 404)

        # Neither what is shown later, nor the log, nor the database has any of it.
        self.daemon.stop()
        self.daemon.start()
        shown = self.ask("GET", ACCOUNT, by="token").body + self.daemon.read_log().encode()
        shown += self.ask("GET", "/api/v1/audit", by="token").body
        for path in sorted(self.daemon.database_files()):
            shown += path.read_bytes()
        for one in (secret, made["secret"], *codes, *fresh):
            self.assertNotIn(one.encode(), shown)

    def test_right_password_does_not_end_the_count(self):
        """Who knows the password must not be able to guess the code between right passwords."""
        self.make("bea")
        self.enrol(self.login("bea"))
        self.addCleanup(self.ask, "POST", f"{USERS}/bea/unlock", None, "token")
        for _ in range(20):
            answer = self.ask("POST", "/api/v1/session", {"user": "bea", "password": PASSWORD})
            if answer.status == 429:
                break
            self.assertEqual(401, answer.status)
        self.assertEqual(429, answer.status)

    def test_survives_a_restart_and_a_new_password(self):
        self.make("cy")
        secret, _, step = self.enrol(self.login("cy"))
        self.login("cy", totp(secret, step))
        self.daemon.stop()
        self.daemon.start()
        self.login("cy", totp(secret, step), status=401)
        other = "Watch-the-yard-4"
        self.ask("PATCH", f"{USERS}/cy", {"password": other}, "token")
        self.assertIs(True, self.login("cy", status=401, password=other)["code_needed"])

    def test_an_administrator_removes_it(self):
        self.make("dan")
        self.make("eve")
        self.make("fay", "administrator")
        dan = self.login("dan")
        self.enrol(dan)
        self.by(self.login("eve"), "DELETE", f"{USERS}/dan/second-factor", status=403)
        fay = self.login("fay")
        _, codes, _ = self.enrol(fay)
        self.by(fay, "DELETE", f"{USERS}/dan/second-factor", status=204)
        self.login("dan")
        # One's own takes the password, also an administrator's.
        self.by(fay, "DELETE", f"{USERS}/fay/second-factor", status=403)
        self.by(fay, "DELETE", f"{USERS}/nobody/second-factor", status=404)
        # And on the host.
        self.login("fay", codes[0])
        self.assertRegex(self.daemon.shell("user", "list"), re.compile(r"fay .*\byes\b"))
        self.daemon.shell("user", "change", "--no-second-factor", "fay")
        self.assertNotRegex(self.daemon.shell("user", "list"), re.compile(r"fay .*\byes\b"))
        self.login("fay")

    def test_a_token_is_no_proof(self):
        self.make("gil")
        cookie = self.login("gil")
        token = self.by(cookie, "POST", "/api/v1/tokens", {"label": "t"}, 201)["secret"]
        for path, body in (("", {"password": PASSWORD}), ("/codes", {"password": PASSWORD}),
                           ("/remove", {"password": PASSWORD}), ("/confirm", {"code": "123456"})):
            answer = self.ask("POST", FACTOR + path, body,
                              headers={"Authorization": "Bearer " + token})
            self.check_error(answer, 403)
        self.check_error(self.ask("POST", FACTOR, {"password": PASSWORD}, "token"), 403)

    def test_bad_requests(self):
        for path in ("", "/codes", "/remove"):
            for body in ({}, {"password": 1}, {"password": "x", "y": 1}, [], {"password": ""}):
                self.check_error(self.ask("POST", FACTOR + path, body, "session"), 400)
        for body in ({}, {"code": 123456}, {"code": "x" * 33}, {"code": ""}):
            self.check_error(self.ask("POST", FACTOR + "/confirm", body, "session"), 400)
        self.check_error(self.ask("POST", FACTOR + "/confirm", {"code": "123456"}, "session"), 404)
        self.check_error(self.ask("POST", "/api/v1/session", {
            "user": "admin", "password": PASSWORD, "code": "1" * 33}), 400)


if __name__ == "__main__":
    unittest.main()
