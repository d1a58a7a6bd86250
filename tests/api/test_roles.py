# SPDX-License-Identifier: BSD-2-Clause
"""Users, and what each role may ask: every operation of the document, as each of them."""

import json
import pathlib
import time
import unittest

from daemon import PATIENCE_S, DaemonCase, eventually

DOCUMENT = pathlib.Path(__file__).parents[2] / "src" / "api" / "openapi.json"
ROLES = ["viewer", "operator", "administrator"]
PASSWORD = "Watch-the-gate-9"
OTHER = "Watch-the-yard-4"
USERS = "/api/v1/users"
PICTURE, GONE = 3, 4  # records of /api/v1/live
STREAMS = {"application/octet-stream", "application/x-ndjson", "multipart/x-mixed-replace",
           "text/event-stream", "video/mp4"}


class RoleCase(DaemonCase):

    def setUp(self):
        answer = self.ask("GET", "/api/v1/setup")
        if not answer.json()["activated"]:
            self.daemon.activate()

    def make(self, name, role, password=PASSWORD, status=201, **more):
        answer = self.ask("POST", USERS, {"name": name, "role": role, "password": password,
                                          **more}, "token")
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
        recorded = operation.get("x-audit", "none" if method == "GET" else "") != "none"
        name = operation["operationId"]
        if needed is None:
            # Open to all, or guarded by something else than a login.
            status = self.look(None, method, path)
            self.assertNotIn(status, (403,))
            if recorded and self.attempts:
                self.attempts.append((name, "", status))
            return
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


# What a camera need not have: a recording that is named, a picture by day.
NOT_THERE = ("getRecording", "getBaselinePicture")


