# SPDX-License-Identifier: BSD-2-Clause
"""Scanning through the HTTP interface: begun, watched, ended, and what was found added."""

import socket
import unittest

from camera_dahua import Dahua
from camera_hikvision import Hikvision
from daemon import PICTURES, Daemon, DaemonCase, eventually

RIGHT = "p@ss:w/rd#1"
WRONG = "n0t-the-Password"
SCAN = "/api/v1/scan"


class Scan(DaemonCase):

    def setUp(self):
        self.picture = (PICTURES / "scene.png").read_bytes()
        self.blurred = (PICTURES / "scene_defocus2.png").read_bytes()

    def camera(self, kind, **more):
        camera = kind(rtsp_port=1, **{"picture": self.picture, **more})
        self.addCleanup(camera.close)
        return camera

    def order(self, *cameras, **more):
        return {"ranges": ["127.0.0.1"], "ports": ",".join(str(c.port) for c in cameras),
                "announce": False, "credentials": [
                    {"user": "admin", "password": WRONG},
                    {"user": "admin", "password": RIGHT}], **more}

    def start(self, order, status=202):
        answer = self.ask("POST", SCAN, order, "token")
        self.assertEqual(status, answer.status, answer.body)
        return answer.json()

    def look(self):
        answer = self.ask("GET", SCAN, by="token")
        for secret in (WRONG, RIGHT):
            self.assertNotIn(secret, answer.body.decode())
        return answer.json()

    def end(self, wanted="done"):
        eventually("the end of the scan", lambda: self.look()["state"] != "running")
        now = self.look()
        self.assertEqual((wanted, ""), (now["state"], now["error"]))
        self.assertIsNone(now["seconds_left"])
        self.assertTrue(now["started"] <= now["ended"])
        return now["found"]

    def add(self, *numbers):
        answer = self.ask("POST", SCAN + "/add", {"found": list(numbers)}, "token")
        self.assertEqual(200, answer.status, answer.body)
        return answer.json()["results"]

    def test_found_added_known_and_moved(self):
        camera = self.camera(Hikvision, picture=self.blurred)
        self.start(self.order(camera))
        found, = self.end()
        self.assertEqual(("Hikvision", "ok", "BLURRY", None, True), (
            found["camera"]["brand"], found["camera"]["state"], found["verdict"],
            found["camera_id"], found["can_be_added"]))
        self.assertEqual("127.0.0.1", found["address"])
        self.assertEqual(1, camera.bad_passwords)
        picture = self.ask("GET", f"{SCAN}/found/{found['id']}/picture.jpg", by="token")
        self.assertEqual(b"\xff\xd8\xff", picture.body[:3])
        results = self.add(found["id"], found["id"])
        self.assertEqual(["added", "known"], [r["result"] for r in results])
        name = results[0]["camera_id"]
        self.addCleanup(self.ask, "DELETE", "/api/v1/cameras/" + name, None, "token")
        added = self.daemon.camera(name)
        self.assertEqual(("admin", True, "hikvision", camera.url), (
            added["user"], added["has_password"], added["driver"], added["address"]))
        self.assertEqual(added["url"].replace("/101", "/102"), added["sub_url"])
        self.assertEqual(added["sub_url"], found["camera"]["sub_stream"])
        self.assertEqual(name, self.look()["found"][0]["camera_id"])
        elsewhere = self.camera(Hikvision)
        elsewhere.rtsp_port = 2
        self.start(self.order(elsewhere))
        again, = self.end()
        self.assertGreater(again["id"], found["id"])
        self.assertEqual(name, again["camera_id"])
        self.assertEqual(["failed", "moved"], [r["result"] for r in self.add(
            found["id"], again["id"])])
        moved = self.daemon.camera(name)
        self.assertEqual((elsewhere.url, "rtsp://127.0.0.1:2/Streaming/Channels/102"),
                         (moved["address"], moved["sub_url"]))

    def test_why_there_is_no_picture(self):
        camera = self.camera(Dahua, password="another", locks=False)
        self.start(self.order(camera))
        found, = self.end()
        self.assertEqual(("wrong password", False, False), (
            found["camera"]["state"], found["can_be_added"], found["has_picture"]))
        self.assertTrue(found["error"])
        self.assertEqual(404, self.ask("GET", f"{SCAN}/found/{found['id']}/picture.jpg",
                                       by="token").status)
        result, = self.add(found["id"])
        self.assertEqual("failed", result["result"])
        self.assertIn("wrong password", result["error"])

    def test_one_at_a_time_and_cancelled(self):
        camera = self.camera(Hikvision)
        with socket.create_server(("127.0.0.1", 0)) as silent:
            order = self.order(camera, timeout_s=200)
            order["ports"] += f",{silent.getsockname()[1]}"
            order["ranges"].append("127.0.0.2-127.0.0.250")
            self.assertEqual("running", self.start(order)["state"])
            self.check_error(self.ask("POST", SCAN, order, "token"), 409)
            for _ in range(2):
                self.assertEqual(200, self.ask("POST", SCAN + "/cancel", by="token").status)
            eventually("the end", lambda: self.look()["state"] == "cancelled")
            progress = self.look()["progress"]
            self.assertEqual(250, progress["addresses"])
            self.start(order)
            self.assertEqual(204, self.ask("DELETE", SCAN, by="token").status)
            now = self.look()
            self.assertEqual(("idle", [], []), (now["state"], now["found"], now["ranges"]))

    def test_wrong_orders(self):
        for order, said in (
                ({"ranges": "10.0.0.0/24"}, "array"), ({"ranges": [1]}, "strings"),
                ({"ranges": ["10.0.0.0/8"]}, "more than"), ({"ranges": ["10.0.0.0/15"]}, "131"),
                ({"ranges": ["no-such-host.invalid"]}, "no host"), ({"large": 1}, "true or false"),
                ({"ranges": ["::1"], "ports": "0"}, "port"), ({"port": "80"}, "port"),
                ({"ranges": ["::1"], "max_attempts": 0}, "max_attempts"),
                ({"ranges": ["::1"], "timeout_s": "5"}, "timeout_s"),
                ({"ranges": ["::1"], "credentials": [{"user": "a"}]}, "password"),
                ({"ranges": ["::1"], "credentials": [{"user": "", "password": WRONG}]}, "user")):
            with self.subTest(order):
                error = self.start(order, 400)
                self.assertIn(said, error["error"])
                self.assertNotIn(WRONG, error["error"] + error["hint"])
        self.check_error(self.ask("POST", SCAN + "/add", {"found": 1}, "token"), 400)

    def test_the_daemon_ends_in_the_middle_of_a_scan(self):
        daemon = Daemon()
        self.addCleanup(daemon.close)
        with socket.create_server(("127.0.0.1", 0)) as silent:
            order = {"ranges": ["127.0.0.1-127.0.0.250"], "announce": False,
                     "ports": str(silent.getsockname()[1]), "timeout_s": 300}
            self.assertEqual(202, daemon.ask("POST", SCAN, order, "token").status)
            daemon.stop()
        self.assertEqual(0, daemon.process.returncode, daemon.read_log())


if __name__ == "__main__":
    unittest.main()
