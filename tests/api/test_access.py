# SPDX-License-Identifier: BSD-2-Clause
"""Activation, login, tokens, and who is turned away."""

import json
import os
import re
import stat
import unittest
from datetime import datetime

from daemon import PASSWORD, DaemonCase

OTHER = "Watch-the-door-8"
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class BeforeActivation(DaemonCase):

    def test_what_answers(self):
        self.assertEqual(200, self.ask("GET", "/healthz").status)
        self.assertEqual(200, self.ask("GET", "/").status)
        self.assertEqual({"activated": False, "authenticated": False},
                         self.ask("GET", "/api/v1/status").json())
        setup = self.ask("GET", "/api/v1/setup").json()
        self.assertEqual((False, 8), (setup["activated"], setup["password_length"]))

    def test_what_does_not(self):
        for path in ("/api/v1/cameras", "/api/v1/events", "/api/v1/session", "/api/v1/tokens",
                     "/api/v1/stream", "/metrics"):
            self.check_error(self.ask("GET", path), 403)
        self.check_error(self.ask("POST", "/predict", b"x"), 403)
        self.check_error(self.ask("POST", "/api/v1/session",
                                  {"user": "admin", "password": "admin"}), 403)

    def test_poor_passwords(self):
        for password in ("", "admin", "12345678", "Password1!", "aaaaAAAA1", "x" * 200):
            self.check_error(self.ask("POST", "/api/v1/setup", {"password": password}), 400)
        for user in ("", "a b", "x" * 65, "ä", "<b>"):
            self.check_error(self.ask("POST", "/api/v1/setup",
                                      {"user": user, "password": PASSWORD}), 400)
        self.assertFalse(self.ask("GET", "/api/v1/setup").json()["activated"])

    def test_from_another_site(self):
        body = json.dumps({"password": PASSWORD})
        self.check_error(self.ask("POST", "/api/v1/setup", body,
                                  headers={"Content-Type": "text/plain"}), 415)
        self.check_error(self.ask("POST", "/api/v1/setup", {"password": PASSWORD},
                                  headers={"Origin": "http://evil.example"}), 403)


