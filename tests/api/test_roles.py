# SPDX-License-Identifier: BSD-2-Clause
"""Users, and what each role may ask: every operation of the document, as each of them."""

import json
import pathlib
import unittest

from daemon import DaemonCase

DOCUMENT = pathlib.Path(__file__).parents[2] / "src" / "api" / "openapi.json"
ROLES = ["viewer", "operator", "administrator"]
PASSWORD = "Watch-the-gate-9"
OTHER = "Watch-the-yard-4"
USERS = "/api/v1/users"


class RoleCase(DaemonCase):

    def setUp(self):
        answer = self.ask("GET", "/api/v1/setup")
        if not answer.json()["activated"]:
            self.daemon.activate()

    def make(self, name, role, password=PASSWORD, status=201):
        answer = self.ask("POST", USERS, {"name": name, "role": role, "password": password},
                          "token")
        self.assertEqual(status, answer.status, answer.body)
        if status == 201:
            self.addCleanup(self.ask, "DELETE", f"{USERS}/{name}", None, "token")
        return answer.json()

    def login(self, name, password=PASSWORD, status=200):
        answer = self.ask("POST", "/api/v1/session", {"user": name, "password": password})
        self.assertEqual(status, answer.status, answer.body)
        return answer.headers["Set-Cookie"].split(";")[0] if status == 200 else None

    def as_session(self, cookie, method, path, body=None):
        return self.ask(method, path, body, headers={"Cookie": cookie, "X-Lenswatch": "1"})


class Table(RoleCase):

    def test_every_operation_as_every_role(self):
        """403 for a role that may not, and for no other; 401 for nobody."""
        document = json.loads(DOCUMENT.read_text("utf-8"))
        cookies = {}
        self.attempts = []
        for role in ROLES:
            self.make(role[:3], role)
            cookies[role] = self.login(role[:3])
        asked = 0
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                if method == "parameters" or operation["operationId"] == "logout":
                    continue
                with self.subTest(operation["operationId"]):
                    self.check(path, method.upper(), operation, cookies)
                    asked += 1
        self.assertGreater(asked, 70)
        self.check_audit()

    def check_audit(self):
        """Every attempt of everybody to change something, or to take something out."""
        self.assertGreater(len(self.attempts), 100)
        records, before = [], ""
        while before is not None:
            page = self.ask("GET", f"/api/v1/audit?limit=100{before}", by="token").json()
            records += page["records"]
            before = page["next_before"] and f"&before={page['next_before']}"
        found = [(record["operation"], record["user"], record["status"])
                 for record in reversed(records)]
        start = found.index(self.attempts[0])
        self.assertEqual(self.attempts, found[start:])

    def check(self, path, method, operation, cookies):
        path = path.replace("{id}", "no-such-thing")
        needed = operation.get("x-role")
        if needed is None:
            # Open to all, or guarded by something else than a login.
            self.assertNotIn(self.look(None, method, path), (403,))
            return
        recorded = operation.get("x-audit", "none" if method == "GET" else "") != "none"
        name = operation["operationId"]
        self.assertEqual(401, self.look(None, method, path))
        if recorded:
            self.attempts.append((name, "", 401))
        for role in ROLES:
            status = self.look(cookies[role], method, path)
            if recorded:
                self.attempts.append((name, role[:3], status))
            if ROLES.index(role) < ROLES.index(needed):
                self.assertEqual(403, status, role)
            else:
                self.assertNotIn(status, (401, 403), role)

    def look(self, cookie, method, path):
        """The status alone: some answers have no end. What would change something has no body,
        and so does not."""
        headers = {"X-Lenswatch": "1", **({"Cookie": cookie} if cookie else {})}
        connection = self.daemon.connect()
        try:
            connection.request(method, path, headers=headers)
            return connection.getresponse().status
        finally:
            connection.close()


class Users(RoleCase):

    def test_life_of_a_user(self):
        made = self.make("ada", "viewer")
        self.assertEqual({"name": "ada", "role": "viewer", "sessions": 0, "tokens": 0,
                          "used": None, "second_factor": False}, made)
        self.make("ada", "viewer", status=409)
        cookie = self.login("ada")
        session = self.as_session(cookie, "GET", "/api/v1/session").json()
        self.assertEqual(("ada", "viewer"), (session["user"], session["role"]))
        listed = {u["name"]: u for u in self.ask("GET", USERS, by="token").json()["users"]}
        self.assertEqual(1, listed["ada"]["sessions"])
        self.assertEqual("administrator", listed["admin"]["role"])
        self.check_error(self.as_session(cookie, "GET", USERS), 403)

        # A role counts at once, also for who is logged in.
        changed = self.ask("PATCH", USERS + "/ada", {"role": "administrator"}, "token")
        self.assertEqual("administrator", changed.json()["role"])
        self.assertEqual(200, self.as_session(cookie, "GET", USERS).status)
        self.ask("PATCH", USERS + "/ada", {"role": "operator"}, "token")
        self.check_error(self.as_session(cookie, "GET", USERS), 403)

        # Logged out by somebody else; the token stays.
        token = self.as_session(cookie, "POST", "/api/v1/tokens", {"label": "t"}).json()["secret"]
        bearer = {"Authorization": "Bearer " + token}
        self.assertEqual(204, self.ask("POST", USERS + "/ada/logout", by="token").status)
        self.check_error(self.as_session(cookie, "GET", "/api/v1/session"), 401)
        self.assertEqual(200, self.ask("GET", "/api/v1/session", headers=bearer).status)

        # A new password ends both.
        answer = self.ask("PATCH", USERS + "/ada", {"password": OTHER}, "token")
        self.assertEqual((200, 0), (answer.status, answer.json()["tokens"]))
        self.check_error(self.ask("GET", "/api/v1/session", headers=bearer), 401)
        self.login("ada", status=401)
        cookie = self.login("ada", OTHER)
        self.assertEqual(204, self.ask("DELETE", USERS + "/ada", by="token").status)
        self.check_error(self.as_session(cookie, "GET", "/api/v1/session"), 401)
        self.login("ada", OTHER, status=401)

    def test_refused(self):
        for body, status in (
                ({"name": "eve", "role": "viewer", "password": "short"}, 400),
                ({"name": "eve", "role": "viewer", "password": "Winter-2026"}, 400),
                ({"name": "e v e", "role": "viewer", "password": PASSWORD}, 400),
                ({"name": "a/b", "role": "viewer", "password": PASSWORD}, 400),
                ({"name": "eve", "role": "root", "password": PASSWORD}, 400),
                ({"name": "eve", "role": "", "password": PASSWORD}, 400),
                ({"name": "eve", "password": PASSWORD}, 400),
                ({"name": "eve", "role": "viewer"}, 400),
                ({"name": "eve", "role": "viewer", "password": PASSWORD, "x": 1}, 400)):
            self.check_error(self.ask("POST", USERS, body, "token"), status)
        for method, path in (("PATCH", "/eve"), ("DELETE", "/eve"), ("POST", "/eve/logout")):
            body = {"role": "viewer"} if method == "PATCH" else None
            self.check_error(self.ask(method, USERS + path, body, "token"), 404)
        self.assertEqual(["admin"],
                         [u["name"] for u in self.ask("GET", USERS, by="token").json()["users"]])

    def test_there_is_always_an_administrator(self):
        for answer in (self.ask("DELETE", USERS + "/admin", by="token"),
                       self.ask("PATCH", USERS + "/admin", {"role": "viewer"}, "token")):
            self.check_error(answer, 403)
            self.assertIn("last administrator", answer.json()["error"])


if __name__ == "__main__":
    unittest.main()
