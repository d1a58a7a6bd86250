# SPDX-License-Identifier: BSD-2-Clause
"""The main job over real RTSP: the demo camera loses focus, goes away, comes back."""

import unittest

from harness import DEMO_CAMERA, DaemonTest, DemoCamera, eventually, free_port

SECRET = "Sw0rdfish-and-chips"


@unittest.skipUnless(DEMO_CAMERA, "the demo camera was not built")
class Rtsp(DaemonTest):

    def watch(self, daemon, *options, **settings):
        """A demo camera and its id, once it is seen to be in focus."""
        lens = self.camera(DemoCamera, *options)
        camera = daemon.add("Street", lens.url, timeout_s=5, **settings)
        daemon.wait_verdict(camera, "CLEAR")
        return lens, camera

    def lose_focus(self, daemon, lens, camera):
        lens.say("defocus")
        event = daemon.wait_event(camera, "defocus", ended=False)
        lens.say("focus")
        daemon.wait_event(camera, "defocus", ended=True)
        for which in ("start", "reference", "end"):
            status, picture = daemon.request("GET", event["pictures"][which] or
                                             f"/api/v1/events/{event['id']}/{which}.jpg")
            self.assertEqual((200, b"\xff\xd8"), (status, picture[:2]), which)
        self.assertEqual(1, len(daemon.events(camera, "defocus")))

    def test_h264(self):
        daemon = self.daemon()
        self.lose_focus(daemon, *self.watch(daemon))

    def test_h265(self):
        daemon = self.daemon()
        self.lose_focus(daemon, *self.watch(daemon, "--codec", "h265"))

    def test_udp(self):
        daemon = self.daemon()
        self.watch(daemon, transport="udp")

    def test_plug_pulled(self):
        daemon = self.daemon()
        lens, camera = self.watch(daemon)
        lens.stop()
        status = daemon.wait_state(camera, "lost")
        self.assertTrue(status["reason"])
        daemon.wait_event(camera, "signal_lost", ended=False)
        lens.start()
        daemon.wait_state(camera, "watching")
        daemon.wait_event(camera, "signal_lost", ended=True)

    def test_stalls(self):
        """The connection stays, and nothing more comes through it."""
        daemon = self.daemon()
        lens, camera = self.watch(daemon)
        lens.say("stall")
        daemon.wait_state(camera, "lost")
        lens.say("resume")
        daemon.wait_state(camera, "watching")

    def password(self, scheme, right):
        daemon = self.daemon()
        lens = self.camera(DemoCamera, "--auth", scheme, user="viewer", password=SECRET)
        camera = daemon.add("Street", lens.url, user="viewer",
                            password=SECRET if right else "wr0ng-" + SECRET)
        if right:
            daemon.wait_state(camera, "watching")
        else:
            status = daemon.wait_state(camera, "lost")
            self.assertRegex(status["reason"].lower(), "password|401|unauthori")
        self.assertNotIn(SECRET, daemon.text())
        self.assertNotIn(SECRET, str(daemon.get("/cameras")))

    def test_digest(self):
        self.password("digest", right=True)

    def test_digest_wrong_password(self):
        self.password("digest", right=False)

    def test_basic(self):
        self.password("basic", right=True)

    def test_basic_wrong_password(self):
        self.password("basic", right=False)

    def test_stops_quickly(self):
        daemon = self.daemon()
        self.watch(daemon)
        self.assertLess(daemon.stop(), 5)

    def test_live_view(self):
        daemon = self.daemon()
        _, camera = self.watch(daemon)
        status, picture = daemon.request("GET", f"/api/v1/cameras/{camera}/snapshot.jpg")
        self.assertEqual((200, b"\xff\xd8"), (status, picture[:2]))
        with daemon.open(f"/api/v1/cameras/{camera}/live.mjpeg") as stream:
            self.assertIn("multipart/x-mixed-replace", stream.headers["Content-Type"])
            seen = b""

            def three_pictures():
                nonlocal seen
                seen += stream.read1(65536)
                return seen.count(b"\xff\xd8\xff") >= 3
            eventually(three_pictures, "three pictures in the live view")
        # Of what is at another address there is no picture yet.
        nobody = f"rtsp://127.0.0.1:{free_port()}/"
        answer, _ = daemon.request("PATCH", f"/api/v1/cameras/{camera}", {"url": nobody})
        self.assertEqual(200, answer)
        status = daemon.get(f"/cameras/{camera}")["status"]
        self.assertEqual((None, False), (status["picture_time"], status["live_video"]))


if __name__ == "__main__":
    unittest.main()