class Access(DaemonCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.activated = cls.daemon.activate()

    def login(self, password=PASSWORD):
        return self.ask("POST", "/api/v1/session", {"user": "admin", "password": password})

    def test_activation_works_once(self):
        self.check_error(self.ask("POST", "/api/v1/setup", {"password": OTHER}), 409)

    def test_cookie(self):
        parts = self.activated.headers["Set-Cookie"].split("; ")
        self.assertRegex(parts[0], r"^lenswatch_session_\d+=[\w-]{43}$")
        self.assertLessEqual({"HttpOnly", "SameSite=Strict", "Path=/"}, set(parts))
        self.assertNotIn("Secure", parts)
        answer = self.ask("POST", "/api/v1/session", {"user": "admin", "password": PASSWORD},
                          headers={"X-Forwarded-Proto": "https"})
        self.assertIn("Secure", answer.headers["Set-Cookie"].split("; "))

    def test_every_kind_of_login(self):
        self.check_error(self.ask("GET", "/api/v1/cameras"), 401)
        self.assertEqual(200, self.ask("GET", "/api/v1/cameras", by="session").status)
        self.assertEqual(200, self.ask("GET", "/api/v1/cameras", by="token").status)
        self.assertEqual("session", self.ask("GET", "/api/v1/session", by="session").json()["by"])

    def test_bad_secrets(self):
        session = self.daemon.cookie.split("=")[1]
        for secret in ("", "lw_", "x" * 43, self.daemon.token + "x", self.daemon.token[:-1],
                       session[:-1], "a" * 5000, "\x7f", "é"):
            for headers in ({"Authorization": "Bearer " + secret},
                            {"Cookie": f"lenswatch_session_{self.daemon.port}=" + secret}):
                headers = {name: value.encode("utf-8") for name, value in headers.items()}
                self.check_error(self.ask("GET", "/api/v1/cameras", headers=headers), 401)
        # Each kind of secret is good in its own place only.
        self.check_error(self.ask("GET", "/api/v1/cameras", headers={
            "Authorization": "Bearer " + session}), 401)
        self.check_error(self.ask("GET", "/api/v1/cameras", headers={
            "Cookie": f"lenswatch_session_{self.daemon.port}=" + self.daemon.token}), 401)

    def test_logout(self):
        cookie = self.login().headers["Set-Cookie"].split(";")[0]
        headers = {"Cookie": cookie, "X-Lenswatch": "1"}
        self.assertEqual(200, self.ask("GET", "/api/v1/session", headers=headers).status)
        answer = self.ask("DELETE", "/api/v1/session", headers=headers)
        self.assertEqual(204, answer.status)
        self.assertIn("Max-Age=0", answer.headers["Set-Cookie"])
        self.check_error(self.ask("GET", "/api/v1/session", headers=headers), 401)

    def test_changes_by_cookie_need_the_header(self):
        cookie = {"Cookie": self.daemon.cookie}
        camera = {"name": "x", "url": "/nowhere"}
        self.check_error(self.ask("POST", "/api/v1/cameras", camera, headers=cookie), 403)
        self.check_error(self.ask("POST", "/predict", b"x", headers=cookie), 403)
        self.check_error(self.ask("DELETE", "/api/v1/session", headers=cookie), 403)
        self.check_error(self.ask("POST", "/api/v1/cameras", camera,
                                  headers={**cookie, "X-Lenswatch": "0"}), 403)
        self.check_error(self.ask("POST", "/api/v1/cameras", camera, "session",
                                  {"Origin": "http://evil.example"}), 403)
        own = f"http://127.0.0.1:{self.daemon.port}"
        self.assertEqual(204, self.ask("POST", "/api/v1/session/stay", None, "session",
                                       {"Origin": own}).status)

    def test_host(self):
        for host, status in (("localhost", 200), ("evil.example", 403), ("[::1]:1", 200),
                             ("127.0.0.1.evil.example:80", 403), ("", 403)):
            answer = self.ask("GET", "/api/v1/status", headers={"Host": host})
            self.assertEqual(status, answer.status, host)
        answer = self.ask("GET", "/api/v1/cameras", by="token", headers={"Host": "evil.example"})
        self.assertEqual(200, answer.status)  # the token vouches for its bearer

    def test_tokens(self):
        made = self.ask("POST", "/api/v1/tokens", {"label": "Küche \"1\""}, "session").json()
        self.assertRegex(made["secret"], r"^lw_[\w-]{43}$")
        self.assertEqual("Küche \"1\"", made["token"]["label"])
        self.assertIsNone(made["token"]["expires"])
        bearer = {"Authorization": "Bearer " + made["secret"]}
        self.assertEqual(200, self.ask("GET", "/api/v1/cameras", headers=bearer).status)
        # No header beside the token is needed: no browser sends it by itself.
        answer = self.ask("POST", "/api/v1/tokens", {"label": "by token"}, headers=bearer)
        self.assertEqual(201, answer.status)
        listed = self.ask("GET", "/api/v1/tokens", by="session")
        self.assertNotIn(made["secret"].encode(), listed.body)
        self.assertIn(made["token"]["id"], [t["id"] for t in listed.json()["tokens"]])
        path = "/api/v1/tokens/" + made["token"]["id"]
        self.assertEqual(204, self.ask("DELETE", path, by="session").status)
        self.check_error(self.ask("GET", "/api/v1/cameras", headers=bearer), 401)
        self.check_error(self.ask("DELETE", path, by="session"), 404)

    def test_bad_token_requests(self):
        for body in ({}, {"label": ""}, {"label": "x" * 65}, {"label": 1}, {"label": "a\u0001b"},
                     {"label": "x", "expires_days": 0}, {"label": "x", "expires_days": 1.5},
                     {"label": "x", "expires_days": 99999}, {"label": "x", "other": 1}, []):
            self.check_error(self.ask("POST", "/api/v1/tokens", body, "session"), 400)
        # The host's own token belongs to no user.
        self.check_error(self.ask("POST", "/api/v1/tokens", {"label": "x"}, "token"), 403)

    def test_scope_of_tokens(self):
        def make(by="session", **scope):
            return self.ask("POST", "/api/v1/tokens", {"label": "x", **scope}, by)

        def bearer(answer):
            self.assertEqual(201, answer.status, answer.body)
            return {"Authorization": "Bearer " + answer.json()["secret"]}

        for wrong in ({"role": "root"}, {"role": 1}, {"read_only": 1}, {"cameras": "x"},
                      {"cameras": ["no-such"]}, {"cameras": [1]}):
            self.check_error(make(**wrong), 400)
        reader = bearer(make(read_only=True))
        session = self.ask("GET", "/api/v1/session", headers=reader).json()
        self.assertEqual((True, "administrator", None),
                         (session["read_only"], session["role"], session["cameras"]))
        self.assertEqual(200, self.ask("GET", "/api/v1/users", headers=reader).status)
        for method, path, body in (("POST", "/api/v1/cameras", {"name": "x", "url": "/nowhere"}),
                                   ("PATCH", "/api/v1/settings", {}),
                                   ("DELETE", "/api/v1/users/nobody", None),
                                   ("POST", "/api/v1/tokens", {"label": "y"})):
            self.check_error(self.ask(method, path, body, headers=reader), 403)
        self.assertEqual(200, self.ask("POST", "/predict", b"x", headers=reader).status)

        viewer = bearer(make(role="viewer"))
        self.check_error(self.ask("GET", "/api/v1/settings", headers=viewer), 403)
        self.assertEqual("viewer", self.ask("GET", "/api/v1/session",
                                            headers=viewer).json()["role"])
        # It makes and revokes no others, and changes no password; itself it revokes.
        self.check_error(self.ask("POST", "/api/v1/tokens", {"label": "y"}, headers=viewer), 403)
        tokens = self.ask("GET", "/api/v1/tokens", headers=viewer).json()["tokens"]
        own = [t for t in tokens if t["role"] == "viewer"][-1]["id"]
        self.check_error(self.ask("DELETE", "/api/v1/tokens/" + tokens[0]["id"],
                                  headers=viewer), 403)
        self.check_error(self.ask("POST", "/api/v1/password",
                                  {"current": PASSWORD, "new": OTHER}, headers=viewer), 403)
        self.assertEqual(204, self.ask("DELETE", "/api/v1/tokens/" + own, headers=viewer).status)
        self.check_error(self.ask("GET", "/api/v1/session", headers=viewer), 401)
        # The user of the host makes one for anybody, sees all and revokes any.
        made = make(by="token", user="admin", read_only=True)
        bearer(made)
        self.check_error(make(by="token", user="nobody"), 404)
        path = "/api/v1/tokens/" + made.json()["token"]["id"]
        self.assertIn(made.json()["token"], self.ask("GET", "/api/v1/tokens",
                                                     by="token").json()["tokens"])
        self.assertEqual(204, self.ask("DELETE", path, by="token").status)

    def test_sessions(self):
        self.addCleanup(self.ask, "PATCH", "/api/v1/settings", {"trusted_proxies": ""}, "token")
        self.ask("PATCH", "/api/v1/settings", {"trusted_proxies": "127.0.0.1"}, "token")
        answer = self.ask("POST", "/api/v1/session", {"user": "admin", "password": PASSWORD},
                          headers={"X-Forwarded-For": "198.51.100.7"})
        cookie = {"Cookie": answer.headers["Set-Cookie"].split(";")[0]}
        sessions = self.ask("GET", "/api/v1/sessions", headers=cookie).json()["sessions"]
        own = [s for s in sessions if s["own"]]
        self.assertEqual([("admin", "198.51.100.7")], [(s["user"], s["address"]) for s in own])
        self.assertEqual(204, self.ask("DELETE", "/api/v1/sessions/" + own[0]["id"],
                                       by="token").status)
        self.check_error(self.ask("GET", "/api/v1/session", headers=cookie), 401)
        self.check_error(self.ask("DELETE", "/api/v1/sessions/" + own[0]["id"], by="token"), 404)

    def test_password_change(self):
        self.addCleanup(self.restore_password)
        session = self.login().headers["Set-Cookie"].split(";")[0]
        self.check_error(self.ask("POST", "/api/v1/password",
                                  {"current": "wrong", "new": OTHER}, "session"), 403)
        for poor in ("weak", PASSWORD):  # the present one is none
            self.check_error(self.ask("POST", "/api/v1/password",
                                      {"current": PASSWORD, "new": poor}, "session"), 400)
        self.check_error(self.ask("POST", "/api/v1/password",
                                  {"current": PASSWORD, "new": OTHER, "user": "x"}, "session"), 403)
        answer = self.ask("POST", "/api/v1/password", {"current": PASSWORD, "new": OTHER},
                          headers={"Cookie": session, "X-Lenswatch": "1"})
        self.assertEqual(204, answer.status)
        self.assertEqual(200, self.ask("GET", "/api/v1/session",
                                       headers={"Cookie": session}).status)
        self.check_error(self.ask("GET", "/api/v1/session", by="session"), 401)  # the others

    def restore_password(self):
        """By the host's own token, which needs no old password and ends every session."""
        answer = self.ask("POST", "/api/v1/password", {"new": PASSWORD}, "token")
        self.assertEqual(204, answer.status)
        self.check_error(self.ask("GET", "/api/v1/session", by="session"), 401)
        self.daemon.cookie = self.login().headers["Set-Cookie"].split(";")[0]

    def test_headers_of_every_answer(self):
        for path in ("/", "/healthz", "/api/v1/status", "/nowhere", "/api/v1/cameras"):
            answer = self.ask("GET", path)
            for name, value in SECURITY_HEADERS.items():
                self.assertEqual(value, answer.headers[name], path)
            self.assertIn("frame-ancestors 'none'", answer.headers["Content-Security-Policy"])
            self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])
            self.assertNotIn("unsafe", answer.headers["Content-Security-Policy"])
        self.assertEqual("no-store", self.ask("GET", "/api/v1/status").headers["Cache-Control"])

    def test_nothing_leaks(self):
        self.ask("POST", "/api/v1/cameras",
                 {"name": "secretive", "url": "rtsp://viewer:hunter2-x@127.0.0.1:1/"}, "token")
        for path in ("/api/v1/cameras", "/api/v1/cameras/secretive", "/metrics", "/api/v1/status"):
            self.assertNotIn(b"hunter2-x", self.ask("GET", path, by="token").body)
        log = self.daemon.read_log()
        for secret in ("hunter2-x", PASSWORD, self.daemon.token, self.daemon.cookie[20:]):
            self.assertNotIn(secret, log)

    def test_token_file(self):
        path = os.path.join(self.daemon.data, "api-token")
        self.assertEqual(0o600, stat.S_IMODE(os.stat(path).st_mode))