class Limited(RoleCase):
    """Users who may see one camera of two: of the other there is no trace."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        daemon = cls.daemon
        cls.document = json.loads(DOCUMENT.read_text("utf-8"))
        daemon.activate()
        for name in ("yard", "vault"):
            daemon.add_folder_camera(name, "scene.png", capture_interval_s=0.2)
            eventually("a reference picture", lambda name=name: daemon.ask(
                "GET", f"/api/v1/cameras/{name}/reference.jpg", by="token").status == 200)
        cat = {"id": "cat", "kind": "command", "settings": {"program": "/bin/cat"}}
        record = {"id": "tape", "kind": "recording", "settings": {"cameras": ["vault"]}}
        for path, body in (("actions", cat), ("actions", record),
                           ("rules", {"id": "all", "actions": ["cat"]}),
                           ("rules", {"id": "both", "actions": ["cat"], "conditions": ["covered"],
                                      "cameras": ["yard", "vault"]}),
                           ("rules", {"id": "one", "actions": ["cat"], "cameras": ["vault"]})):
            answer = daemon.ask("POST", "/api/v1/" + path, body, "token")
            assert answer.status == 201, answer.body
        for name in ("yard", "vault"):
            daemon.show(name, "scene_defocus2.png")
        cls.events = {}
        for name in ("yard", "vault"):
            cls.events[name] = eventually(
                "an event", lambda name=name: daemon.events("?camera=" + name))[0]["id"]
        cls.rows = {row["camera_id"]: row["id"] for row in eventually(
            "both in the outbox", lambda: cls.outbox_rows())}

    @classmethod
    def outbox_rows(cls):
        rows = cls.daemon.ask("GET", "/api/v1/outbox", by="token").json()["outbox"]
        return rows if {row["camera_id"] for row in rows} == {"yard", "vault"} else None

    def people(self):
        """A viewer and an operator by their sessions, and a token of an administrator."""
        who = {}
        for role in ("viewer", "operator"):
            self.make(role, role, cameras=["yard"])
            who[role] = {"Cookie": self.login(role), "X-Lenswatch": "1"}
        made = self.ask("POST", "/api/v1/tokens", {"label": "t", "cameras": ["yard"]}, "session")
        who["token"] = {"Authorization": "Bearer " + made.json()["secret"]}
        return who

    def status(self, headers, method, path):
        connection = self.daemon.connect()
        try:
            connection.request(method, path, headers=headers)
            return connection.getresponse().status
        finally:
            connection.close()

    def may(self, role, operation):
        needed = operation.get("x-role")
        role = "operator" if role == "token" else role
        return needed is not None and ROLES.index(role) >= ROLES.index(needed)

    def operations(self):
        for path, operations in self.document["paths"].items():
            for method, operation in operations.items():
                if method != "parameters":
                    yield path, method.upper(), operation

    def test_every_operation_about_the_other_camera(self):
        """In the path, or in the query: 404 to the byte as of one that does not exist."""
        asked = 0
        for role, headers in self.people().items():
            for path, method, operation in self.operations():
                if not self.may(role, operation):
                    continue
                names = [p["name"] for p in operation.get("parameters", [])
                         if p.get("in") == "query"]
                if path.startswith("/api/v1/cameras/{id}"):
                    of = lambda camera, path=path: path.replace("{id}", camera)
                elif "camera" in names:
                    of = lambda camera, path=path: f"{path}?camera={camera}"
                else:
                    continue
                with self.subTest(operation["operationId"], role=role):
                    answer = self.ask(method, of("vault"), None, headers=headers)
                    self.check_error(answer, 404)
                    other = self.ask(method, of("fault"), None, headers=headers)
                    self.assertEqual(answer.body.replace(b"vault", b"fault"), other.body)
                    self.assertNotEqual(404, self.status(headers, method, of("yard"))
                                        if operation["operationId"] not in NOT_THERE else 200)
                    asked += 1
        self.assertGreater(asked, 40)

    def test_every_answer(self):
        """Nothing that can be read names the other camera; of an administrator all does."""
        seen = set()
        for role, headers in {**self.people(), "administrator": {
                "Cookie": self.daemon.cookie, "X-Lenswatch": "1"}}.items():
            for path, method, operation in self.operations():
                name = operation["operationId"]
                kinds = operation["responses"].get("200", {}).get("content", {})
                if method != "GET" or STREAMS & {kind.split(";")[0] for kind in kinds}:
                    continue
                for number in (str(self.events["vault"]), str(self.rows["vault"]), "yard", "all",
                               "both", "one", "cat", "tape"):
                    answer = self.ask(method, path.replace("{id}", number), headers=headers)
                    if b"vault" in answer.body and role == "administrator":
                        seen.add(name)
                    if role != "administrator":
                        self.assertNotIn(b"vault", answer.body, f"{role} {name} {number}")
                    if "{id}" not in path:
                        break
        self.assertLessEqual({"listCameras", "listEvents", "listOutbox", "getMetrics", "listRules",
                              "listActions", "getRule", "getAction", "getEvent"}, seen)

    def test_what_is_left(self):
        headers = self.people()["operator"]

        def get(path):
            return self.ask("GET", "/api/v1/" + path, headers=headers).json()

        self.assertEqual(["yard"], get("session")["cameras"])
        self.assertEqual(["yard"], [c["id"] for c in get("cameras")["cameras"]])
        self.assertEqual(1, get("status")["cameras"]["total"])
        self.assertEqual(1, get("status")["events_open"])
        self.assertEqual({"yard"}, {e["camera_id"] for e in get("events?limit=1")["events"]})
        self.assertEqual({"yard"}, {r["camera_id"] for r in get("outbox")["outbox"]})
        self.assertEqual(["cat"], [a["id"] for a in get("actions")["actions"]])
        self.assertEqual({"all": [], "both": ["yard"]},
                         {r["id"]: r["cameras"] for r in get("rules")["rules"]})
        self.assertIn('camera="yard"', self.ask("GET", "/metrics",
                                                headers=headers).body.decode())

    def test_of_events_and_rows(self):
        people = self.people()
        for role, headers in people.items():
            event = f"/api/v1/events/{self.events['vault']}"
            paths = [("GET", event + rest) for rest in
                     ("", "/start.jpg", "/reference.jpg", "/end.jpg")]
            if role != "viewer":
                row = f"/api/v1/outbox/{self.rows['vault']}"
                paths += [("PATCH", event), ("POST", row + "/cancel"), ("POST", row + "/retry"),
                          ("POST", "/api/v1/actions/tape/test")]
            for method, path in paths:
                body = {} if method != "GET" else None
                self.check_error(self.ask(method, path, body, headers=headers), 404)
            event = f"/api/v1/events/{self.events['yard']}"
            self.assertEqual(200, self.ask("GET", event + "/start.jpg", headers=headers).status)
        answer = self.ask("POST", "/api/v1/actions/cat/test", {"camera": "vault"},
                          headers=people["operator"])
        self.check_error(answer, 400)
        self.assertIn("there is no camera", answer.json()["error"])

    def read_stream(self, response, until):
        """What comes up to that text."""
        text, end = b"", time.monotonic() + PATIENCE_S
        while until not in text and time.monotonic() < end:
            piece = response.read1(4096)
            if not piece:
                break
            text += piece
        self.assertIn(until, text)
        return text

    def look_at(self, name, picture):
        """Shows the camera a picture that it has seen when this returns."""
        def seen():
            return self.daemon.camera(name)["status"]["frames_assessed"]

        before = seen()
        self.daemon.show(name, picture)
        eventually("the picture", lambda: seen() > before)

    def open_stream(self, headers, path="/api/v1/stream"):
        connection = self.daemon.connect()
        self.addCleanup(connection.close)
        connection.request("GET", path, headers=headers)
        return connection.getresponse()

    def test_streams(self):
        headers = self.people()["viewer"]
        stream = self.open_stream(headers)
        live = self.open_stream(headers, "/api/v1/cameras/yard/live.mjpeg")
        # There is news of both cameras, first of that which is not there.
        for picture in ("scene.png", "scene_defocus2.png"):
            self.look_at("vault", picture)
            self.look_at("yard", picture)
            text = self.read_stream(stream, b'"camera_id":"yard"')
            self.assertNotIn(b"vault", text)
        # What is taken away, or given, counts at once.
        self.ask("PATCH", USERS + "/viewer", {"cameras": ["vault"]}, "token")
        text = self.read_stream(stream, b"event: skipped")
        self.assertNotIn(b"vault", text)
        self.look_at("vault", "scene.png")
        self.read_stream(stream, b'"camera_id":"vault"')
        while live.read1(1 << 16):
            pass  # it ends
        self.check_error(self.ask("GET", "/api/v1/cameras/yard", headers=headers), 404)
        # A wall has the one window, and of the other the word that there is no such camera.
        wall = self.open_stream(headers, "/api/v1/live?cameras=yard*,vault*,fault*")
        kinds = {}
        while len(kinds) < 3:
            head = wall.read(8)
            kinds[head[0]] = head[1]
            wall.read(int.from_bytes(head[4:], "big"))
        self.assertEqual({0: GONE, 1: PICTURE, 2: GONE}, kinds)
        self.ask("POST", USERS + "/viewer/logout", by="token")
        self.read_stream(stream, b"event: expired")

    def test_a_camera_that_comes_back(self):
        """It is another one, which nobody was given."""
        headers = self.people()["viewer"]
        self.daemon.add_camera("hall", "/nowhere", enabled=False)
        self.ask("PATCH", USERS + "/viewer", {"cameras": ["yard", "hall"]}, "token")
        self.assertEqual(200, self.status(headers, "GET", "/api/v1/cameras/hall"))
        self.ask("DELETE", "/api/v1/cameras/hall", by="token")
        self.daemon.add_camera("hall", "/nowhere", enabled=False)
        self.assertEqual(404, self.status(headers, "GET", "/api/v1/cameras/hall"))
        self.ask("DELETE", "/api/v1/cameras/hall", by="token")


class Users(RoleCase):

    def test_life_of_a_user(self):
        made = self.make("ada", "viewer")
        self.assertTrue(made.pop("password_set"))
        self.assertEqual({"name": "ada", "role": "viewer", "cameras": None, "sessions": 0,
                          "tokens": 0, "used": None, "must_change": False,
                          "locked_until": None, "second_factor": False}, made)
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
        answer = self.ask("PATCH", USERS + "/ada", {"password": OTHER, "must_change": True},
                          "token")
        self.assertEqual((200, 0), (answer.status, answer.json()["tokens"]))
        self.check_error(self.ask("GET", "/api/v1/session", headers=bearer), 401)
        self.login("ada", status=401)
        cookie = self.login("ada", OTHER)
        self.check_must_change(cookie, "given")
        self.assertEqual(204, self.ask("DELETE", USERS + "/ada", by="token").status)
        self.check_error(self.as_session(cookie, "GET", "/api/v1/session"), 401)
        self.login("ada", status=401)

    def check_must_change(self, cookie, why):
        """Nothing but the password can be changed, and then all is as it was."""
        session = self.as_session(cookie, "GET", "/api/v1/session").json()
        self.assertEqual(why, session["must_change"])
        for method, path in (("GET", "/api/v1/cameras"), ("GET", "/api/v1/stream"),
                             ("POST", "/api/v1/tokens"), ("GET", "/metrics")):
            self.check_error(self.as_session(cookie, method, path, {}), 403)
        change = {"current": OTHER, "new": OTHER}
        self.check_error(self.as_session(cookie, "POST", "/api/v1/password", change), 400)
        change["new"] = PASSWORD
        self.assertEqual(204, self.as_session(cookie, "POST", "/api/v1/password", change).status)
        self.assertEqual(200, self.as_session(cookie, "GET", "/api/v1/cameras").status)
        self.assertIsNone(self.as_session(cookie, "GET", "/api/v1/session").json()["must_change"])

    def test_cameras_refused(self):
        for cameras in ("yard", [1], ["no-such"], {"yard": True}, [""], ['a","b']):
            self.check_error(self.ask("POST", USERS, {"name": "eve", "role": "viewer",
                                                      "password": PASSWORD, "cameras": cameras},
                                      "token"), 400)
        answer = self.ask("POST", USERS, {"name": "eve", "role": "administrator",
                                          "password": PASSWORD, "cameras": []}, "token")
        self.check_error(answer, 400)
        self.check_error(self.ask("PATCH", USERS + "/admin", {"cameras": []}, "token"), 400)

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
