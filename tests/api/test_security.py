# SPDX-License-Identifier: BSD-2-Clause
"""HTTP Digest with clients of others, and the switch to the strict settings."""

import http.client
import http.server
import json
import re
import shutil
import socketserver
import subprocess
import threading
import unittest
import urllib.request
from urllib.request import parse_http_list, parse_keqv_list

from daemon import PASSWORD, DaemonCase
from totp import now_step, totp

USERS = "/api/v1/users"
SETTINGS = "/api/v1/settings"
STRICT = "/api/v1/security/reinforcement"


class SecurityCase(DaemonCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.daemon.activate()
        cls.url = f"http://127.0.0.1:{cls.daemon.port}"

    def make(self, name, role="viewer"):
        answer = self.ask("POST", USERS, {"name": name, "role": role, "password": PASSWORD,
                                          "must_change": False}, "token")
        self.assertEqual(201, answer.status, answer.body)

    def login(self, name, code=None, status=200, password=PASSWORD):
        body = {"user": name, "password": password, **({"code": code} if code else {})}
        answer = self.ask("POST", "/api/v1/session", body)
        self.assertEqual(status, answer.status, answer.body)
        return answer.headers["Set-Cookie"].split(";")[0] if status == 200 else None

    def by(self, cookie, method, path, body=None, status=200):
        answer = self.ask(method, path, body, headers={"Cookie": cookie, "X-Lenswatch": "1"})
        self.assertEqual(status, answer.status, answer.body)
        return answer.json() if answer.body else None

    def set(self, **settings):
        answer = self.ask("PATCH", SETTINGS, settings, "token")
        self.assertEqual(200, answer.status, answer.body)


class OnlyMd5(socketserver.ThreadingTCPServer):
    """Passes requests on to the daemon; of its challenges MD5 alone, whatever it asked for."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, daemon_port):
        between = self
        self.sent = []  # what it was authorised with

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                between.sent.append(self.headers.get("Authorization", ""))
                ask = http.client.HTTPConnection("127.0.0.1", daemon_port, timeout=60)
                ask.request("GET", self.path, headers=dict(self.headers))
                answer = ask.getresponse()
                body = answer.read()
                ask.close()
                self.send_response(answer.status)
                challenges = [one for one in answer.headers.get_all("WWW-Authenticate") or []
                              if one.startswith("Digest ")]
                for one in challenges[-1:]:
                    self.send_header("WWW-Authenticate",
                                     re.sub("algorithm=SHA-256", "algorithm=MD5", one))
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class Digest(SecurityCase):

    def curl(self, path, user="ada", password=PASSWORD, *more, url=None):
        """The status, by curl."""
        program = shutil.which("curl")
        if not program:
            self.skipTest("needs curl")
        done = subprocess.run(
            [program, "-s", "-o", "/dev/null", "-w", "%{http_code}", "--digest", "--config", "-",
             *more, url or self.url + path], input=f'user = "{user}:{password}"',
            capture_output=True, text=True, check=True, timeout=60)
        return int(done.stdout)

    def challenges(self, path="/api/v1/cameras", headers=None):
        answer = self.ask("GET", path, headers=headers)
        self.assertEqual(401, answer.status)
        return [dict(parse_keqv_list(parse_http_list(one[len("Digest "):])))
                for one in answer.headers.get_all("WWW-Authenticate") if one.startswith("Digest ")]

    def header(self, challenge, path, method="GET"):
        """As urllib makes it, which knows MD5 alone."""
        manager = urllib.request.HTTPPasswordMgr()
        manager.add_password("lenswatch", self.url, "ada", PASSWORD)
        handler = urllib.request.HTTPDigestAuthHandler(manager)
        request = urllib.request.Request(self.url + path, method=method)
        return "Digest " + handler.get_authorization(request, challenge)

    def ask_by(self, header, path="/api/v1/session", status=200, method="GET"):
        answer = self.ask(method, path, headers={"Authorization": header})
        self.assertEqual(status, answer.status, answer.body)
        return answer

    def test_life_of_digest(self):
        # Off by default: not offered, not taken, and nothing is kept for it.
        self.make("ada", "operator")
        self.assertEqual([], self.challenges())
        self.assertEqual(401, self.curl("/api/v1/session"))
        self.set(http_digest=True)
        self.assertEqual(401, self.curl("/api/v1/session"))  # until the password was at hand
        self.login("ada")
        self.assertEqual(200, self.curl("/api/v1/session"))
        self.assertEqual(200, self.curl("/api/v1/events?limit=3&camera=a%20b&state=all"))
        self.assertEqual(403, self.curl(USERS))
        self.assertEqual(401, self.curl("/api/v1/session", password="wrong"))
        self.assertEqual(401, self.curl("/api/v1/session", user="nobody"))
        self.assertEqual(201, self.curl("/api/v1/tokens", "ada", PASSWORD, "-H",
                                        "Content-Type: application/json", "-d", '{"label": "x"}'))
        # Browsers have a page for that.
        for headers in ({"User-Agent": "Mozilla/5.0 (X11)"}, {"Sec-Fetch-Mode": "cors"},
                        {"X-Lenswatch": "1"}):
            self.assertEqual([], self.challenges(headers=headers))

        # MD5 only where it is allowed.
        offered = self.challenges()
        self.assertEqual(["SHA-256"], [one["algorithm"] for one in offered])
        self.assertEqual(("auth", "lenswatch"), (offered[0]["qop"], offered[0]["realm"]))
        md5 = {**offered[0], "algorithm": "MD5"}
        self.ask_by(self.header(md5, "/api/v1/session"), status=401)
        self.set(http_digest_md5=True)
        self.login("ada")
        offered = self.challenges()
        self.assertEqual(["SHA-256", "MD5"], [one["algorithm"] for one in offered])
        self.check_md5(offered[1])

        # What is not allowed any more is not kept.
        self.set(http_digest_md5=False)
        self.set(http_digest_md5=True)
        self.ask_by(self.header(offered[1], "/api/v1/session"), status=401)
        self.assertEqual(200, self.curl("/api/v1/session"))
        self.set(http_digest=False)
        self.set(http_digest=True)
        self.assertEqual(401, self.curl("/api/v1/session"))

        # A new password, and a second factor.
        cookie = self.login("ada")
        self.assertEqual(200, self.curl("/api/v1/session"))
        factor = "/api/v1/account/second-factor"
        secret = self.by(cookie, "POST", factor, {"password": PASSWORD}, 201)["secret"]
        self.by(cookie, "POST", factor + "/confirm", {"code": totp(secret, now_step())})
        self.assertEqual(403, self.curl("/api/v1/session"))
        self.by(cookie, "POST", factor + "/remove", {"password": PASSWORD}, 204)
        self.ask("PATCH", USERS + "/ada", {"password": "Watch-the-yard-4", "must_change": False},
                 "token")
        self.assertEqual(401, self.curl("/api/v1/session"))
        self.assertEqual(200, self.curl("/api/v1/session", password="Watch-the-yard-4"))
        self.assertNotIn(PASSWORD, self.daemon.read_log())

    def test_md5_by_curl(self):
        """curl takes the first challenge that it is sent: somebody in between leaves MD5 alone, or
        makes it up where it is not allowed."""
        self.make("eve")
        self.set(http_digest=True, http_digest_md5=True)
        self.addCleanup(self.set, http_digest=False, http_digest_md5=False)
        self.login("eve")
        with OnlyMd5(self.daemon.port) as between:
            path = f"http://127.0.0.1:{between.port}/api/v1/session"

            def ask(password=PASSWORD):
                del between.sent[:]
                status = self.curl("", "eve", password, url=path)
                self.assertTrue(any("algorithm=MD5" in one for one in between.sent), between.sent)
                return status

            self.assertEqual(200, ask())
            self.assertEqual(401, ask("wrong"))
            self.set(http_digest_md5=False)
            self.assertEqual(401, ask())
            # SHA-256 is still taken, so it is MD5 that was refused.
            self.assertEqual(200, self.curl("/api/v1/session", "eve"))

    def check_md5(self, challenge):
        path = "/api/v1/session"
        header = self.header(challenge, path)
        who = self.ask_by(header, path).json()
        self.assertEqual(("ada", "operator", "digest"), (who["user"], who["role"], who["by"]))
        # The same once more is not let in, but told to ask anew.
        answer = self.ask_by(header, path, status=401)
        self.assertIn("stale=true", answer.headers.get_all("WWW-Authenticate")[0])
        # Neither is it for another path, query or method.
        fresh = self.header(challenge, path)
        self.ask_by(fresh, "/api/v1/events", status=401)
        self.ask_by(fresh, path + "?x=1", status=401)
        self.ask_by(fresh, path, status=401, method="DELETE")
        self.ask_by(self.header({**challenge, "nonce": "AAAA"}, path), path, status=401)
        made = self.header(challenge, path)
        for broken in (made[:-1], made.replace("qop=auth", "qop=auth-int"), "Digest ", "Digest x",
                       made.replace("nc=0", "nc=g"), made + ', username="x"', "Digest =,=,",
                       made.replace("lenswatch", "other"), 'Digest username="' + "x" * 5000):
            self.ask_by(broken, path, status=401)


class Reinforcement(SecurityCase):

    def settings(self):
        return self.ask("GET", SETTINGS, by="token").json()

    def test_the_switch(self):
        cookie = self.login("admin")
        self.set(login_attempts=3, password_length=9, http_digest=True)
        before = self.settings()
        shown = self.by(cookie, "GET", STRICT)
        self.assertFalse(shown["enabled"])
        announced = {one["name"]: one for one in shown["settings"]}
        self.assertEqual((9, 12, True), tuple(announced["password_length"][name] for name in
                                              ("value", "strict", "changes")))
        self.assertEqual((3, 3, False), tuple(announced["login_attempts"][name] for name in
                                              ("value", "strict", "changes")))
        self.assertEqual(before, self.settings())  # to look changes nothing
        # From the shell, which shows first what it would do.
        preview = self.daemon.shell("settings", "reinforce")
        self.assertRegex(preview, re.compile(r"(?m)^password_length +9 +12"))
        self.assertEqual(before, self.settings())
        self.daemon.shell("settings", "reinforce", "--on")
        after = self.settings()
        self.assertEqual({name: one["strict"] for name, one in announced.items()},
                         {name: after[name] for name in announced})
        self.assertEqual({name for name, one in announced.items() if one["changes"]},
                         {name for name in after if after[name] != before[name]})

        # Stricter is fine, weaker is not, by whatever way.
        self.set(password_length=14)
        answer = self.ask("PATCH", SETTINGS, {"password_length": 10}, "token")
        self.check_error(answer, 403)
        self.assertIn("password_length", answer.json()["error"])
        self.check_error(self.ask("PATCH", SETTINGS, {"session_hours": 0}, "token"), 403)
        self.set(event_days=30)
        self.check_error(self.ask("POST", USERS, {
            "name": "eve", "role": "viewer", "password": "Watch-it-7x"}, "token"), 400)

        # An administrator without a second factor does nothing else before.
        self.by(cookie, "GET", "/api/v1/cameras", status=403)
        self.assertTrue(self.by(cookie, "GET", "/api/v1/session")["second_factor_due"])
        factor = "/api/v1/account/second-factor"
        secret = self.by(cookie, "POST", factor, {"password": PASSWORD}, 201)["secret"]
        step = now_step()
        self.by(cookie, "POST", factor + "/confirm", {"code": totp(secret, step)})
        self.by(cookie, "GET", "/api/v1/cameras")
        self.check_error(self.ask("POST", "/api/v1/recovery/questions", {"user": "admin"}), 403)

        # It survives a restart; switched off, all is as it was.
        self.daemon.stop()
        self.daemon.start()
        cookie = self.login("admin", totp(secret, step + 1))
        self.assertTrue(self.by(cookie, "GET", STRICT)["enabled"])
        self.check_error(self.ask("PATCH", SETTINGS, {"password_length": 10}, "token"), 403)
        self.by(cookie, "PATCH", STRICT, {"enabled": False})
        self.assertEqual({**before, "event_days": 30.0}, self.settings())
        self.set(password_length=10)
        self.by(cookie, "PATCH", STRICT, {"enabled": "yes"}, 400)
        self.by(cookie, "PATCH", STRICT, {}, 400)
        self.assertFalse(json.loads(self.daemon.shell("settings", "reinforce", "--format",
                                                      "json"))["enabled"])

    def test_where_https_is_served(self):
        """What is of HTTPS is held only where there is HTTPS."""
        of_https = {"https_redirect": True, "hsts_days": 30, "tls_1_2": False}
        weak = {"https_redirect": False, "hsts_days": 3, "tls_1_2": True}
        self.set(**weak)
        self.addCleanup(self.ask, "PATCH", SETTINGS + "?force=true", {
            "https_listen": "", "https_redirect": False, "hsts_days": 0, "tls_1_2": True}, "token")
        self.daemon.shell("settings", "reinforce", "--on")
        self.addCleanup(self.daemon.shell, "settings", "reinforce", "--off")
        shown = {one["name"] for one in self.ask("GET", STRICT, by="token").json()["settings"]}
        self.assertLess(set(of_https), shown)
        self.assertEqual(weak, {name: self.settings()[name] for name in weak})
        # Serving it weakly is refused, by what is weak; strictly it is fine.
        self.check_error(self.ask("PATCH", SETTINGS, {"https_listen": "127.0.0.1:0"}, "token"), 403)
        self.set(https_listen="127.0.0.1:0", **of_https)
        for name, value in weak.items():
            answer = self.ask("PATCH", SETTINGS, {name: value}, "token")
            self.check_error(answer, 403)
            self.assertIn(name, answer.json()["error"])
        self.set(hsts_days=31)
        # Without it they are free again.
        self.set(https_listen="", **weak)
        self.daemon.shell("settings", "reinforce", "--off")
        # Switched on while it is served, they become strict at once, and go back with the rest.
        self.set(https_listen="127.0.0.1:0")
        self.daemon.shell("settings", "reinforce", "--on")
        self.assertEqual(of_https, {name: self.settings()[name] for name in weak})
        self.daemon.shell("settings", "reinforce", "--off")
        self.assertEqual(weak, {name: self.settings()[name] for name in weak})


if __name__ == "__main__":
    unittest.main()