class Lockout(DaemonCase):

    def try_login(self, password, address=None, user="admin"):
        """address: as a proxy on this host tells it."""
        headers = {"X-Forwarded-For": "203.0.113.9, " + address} if address else {}
        return self.ask("POST", "/api/v1/session", {"user": user, "password": password},
                        headers=headers)

    def set(self, **settings):
        answer = self.ask("PATCH", "/api/v1/settings", settings, "token")
        self.assertEqual(200, answer.status, answer.body)

    def test_guessing_is_stopped(self):
        self.daemon.activate()
        for _ in range(7):
            self.check_error(self.try_login("wrong"), 401)
        answer = self.try_login(PASSWORD)
        self.check_error(answer, 429)
        self.assertGreater(int(answer.headers["Retry-After"]), 30)
        self.assertEqual(7, self.daemon.read_log().count("a login from 127.0.0.1 failed"))
        # Who is logged in works on.
        self.assertEqual(200, self.ask("GET", "/api/v1/cameras", by="session").status)

        # Others are not locked with that address, until the account is.
        self.set(login_attempts=2, trusted_proxies="127.0.0.1")
        self.assertEqual(200, self.try_login(PASSWORD, "198.51.100.1").status)
        for address in ("198.51.100.2", "2001:db8::2"):
            self.check_error(self.try_login("wrong", address), 401)
        self.assertIn("a login from 2001:db8::2 failed", self.daemon.read_log())
        locked = self.ask("GET", "/api/v1/users", by="token").json()["users"][0]["locked_until"]
        self.assertIsNotNone(locked)
        self.check_error(self.try_login(PASSWORD, "198.51.100.3"), 429)
        self.check_records(locked)
        # A restart is no way around it.
        self.daemon.stop()
        self.daemon.start()
        self.check_error(self.try_login(PASSWORD, "198.51.100.3"), 429)
        self.check_error(self.try_login(PASSWORD), 429)
        # The owner gets in from where the account was used before, and after an unlock anywhere.
        self.assertEqual(200, self.try_login(PASSWORD, "198.51.100.1").status)
        self.assertEqual(204, self.ask("POST", "/api/v1/users/admin/unlock", by="token").status)
        self.assertEqual(200, self.try_login(PASSWORD, "198.51.100.3").status)
        self.assertEqual(200, self.try_login(PASSWORD).status)


    def check_records(self, until):
        """Each lock is in the audit log once: who, from where, until when."""
        found = self.ask("GET", "/api/v1/audit?kind=lock", by="token").json()["records"]
        self.assertEqual([("lockAccount", "2001:db8::2", "user admin"),
                          ("lockAddress", "127.0.0.1", "address 127.0.0.1")],
                         [(r["operation"], r["address"], r["target"]) for r in found])
        said = re.fullmatch("locked until (.*) after 2 failed logins", found[0]["text"])
        apart = datetime.fromisoformat(said[1]) - datetime.fromisoformat(until)
        self.assertLess(abs(apart.total_seconds()), 60)
        self.assertRegex(found[1]["text"], "^locked until 20.* after 7 failed logins$")
        for record in found:
            self.assertEqual(("success", "", ""),
                             (record["result"], record["user"], record["via"]))


