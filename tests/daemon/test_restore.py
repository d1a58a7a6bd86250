# SPDX-License-Identifier: BSD-2-Clause
"""Back to a backup, while the daemon runs and while it does not; back to the defaults."""

import http.client
import json
import os
import shutil
import sqlite3
import unittest
from contextlib import closing
from pathlib import Path

from harness import PATIENCE_S, DaemonTest, eventually

PASSWORD = "Watch-the-gate-9"
NOWHERE = "http://127.0.0.1:9/none.jpg"
NETWORK = {"address_filter": True, "addresses_forbidden": "198.51.100.0/24",
           "trusted_proxies": "127.0.0.1"}


def cameras_in(path):
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        return sorted(name for (name,) in database.execute("select id from camera"))


class Restore(DaemonTest):

    def setUp(self):
        super().setUp()
        self.source = self.daemon()
        self.folder = Path(str(self.source.data) + ".backup")
        self.folder.mkdir()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.file = self.folder / "backup.db"
        status, answer = self.source.request("POST", "/api/v1/setup",
                                             {"user": "admin", "password": PASSWORD})
        self.assertEqual(201, status, answer)
        self.source.add("First", NOWHERE, enabled=False)

    def aside(self):
        return sorted(self.source.data.glob("lenswatch.db.before-*"))

    def ids(self):
        return sorted(camera["id"] for camera in self.source.get("/cameras")["cameras"])

    def ask(self, method, path, body=None, cookie=None, kind="application/json", forwarded=None):
        """As a browser does, or a proxy for one. The status, the answer and the cookie that it
        sets."""
        connection = http.client.HTTPConnection("127.0.0.1", self.source.port,
                                                timeout=PATIENCE_S)
        headers = {"X-Lenswatch": "1", "Content-Type": kind}
        if cookie:
            headers["Cookie"] = cookie
        if forwarded:
            headers["X-Forwarded-For"] = forwarded
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body)
        with closing(connection):
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return (answer.status, answer.read(),
                    answer.headers.get("Set-Cookie", "").split(";")[0])

    def login(self):
        status, answer, cookie = self.ask("POST", "/api/v1/session",
                                          {"user": "admin", "password": PASSWORD})
        self.assertEqual(200, status, answer)
        return cookie

    def back(self, is_new):
        """Waits until the daemon answers, and is another than it was."""
        def look():
            try:
                return is_new(json.loads(self.ask("GET", "/api/v1/setup")[1]))
            except (OSError, http.client.HTTPException):
                return False
        eventually(look, "the daemon is there again")

    def restored(self, path):
        """What the audit log of a database says of restores."""
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            return database.execute("select kind, result, user, via, target from audit"
                                    " where operation = 'restoreBackup' order by seq").fetchall()

    def test_from_the_shell(self):
        run = self.source.run
        self.source.request("PATCH", "/api/v1/settings", NETWORK)
        self.assertEqual(0, run("db", "backup", "--output", str(self.file))[0])
        self.source.request("PATCH", "/api/v1/settings", {"address_filter": False})
        self.source.add("Second", NOWHERE, enabled=False)
        status, text = run("db", "restore", str(self.file))
        self.assertEqual(2, status, text)
        self.assertIn("another lenswatch", text)
        self.source.stop()

        whole = self.file.read_bytes()
        cases = {"torn": whole[:len(whole) // 2], "text": b"no database", "empty": b""}
        damaged = bytearray(whole)
        damaged[4096:8192] = b"\xff" * 4096
        cases["damaged"] = bytes(damaged)
        database = self.source.data / "lenswatch.db"
        for name, data in cases.items():
            wrong = self.folder / name
            wrong.write_bytes(data)
            status, text = run("db", "restore", str(wrong))
            self.assertEqual(2, status, (name, text))
        newer = self.folder / "newer"
        shutil.copy(self.file, newer)
        with closing(sqlite3.connect(newer)) as changed:
            changed.execute("insert into version values (9999, 0, 'a later one')")
            changed.commit()
        status, text = run("db", "restore", str(newer))
        self.assertEqual(2, status, text)
        self.assertIn("version 9999", text)
        status, text = run("db", "restore", str(self.file))  # its filter keeps addresses out
        self.assertEqual(2, status, text)
        self.assertIn("--force", text)
        self.assertEqual(["first", "second"], cameras_in(database))
        self.assertEqual(["failed"] * 6 + ["refused"],
                         [result for _, result, *_ in self.restored(database)])
        self.assertEqual([], self.aside())

        status, text = run("db", "restore", str(self.file), "--force")
        self.assertEqual(0, status, text)
        self.assertEqual(["first"], cameras_in(database))
        self.assertEqual([["first", "second"]], [cameras_in(path) for path in self.aside()])
        for path in (database, self.aside()[0]):
            self.assertEqual(("change", "success", "local", "shell"), self.restored(path)[-1][:4])
            self.assertIn(f"{self.file} --force", self.restored(path)[-1][4])
        self.source.start()
        self.assertEqual(["first"], self.ids())
        self.check_network()
        self.reinforce()
        self.source.stop()
        for force in ((), ("--force",)):
            status, text = run("db", "restore", str(self.file), *force)
            self.assertEqual(2, status, text)
            self.assertIn("reinforcement", text)
        self.assertEqual(0, run("audit", "verify")[0])

    def test_by_the_api(self):
        cookie = self.login()
        status, backup, _ = self.ask("GET", "/api/v1/backup", cookie=cookie)
        self.assertEqual(200, status)
        self.file.write_bytes(backup)
        self.assertEqual(["first"], cameras_in(self.file))
        self.source.add("Second", NOWHERE, enabled=False)

        def check(data):
            status, answer, _ = self.ask("POST", "/api/v1/backup/check", data, cookie,
                                         "application/octet-stream")
            return status, json.loads(answer)

        for wrong in (b"no database", backup[:len(backup) // 2], b""):
            self.assertEqual(400, check(wrong)[0])
        self.assertFalse((self.source.data / "lenswatch.db.upload").exists())
        status, info = check(backup)
        self.assertEqual((200, 1, 1), (status, info["cameras"], info["users"]), info)
        self.assertEqual(["first", "second"], self.ids())

        def restore(**body):
            return self.ask("POST", "/api/v1/backup/restore", body, cookie)[0]

        self.assertEqual(403, restore(id=info["id"], password="Wrong-gate-1"))
        self.assertEqual(404, restore(id="1-1-1", password=PASSWORD))
        self.assertEqual(400, restore(id=info["id"]))
        self.assertEqual(["first", "second"], self.ids())
        self.assertEqual(202, restore(id=info["id"], password=PASSWORD))
        eventually(lambda: self.aside() and self.source.is_healthy(), "it is restored")
        self.assertEqual(["first"], eventually(self.ids_if_there, "the daemon is there again"))
        self.assertEqual([["first", "second"]], [cameras_in(path) for path in self.aside()])
        self.assertEqual(("success", "admin"), self.restored(self.aside()[0])[-1][1:3])
        self.assertIsNone(self.source.process.poll())
        # What came after the backup is not there any more, sessions among it; the password is.
        self.login()
        left = {path.name for path in self.source.data.glob("lenswatch.db.*")}
        self.assertEqual({self.aside()[0].name}, left)

    def ids_if_there(self):
        try:
            return self.ids()
        except (OSError, AssertionError, http.client.HTTPException):
            return None

    def test_killed_midway(self):
        """At each step of putting it in its place; one of both is whole, and the next start goes
        on."""
        self.assertEqual(0, self.source.run("db", "backup", "--output", str(self.file))[0])
        self.source.add("Second", NOWHERE, enabled=False)
        self.source.kill()
        database, staged = (self.source.data / name
                            for name in ("lenswatch.db", "lenswatch.db.restore"))
        # Beside it, with a log that was not yet written into the old one.
        self.assertTrue((self.source.data / "lenswatch.db-wal").stat().st_size > 0)
        shutil.copy(self.file, staged)
        os.link(database, str(database) + f".before-{int(staged.stat().st_mtime)}-1")
        # A copy that was not whole has another name, and is nothing.
        (self.source.data / "lenswatch.db.restore.abcdef").write_bytes(b"half")
        self.source.start()
        self.assertEqual(["first"], self.ids())
        self.assertEqual([["first", "second"]], [cameras_in(path) for path in self.aside()])
        self.assertFalse(staged.exists())

    def test_settings_to_their_defaults(self):
        self.source.request("PATCH", "/api/v1/settings", {"certificate_days": 7, **NETWORK})
        self.source.request("PATCH", "/api/v1/cameras/first", {
            "sensitivity": 90, "user": "viewer", "password": "camera-secret"})
        for path, body in (("/actions", {"id": "all", "kind": "snapshot"}),
                           ("/actions", {"id": "call", "kind": "http",
                                         "settings": {"url": "http://127.0.0.1:9/"}}),
                           ("/rules", {"id": "night", "actions": ["call"]})):
            self.source.request("POST", "/api/v1" + path, body)
        self.assertEqual(1, len(self.source.get("/rules")["rules"]))
        self.source.request("PATCH", "/api/v1/cameras/first/arming", {
            "days": {day: [] for day in ("mon", "tue")}})

        cookie = self.login()
        wrong = {"what": "settings", "password": "Wrong-gate-1"}
        self.assertEqual(403, self.ask("POST", "/api/v1/settings/reset", wrong, cookie)[0])
        self.assertEqual(1, self.source.run("settings", "restore")[0])
        self.assertEqual(7, self.source.get("/settings")["certificate_days"])
        status, answer, _ = self.ask("POST", "/api/v1/settings/reset",
                                     {"what": "settings", "password": PASSWORD}, cookie)
        self.assertEqual(200, status, answer)
        self.assertEqual(15, self.source.get("/settings")["certificate_days"])
        camera = self.source.get("/cameras/first")
        self.assertEqual(("First", NOWHERE, "viewer", True, 50), tuple(
            camera[name] for name in ("name", "url", "user", "has_password", "sensitivity")))
        self.assertEqual(([], []), (self.source.get("/actions")["actions"],
                                    self.source.get("/rules")["rules"]))
        self.assertEqual(["admin"], [user["name"] for user in self.source.get("/users")["users"]])
        self.check_network()
        self.assertEqual([], self.aside())

        # What the security reinforcement holds is no weaker for it.
        self.reinforce()
        self.source.request("PATCH", "/api/v1/settings", {"certificate_days": 7})
        self.assertEqual((0, ""), self.source.run("settings", "restore", "--yes"))
        settings = self.source.get("/settings")
        self.assertEqual((15, 12), (settings["certificate_days"], settings["password_length"]))
        self.assertTrue(self.source.get("/security/reinforcement")["enabled"])
        self.check_network()

    def check_network(self):
        settings = self.source.get("/settings")
        self.assertEqual(NETWORK, {name: settings[name] for name in NETWORK})

    def reinforce(self, enabled=True):
        status, answer = self.source.request("PATCH", "/api/v1/security/reinforcement",
                                             {"enabled": enabled})
        self.assertEqual(200, status, answer)

    def test_a_backup_is_no_way_around(self):
        """Neither around the security reinforcement nor around who may connect."""
        self.source.request("PATCH", "/api/v1/settings", NETWORK)
        self.assertEqual(0, self.source.run("db", "backup", "--output", str(self.file))[0])
        self.source.request("PATCH", "/api/v1/settings", {"address_filter": False})
        cookie = self.login()
        status, answer, _ = self.ask("POST", "/api/v1/backup/check", self.file.read_bytes(),
                                     cookie, "application/octet-stream")
        self.assertEqual(200, status, answer)
        checked = json.loads(answer)["id"]

        def restore(query=""):
            """From an address that the backup keeps out."""
            return self.ask("POST", "/api/v1/backup/restore" + query,
                            {"id": checked, "password": PASSWORD}, cookie,
                            forwarded="198.51.100.7")[:2]

        status, answer = restore()
        self.assertEqual(409, status, answer)
        self.assertIn("force", json.loads(answer)["hint"])
        self.reinforce()
        status, answer = self.source.request("POST", "/api/v1/backup/restore", {"id": checked})
        self.assertEqual(403, status, answer)
        self.assertIn("reinforcement", answer["error"])
        self.reinforce(False)
        self.assertFalse(self.source.get("/settings")["address_filter"])
        self.assertEqual(202, restore("?force=true")[0])
        eventually(lambda: self.aside() and self.source.is_healthy(), "it is restored")
        self.check_network()

    def test_everything_to_its_default(self):
        status, text = self.source.run("settings", "default", "--yes")
        self.assertEqual(0, status, text)
        self.back(lambda setup: not setup["activated"])
        self.assertEqual([["first"]], [cameras_in(path) for path in self.aside()])
        status, answer = self.source.request("POST", "/api/v1/setup",
                                             {"user": "admin", "password": PASSWORD})
        self.assertEqual(201, status, answer)
        self.assertEqual([], self.ids())


if __name__ == "__main__":
    unittest.main()
