# SPDX-License-Identifier: BSD-2-Clause
"""Live video over real RTSP: what the camera sends reaches a viewer at once, and plays."""

import http.client
import json
import re
import struct
import subprocess
import time
import unittest
from pathlib import Path

from harness import DEMO_CAMERA, PATIENCE_S, DaemonTest, DemoCamera, eventually

TICKS_PER_S = 90000
# What a viewer may be behind the camera.
LATE_MAX_S = 2.0


def blurred_part(reading):
    """Of the tiles that can be judged."""
    known = [tile for tile in reading["tiles"] if tile is not None]
    return sum(known) / max(len(known), 1)


def connections_to(port):
    """How many there are to a server at that port of this machine."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(row[1].endswith(f":{port:04X}") and row[3] == "01" for row in rows)


def first_part(live):
    """The first picture of a motion JPEG."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += live.read(1)
    return live.read(int(re.search(rb"Content-Length: (\d+)", head).group(1)))


class Viewer:
    """Reads a live video as it comes."""

    def __init__(self, daemon, camera, query=""):
        self.connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=PATIENCE_S)
        self.connection.request("GET", f"/api/v1/cameras/{camera}/live.mp4{query}",
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

    def view(self, daemon, camera, query=""):
        viewer = Viewer(daemon, camera, query)
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
        # In its own time base: a busy camera's pictures may lie closer than its frame rate says.
        done = subprocess.run(["ffmpeg", "-v", "error", "-xerror", "-i", path, "-enc_time_base",
                               "-1", "-vsync", "passthrough", "-f", "null", "-"],
                              capture_output=True, text=True, check=False)
        self.assertEqual((0, ""), (done.returncode, done.stderr.strip()))
        for viewer in viewers:
            viewer.close()
        eventually(lambda: self.streams(daemon) == 0, "the places given back")

    def size_of(self, daemon, data):
        """Width and height of the video or the picture."""
        path = daemon.data.parent / "shown"
        path.write_bytes(data)
        shown = subprocess.run(
            ["ffprobe", "-v", "error", "-select_streams", "v", "-show_entries",
             "stream=width,height", "-of", "csv=p=0", path], capture_output=True, text=True,
            check=True).stdout
        return tuple(int(number) for number in shown.split()[0].split(",")[:2])

    def test_sub_stream(self):
        """Another stream of the same camera, of another size, and only while somebody looks."""
        daemon, lens, camera = self.start()
        sub = self.camera(DemoCamera, "--width", "320", "--height", "180", user="viewer",
                          password="sub secret")
        path = f"/api/v1/cameras/{camera}"
        sizes = {"?stream=main": (640, 360), "?stream=sub": (320, 180)}
        status, answer = daemon.request("GET", path + "/live.mp4?stream=sub")
        self.assertEqual((409, True), (status, "no sub stream" in answer["error"]))
        self.assertEqual(400, daemon.request("GET", path + "/live.mp4?stream=third")[0])
        url = sub.url.replace("rtsp://", "rtsp://viewer:sub%20secret@")
        self.assertEqual(200, daemon.request("PATCH", path, {"sub_url": url})[0])
        shown = json.dumps(daemon.get(f"/cameras/{camera}"))
        self.assertNotIn("secret", shown)
        self.assertIn(f'"sub_url": "{sub.url}"', shown)
        self.assertEqual(0, connections_to(sub.port))
        for query, size in sizes.items():
            of_sub = query == "?stream=sub"
            viewers = [self.view(daemon, camera, query) for _ in range(2 if of_sub else 1)]
            for viewer in viewers:
                self.assertEqual(200, viewer.response.status)
                self.assertTrue(viewer.read(0.2))
                self.assertEqual(size, self.size_of(daemon, viewer.data))
            if of_sub:
                with daemon.open(path + "/live.mjpeg" + query) as live:
                    self.assertEqual(size, self.size_of(daemon, first_part(live)))
                self.assertEqual(1, connections_to(sub.port))
            for viewer in viewers:
                viewer.close()
        eventually(lambda: connections_to(sub.port) == 0, "the sub stream is closed")
        wall = Wall(daemon.open(f"/api/v1/live?cameras={camera},{camera}*&stream=sub"))
        self.addCleanup(wall.close)
        wall.wait(0, "video")
        self.assertEqual((320, 180), self.size_of(daemon, wall.wait(1, "picture")))
        # The main stream takes the place of one that is not to be had.
        sub.stop()
        wall.seen.clear()
        eventually(lambda: self.size_of(daemon, self.next_of(wall, 1)) == (640, 360),
                   "the main stream instead")
        self.assertNotEqual("", daemon.state(camera)["sub_problem"])
        status, answer = daemon.request("GET", path + "/live.mp4?stream=sub")
        self.assertEqual((503, True), (status, "the sub stream" in answer["error"]))
        self.assertNotIn("secret", daemon.text())

    @staticmethod
    def next_of(wall, window):
        wall.seen.pop((window, "picture"), None)
        return wall.wait(window, "picture")

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
