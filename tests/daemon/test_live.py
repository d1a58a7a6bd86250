# SPDX-License-Identifier: BSD-2-Clause
"""Live video over real RTSP: what the camera sends reaches a viewer at once, and plays."""

import http.client
import json
import re
import struct
import subprocess
import time
import unittest

from harness import DEMO_CAMERA, PATIENCE_S, DaemonTest, DemoCamera, eventually

TICKS_PER_S = 90000
# What a viewer may be behind the camera.
LATE_MAX_S = 2.0


def blurred_part(reading):
    """Of the tiles that can be judged."""
    known = [tile for tile in reading["tiles"] if tile is not None]
    return sum(known) / max(len(known), 1)


class Viewer:
    """Reads a live video as it comes."""

    def __init__(self, daemon, camera):
        self.connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=PATIENCE_S)
        self.connection.request("GET", f"/api/v1/cameras/{camera}/live.mp4",
                                headers=daemon.authorization())
        self.response = self.connection.getresponse()
        self.data = b""
        self.fragments = []  # (seconds of its first picture in the stream, monotonic when it came)

    def read(self, seconds):
        """Reads until the stream shows that time. False: it ended."""
        while not self.fragments or self.fragments[-1][0] < seconds:
            more = self.response.read1()
            if not more:
                return False
            start = max(len(self.data) - 16, 0)
            self.data += more
            for at in re.finditer(b"tfdt\1\0\0\0(?=.{8})", self.data[start:], re.S):
                ticks, = struct.unpack_from(">Q", self.data, start + at.end())
                fragment = (ticks / TICKS_PER_S, time.monotonic())
                if not self.fragments or fragment[0] > self.fragments[-1][0]:
                    self.fragments.append(fragment)
        return True

    def close(self):
        self.connection.close()


class Wall:
    """Reads the records of a wall."""

    KINDS = ["nothing", "type", "video", "picture", "gone"]

    def __init__(self, response):
        self.response = response
        self.seen = {}  # first of a kind, by window and kind

    def wait(self, window, kind):
        """The first record of that kind that came for the window since seen was cleared."""
        while (window, kind) not in self.seen:
            head = self.response.read(8)
            if len(head) < 8:
                raise AssertionError("the wall ended")
            which, what, size = struct.unpack(">BBxxI", head)
            data = self.response.read(size)
            if self.KINDS[what] == "type":
                self.seen.pop((which, "video"), None)  # was of the one before
            self.seen.setdefault((which, self.KINDS[what]), data)
        return self.seen[window, kind]

    def close(self):
        self.response.close()