class Restart(DaemonCase):

    def test_what_survives(self):
        daemon = self.daemon
        daemon.activate()
        secret = self.ask("POST", "/api/v1/tokens", {"label": "x"}, "session").json()["secret"]
        old = daemon.token
        self.assertLess(daemon.stop(), 5)
        self.assertEqual(0, daemon.process.returncode)
        self.assertFalse(os.path.exists(os.path.join(daemon.data, "api-token")))
        daemon.start()
        self.assertEqual(200, self.ask("GET", "/api/v1/session", by="session").status)
        self.assertEqual(200, self.ask("GET", "/api/v1/session", headers={
            "Authorization": "Bearer " + secret}).status)
        self.check_error(self.ask("GET", "/api/v1/session", headers={
            "Authorization": "Bearer " + old}), 401)


class OpenMetrics(DaemonCase):
    options = ("--metrics-open", "--host", "cams.example", "--secure-cookie")

    def test_options(self):
        self.assertEqual(200, self.ask("GET", "/metrics").status)
        self.assertEqual(200, self.ask("GET", "/api/v1/status",
                                       headers={"Host": "cams.example"}).status)
        self.check_error(self.ask("GET", "/api/v1/status", headers={"Host": "x.example"}), 403)
        self.assertIn("Secure", self.daemon.activate().headers["Set-Cookie"].split("; "))


if __name__ == "__main__":
    unittest.main()
