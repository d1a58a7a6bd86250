# SPDX-License-Identifier: BSD-2-Clause
"""Wrong passwords: no camera's account may be locked by us, however many streams it has."""

import re
import secrets
import socketserver
import sqlite3
import threading
import unittest
from contextlib import closing
from urllib.parse import quote

import scene
from camera_dahua import Dahua
from camera_hikvision import Hikvision
from camera_http import LOCKED_AFTER, Answer, Camera, md5
from harness import DaemonTest, eventually

RIGHT = "p@ss:w/rd#1"
WRONG = "n0t-the-Password"


class RtspGate(socketserver.ThreadingTCPServer):
    """RTSP that wants a user by Digest, and keeps books on passwords; there is no stream behind."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        gate = self
        self.wrong = self.asked = 0
        self.users = []

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                while request := gate.read(self.rfile):
                    self.wfile.write(gate.answer(*request).encode())

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @staticmethod
    def read(file):
        first = file.readline().decode().split()
        headers = {}
        while (line := file.readline().decode().strip()):
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        return (first[0], first[1], headers) if len(first) == 3 else None

    def answer(self, method, url, headers):
        number = headers.get("cseq", "0")
        if method == "OPTIONS":
            return f"RTSP/1.0 200 OK\r\nCSeq: {number}\r\nPublic: DESCRIBE, SETUP, PLAY\r\n\r\n"
        self.asked += 1
        given = headers.get("authorization")
        if given:
            part = dict(re.findall(r'(\w+)="([^"]*)"', given))
            want = md5(":".join([md5(f"admin:gate:{RIGHT}"), part["nonce"],
                                 md5(f"{method}:{part['uri']}")]))
            if part["response"] == want:
                return f"RTSP/1.0 404 Not Found\r\nCSeq: {number}\r\n\r\n"
            self.wrong += 1
        return (f"RTSP/1.0 401 Unauthorized\r\nCSeq: {number}\r\nWWW-Authenticate: Digest "
                f'realm="gate", nonce="{secrets.token_hex(8)}"\r\n\r\n')

    def close(self):
        self.shutdown()
        self.server_close()


class InQuery(Camera):
    """Wants user and password in the query, and asks for them in no other way."""

    open_paths = ("/",)

    def answer(self, handler, path, query, body, let_in):
        if (query.get("usr"), query.get("pwd")) != (self.user, self.password):
            return Answer("<CGI_Result><result>-2</result></CGI_Result>", kind="text/xml")
        return self.snapshot()


class Login(DaemonTest):

    def open(self, thing):
        self.addCleanup(thing.close)
        return thing

    def wait_wrong(self, daemon, *cameras):
        for camera in cameras:
            status = daemon.wait_status(camera, "wrong_password", True)
            self.assertEqual("lost", status["state"])
            self.assertIn("refuses the user name or the password", status["reason"])
            self.assertTrue(status["hint"])
            self.assertTrue(status["retry"])
            self.assertNotIn(WRONG, str(status))

    def change(self, daemon, camera, **settings):
        status, answer = daemon.request("PATCH", f"/api/v1/cameras/{camera}", settings)
        self.assertEqual(200, status, answer)

    def recorder(self, brand, path):
        """Eight channels of one host, each with a stream and an interface: all at once."""
        camera = self.open(brand(picture=scene.png(scene.pixels(0.7, 0))))
        daemon = self.daemon()
        settings = {"driver": "auto", "address": camera.url, "user": camera.user,
                    "password": WRONG, "timeout_s": 20}
        names = [daemon.add(f"Gate {i}", camera.url + path, channel=i + 1, **settings)
                 for i in range(8)]
        self.wait_wrong(daemon, *names)
        eventually(lambda: "refuses" in daemon.get(f"/cameras/{names[0]}/focus")["problem"],
                   "the interface says why")
        self.assertLess(camera.bad_passwords, LOCKED_AFTER)
        self.assertFalse(camera.locked)
        return camera, daemon, names

    def test_hikvision_is_not_locked(self):
        camera, daemon, names = self.recorder(Hikvision, "/ISAPI/Streaming/channels/101/picture")
        status, text = daemon.run("camera", "list")
        self.assertEqual(0, status)
        self.assertIn("wrong password", text)
        # The interface by hand does not send it once more.
        bad = camera.bad_passwords
        status, answer = daemon.request("GET", f"/api/v1/cameras/{names[0]}/device")
        self.assertEqual(503, status)
        self.assertIn("refuses", answer["error"])
        self.assertEqual(bad, camera.bad_passwords)
        # Another password is tried at once.
        self.change(daemon, names[0], password=RIGHT)
        status = daemon.wait_state(names[0], "watching")
        self.assertFalse(status["wrong_password"])
        eventually(lambda: daemon.get(f"/cameras/{names[0]}/focus")["driver"] == "hikvision",
                   "the interface is used, too")
        self.assertEqual(bad, camera.bad_passwords)

    def test_dahua_is_not_locked(self):
        self.recorder(Dahua, "/cgi-bin/snapshot.cgi?channel=1")

    def test_rtsp(self):
        gate = self.open(RtspGate())
        daemon = self.daemon()
        url = f"rtsp://127.0.0.1:{gate.server_address[1]}/stream"
        names = [daemon.add(f"Gate {i}", url, user="admin", password=WRONG) for i in range(8)]
        self.wait_wrong(daemon, *names)
        self.assertEqual(1, gate.wrong)
        # The same again, when somebody has had a look: at once, and once.
        self.change(daemon, names[0], enabled=False)
        daemon.wait_state(names[0], "disabled")
        self.change(daemon, names[0], enabled=True)
        self.wait_wrong(daemon, names[0])
        eventually(lambda: gate.wrong == 2, "it is tried again")
        self.change(daemon, names[0], password=RIGHT)
        status = daemon.wait_status(names[0], "wrong_password", False)
        self.assertEqual(2, gate.wrong)

    def test_password_in_the_url(self):
        """It is stored and answered nowhere in the open, and the camera gets it all the same."""
        camera = self.open(InQuery(picture=scene.png(scene.pixels(0.7, 0)), password=RIGHT))
        daemon = self.daemon()
        place = f"{camera.url}/snap.cgi?cmd=snap&usr=admin&pwd="
        name = daemon.add("Gate", place + quote(RIGHT, safe=""))
        daemon.wait_state(name, "watching")
        told = daemon.get(f"/cameras/{name}")
        url = f"{camera.url}/snap.cgi?cmd=snap&usr={{user}}&pwd={{password}}"
        self.assertEqual((url, "admin", True), (told["url"], told["user"], told["has_password"]))
        self.change(daemon, name, url=url, name="The gate")  # what was answered, sent back
        self.change(daemon, name, password=WRONG)
        status = daemon.wait_state(name, "lost")
        self.assertNotIn(WRONG, str(status))
        self.change(daemon, name, password=RIGHT)
        daemon.wait_state(name, "watching")
        self.assertTrue(camera.asked(quote(RIGHT, safe="")))
        daemon.stop()
        for secret in (RIGHT, quote(RIGHT, safe=""), WRONG):
            self.assertNotIn(secret, daemon.text())
            for file in daemon.data.glob("lenswatch.db*"):
                self.assertNotIn(secret.encode(), file.read_bytes())

    def test_password_in_a_url_of_before(self):
        camera = self.open(InQuery(picture=scene.png(scene.pixels(0.7, 0)), password=RIGHT))
        daemon = self.daemon()
        name = daemon.add("Gate", f"{camera.url}/snap.cgi?usr=admin")
        daemon.wait_state(name, "lost")
        daemon.stop()
        with closing(sqlite3.connect(daemon.data / "lenswatch.db")) as db:
            db.execute("update camera set settings = replace(settings, 'usr=admin', ?)",
                       (f"usr=admin&pwd={quote(RIGHT, safe='')}",))
            db.commit()
        daemon.start()
        daemon.wait_state(name, "watching")
        daemon.stop()
        with closing(sqlite3.connect(daemon.data / "lenswatch.db")) as db:
            self.assertIn("pwd={password}", db.execute("select settings from camera").fetchone()[0])
        daemon.start()
        daemon.wait_state(name, "watching")

    def test_changed_on_the_camera(self):
        """It was right, and is not any more."""
        camera = self.open(Hikvision(picture=scene.png(scene.pixels(0.7, 0))))
        daemon = self.daemon()
        path = "/ISAPI/Streaming/channels/101/picture"
        name = daemon.add("Gate", camera.url + path, user="admin", password=RIGHT,
                          driver="hikvision", address=camera.url, interval_s=0.5)
        daemon.wait_state(name, "watching")
        eventually(camera.listeners, "its events are listened to")
        camera.password = "another"
        camera.forget_nonces()
        self.wait_wrong(daemon, name)
        self.assertLess(camera.bad_passwords, LOCKED_AFTER)


if __name__ == "__main__":
    unittest.main()