@unittest.skipUnless(DEMO_CAMERA, "the demo camera was not built")
class Live(DaemonTest):

    def start(self, *options):
        daemon = self.daemon()
        lens = self.camera(DemoCamera, *options)
        camera = daemon.add("Street", lens.url, timeout_s=5)
        daemon.wait_verdict(camera, "CLEAR")
        return daemon, lens, camera

    def view(self, daemon, camera):
        viewer = Viewer(daemon, camera)
        self.addCleanup(viewer.close)
        return viewer

    def streams(self, daemon):
        return daemon.get("/status")["clients"]["streams"]

    def test_plays_and_is_not_late(self):
        daemon, _, camera = self.start()
        viewers = [self.view(daemon, camera), self.view(daemon, camera)]
        for viewer in viewers:
            self.assertEqual(200, viewer.response.status)
            self.assertRegex(viewer.response.headers["Content-Type"],
                             r'^video/mp4; codecs="avc1\.[0-9a-f]{6}"$')
            self.assertEqual("no-store", viewer.response.headers["Cache-Control"])
        viewer = viewers[0]
        self.assertTrue(viewer.read(3))
        shown, came = viewer.fragments[0]
        # Each picture is a fragment of its own, and none waits for the key frame after it.
        self.assertGreater(len(viewer.fragments), 15)
        late = [(at - came) - (media - shown) for media, at in viewer.fragments]
        self.assertLess(max(late), LATE_MAX_S)
        self.assertTrue(viewers[1].read(1))
        path = daemon.data.parent / "live.mp4"
        path.write_bytes(viewer.data[:viewer.data.rindex(b"moof") - 4])
        done = subprocess.run(["ffmpeg", "-v", "error", "-xerror", "-i", path, "-f", "null", "-"],
                              capture_output=True, text=True, check=False)
        self.assertEqual((0, ""), (done.returncode, done.stderr.strip()))
        for viewer in viewers:
            viewer.close()
        eventually(lambda: self.streams(daemon) == 0, "the places given back")

    def test_meter_follows_the_lens(self):
        daemon, lens, camera = self.start()
        before = daemon.state(camera)["frames_assessed"]
        with daemon.open(f"/api/v1/cameras/{camera}/meter") as meter:
            self.assertEqual("application/x-ndjson", meter.headers["Content-Type"])
            began = time.monotonic()
            readings = [json.loads(meter.readline()) for _ in range(6)]
            # They are sooner there than as many pictures would be judged by the watch.
            looked = daemon.state(camera)["frames_assessed"] - before
            self.assertLess(looked, 6, f"in {time.monotonic() - began} s")
            sharp = readings[-1]
            self.assertEqual("CLEAR", sharp["verdict"])
            self.assertEqual(sharp["tiles_x"] * sharp["tiles_y"], len(sharp["tiles"]))
            self.assertLessEqual(sharp["left_s"], 15 * 60)

            def reads(wanted):
                for line in meter:
                    reading = json.loads(line)
                    if reading["sharpness"] is not None and wanted(reading):
                        return reading
                raise AssertionError("the meter ended")

            lens.say("defocus")
            reads(lambda r: r["sharpness"] < sharp["sharpness"] / 2 and
                  blurred_part(r) > blurred_part(sharp) + 0.3)
            lens.say("focus")
            reads(lambda r: r["sharpness"] > 0.8 * sharp["sharpness"])
            self.few_meters(daemon, camera, open_now=1)
            lens.stop()
            reading = json.loads(meter.readline())
            while reading["sharpness"] is not None:
                reading = json.loads(meter.readline())
            self.assertEqual("no picture comes", reading["reason"])
        eventually(lambda: self.streams(daemon) == 0, "its place given back")

    def few_meters(self, daemon, camera, open_now):
        path = f"/api/v1/cameras/{camera}"
        meters = [daemon.open(path + "/meter") for _ in range(6 - open_now)]
        self.assertEqual(503, daemon.request("GET", path + "/meter")[0])
        status, answer = daemon.request("GET", path + "/sharpness")
        self.assertEqual(503, status)
        self.assertIn("close a focus meter", answer["hint"])
        for meter in meters:
            meter.close()
        eventually(lambda: daemon.request("GET", path + "/sharpness")[0] == 200,
                   "the places given back")

    def test_ends_with_the_camera(self):
        daemon, lens, camera = self.start()
        wall = Wall(daemon.open(f"/api/v1/live?cameras={camera},{camera}*,none&width=320"))
        self.addCleanup(wall.close)
        self.assertTrue(wall.wait(0, "type").startswith(b'video/mp4; codecs="avc1.'))
        self.assertEqual(b"ftyp", wall.wait(0, "video")[4:8])
        self.assertEqual(b"\xff\xd8\xff", wall.wait(1, "picture")[:3])
        self.assertEqual(b"", wall.wait(2, "gone"))
        viewer = self.view(daemon, camera)
        self.assertTrue(viewer.read(0.2))
        lens.stop()
        self.assertFalse(viewer.read(10000))
        daemon.wait_state(camera, "lost")
        lens = self.camera(DemoCamera)
        daemon.request("PATCH", f"/api/v1/cameras/{camera}", {"url": lens.url})
        # The wall goes on by itself.
        wall.seen.clear()
        wall.wait(0, "type")
        self.assertEqual(b"ftyp", wall.wait(0, "video")[4:8])
        wall.wait(1, "picture")
        viewer = self.view(daemon, camera)
        self.assertTrue(viewer.read(0.2))
        daemon.request("DELETE", f"/api/v1/cameras/{camera}")
        self.assertFalse(viewer.read(10000))
        wall.wait(0, "gone")
        wall.close()
        eventually(lambda: self.streams(daemon) == 0, "the place of the wall given back")

    def test_cameras_without_video(self):
        daemon = self.daemon()
        still = self.camera()
        camera = daemon.add("Yard", still.url)
        daemon.wait_verdict(camera, "CLEAR")
        status, answer = daemon.request("GET", f"/api/v1/cameras/{camera}/live.mp4")
        self.assertEqual(409, status)
        self.assertIn("sends pictures", answer["error"])
        self.assertIn("live.mjpeg", answer["hint"])
        self.assertEqual(404, daemon.request("GET", "/api/v1/cameras/none/live.mp4")[0])
        self.assertEqual(0, self.streams(daemon))


if __name__ == "__main__":
    unittest.main()
