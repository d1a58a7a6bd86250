# SPDX-License-Identifier: BSD-2-Clause
"""Recordings over real RTSP: around an event, always, by hand; what is on the disk plays."""

import json
import subprocess
import time
import unittest

from harness import DEMO_CAMERA, PATIENCE_S, DaemonTest, DemoCamera, eventually, seconds

# The demo camera sends a key frame each second.
KEY_S = 1.0


def probe(path):
    """What ffprobe says of a file: its stream, and the packets in it."""
    done = subprocess.run(
        ["ffprobe", "-v", "error", "-of", "json", "-show_streams", "-show_entries",
         "packet=pts_time,dts_time,flags", path], capture_output=True, text=True, check=False)
    if done.returncode != 0 or done.stderr.strip():
        raise AssertionError(f"ffprobe {path}: {done.stderr}")
    found = json.loads(done.stdout)
    return found["streams"][0], found["packets"]


def decodes(path):
    """Decodes all of it; whatever is wrong is an error. In the clip's own time base, since a busy
    camera's pictures may lie closer together than its frame rate says."""
    done = subprocess.run(["ffmpeg", "-v", "error", "-xerror", "-i", path, "-enc_time_base", "-1",
                           "-vsync", "passthrough", "-f", "null", "-"],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0 or done.stderr.strip():
        raise AssertionError(f"ffmpeg {path}: {done.stderr}")


@unittest.skipUnless(DEMO_CAMERA, "the demo camera was not built")
class Recording(DaemonTest):

    def start(self, *options, **settings):
        daemon = self.daemon()
        lens = self.camera(DemoCamera, *options)
        camera = daemon.add("Street", lens.url, timeout_s=5, **settings)
        daemon.wait_verdict(camera, "CLEAR")
        return daemon, lens, camera

    def recordings(self, daemon, camera, kind=None):
        found = daemon.get(f"/cameras/{camera}/recordings")["recordings"]
        return [r for r in found if not r["open"] and (kind is None or r["kind"] == kind)]

    def download(self, daemon, recording, name):
        status, data = daemon.request("GET", recording["path"])
        self.assertEqual(200, status)
        path = daemon.data.parent / name
        path.write_bytes(data)
        return str(path)

    def wait_recordings(self, daemon, camera, kind, count):
        def enough():
            found = self.recordings(daemon, camera, kind)
            return len(found) >= count and found
        return eventually(enough, f"{count} recordings of kind {kind}")

    def around_an_event(self, codec):
        daemon, lens, camera = self.start("--codec", codec, record="events", record_before_s=3,
                                          record_after_s=2)
        time.sleep(5)  # of health, which the first recording is to begin with
        lens.say("defocus")
        event = daemon.wait_event(camera, "defocus", ended=False)
        clip = self.wait_recordings(daemon, camera, "event", 1)[0]
        self.assertEqual(event["id"], clip["event_id"])
        path = self.download(daemon, clip, "clip.mp4")
        stream, packets = probe(path)
        self.assertEqual((codec, 640, 360), (stream["codec_name"].replace("hevc", "h265"),
                                             stream["width"], stream["height"]))
        self.assertTrue(packets[0]["flags"].startswith("K"), "it begins with a key frame")
        decodes(path)
        times = [float(p["dts_time"]) for p in packets]
        self.assertEqual(sorted(set(times)), times)
        # It begins 3 s before the event was stored, to one key frame, and goes on 2 s after.
        length = float(packets[-1]["pts_time"]) - float(packets[0]["pts_time"])
        self.assertGreater(length, 3 + 2 - 0.5)
        began = seconds(event["confirmed"]) - seconds(clip["start"])
        self.assertGreater(began, 3 - 0.5)
        self.assertLess(began, 3 + KEY_S + 1.5)
        lens.say("focus")
        daemon.wait_event(camera, "defocus", ended=True)
        self.wait_recordings(daemon, camera, "event", 2)

    def test_event_h264(self):
        self.around_an_event("h264")

    def test_event_h265(self):
        self.around_an_event("h265")

    def test_ranges(self):
        daemon, _, camera = self.start()
        self.assertEqual(204, daemon.request("POST", f"/api/v1/cameras/{camera}/record",
                                             {"seconds": 2})[0])
        clip = self.wait_recordings(daemon, camera, "manual", 1)[0]
        whole = daemon.request("GET", clip["path"])[1]
        self.assertEqual(clip["bytes"], len(whole))
        for text, expected in (("bytes=0-99", whole[:100]), ("bytes=100-", whole[100:]),
                               ("bytes=-50", whole[-50:]), ("bytes=10-999999999", whole[10:])):
            status, headers, data = daemon.ranged(clip["path"], text)
            self.assertEqual((206, expected), (status, data), text)
            self.assertTrue(headers["Content-Range"].endswith(f"/{len(whole)}"))
        status, headers, _ = daemon.ranged(clip["path"], "bytes=999999999-")
        self.assertEqual((416, f"bytes */{len(whole)}"), (status, headers["Content-Range"]))
        self.assertEqual(200, daemon.ranged(clip["path"], "bytes=9-3")[0])
        self.assertEqual(204, daemon.request("DELETE", clip["path"])[0])
        self.assertEqual(404, daemon.request("GET", clip["path"])[0])
        self.assertEqual([], self.recordings(daemon, camera))
        # A path in the place of a time leads nowhere.
        status, _ = daemon.request("GET", f"/api/v1/cameras/{camera}/recordings/file"
                                          "?start=../../store.db")
        self.assertEqual(400, status)

    def test_always_killed_and_resumed(self):
        """Segments follow one another without a gap; a killed daemon leaves what plays."""
        daemon, _, camera = self.start(record="always", record_segment_s=5)
        first = self.wait_recordings(daemon, camera, "always", 1)[0]
        eventually(lambda: daemon.get(f"/cameras/{camera}")["status"]["recording"]["kind"]
                   == "always", "the next segment")
        time.sleep(2.5)
        daemon.kill()
        daemon.start()
        found = self.wait_recordings(daemon, camera, "always", 2)
        for i, clip in enumerate(found[:2]):
            decodes(self.download(daemon, clip, f"segment-{i}.mp4"))
        _, packets = probe(self.download(daemon, first, "first.mp4"))
        length = float(packets[-1]["pts_time"])
        begun = seconds(found[1]["start"]) - seconds(first["start"])
        self.assertLess(abs(begun - length), 1.0, "the second begins where the first ends")

    def test_quota(self):
        """The oldest goes; where it may not, recording stops and says why."""
        daemon, _, camera = self.start(record="always", record_segment_s=5)
        first = self.wait_recordings(daemon, camera, "always", 1)[0]
        status, _ = daemon.request("PATCH", f"/api/v1/cameras/{camera}",
                                   {"record_quota_gb": 1.5 * first["bytes"] / 1e9})
        self.assertEqual(200, status)
        eventually(lambda: first["start"] not in
                   [r["start"] for r in self.recordings(daemon, camera)], "the oldest is gone")
        status, _ = daemon.request("PATCH", f"/api/v1/cameras/{camera}",
                                   {"record_overwrite": False})
        self.assertEqual(200, status)
        said = eventually(lambda: daemon.get(f"/cameras/{camera}")["status"]["recording"]["error"],
                          "why it does not record")
        self.assertIn("quota", said)
        kept = self.recordings(daemon, camera)
        self.assertNotEqual([], kept)

    def test_ended_by_hand(self):
        """Long before its time; and so is one whose mode is switched off."""
        daemon, _, camera = self.start()
        record = f"/api/v1/cameras/{camera}/record"
        self.assertEqual(204, daemon.request("POST", record, {"seconds": 3600})[0])

        def kind():
            return daemon.get(f"/cameras/{camera}")["status"]["recording"]["kind"]
        eventually(lambda: kind() == "manual", "it records by hand")
        self.assertEqual(204, daemon.request("POST", record, {"seconds": 0})[0])
        self.wait_recordings(daemon, camera, "manual", 1)
        daemon.request("PATCH", f"/api/v1/cameras/{camera}", {"record": "always"})
        eventually(lambda: kind() == "always", "it records")
        daemon.request("PATCH", f"/api/v1/cameras/{camera}", {"record": "off"})
        self.wait_recordings(daemon, camera, "always", 1)

    def test_schedule(self):
        """Whatever hour it is: every day, or none."""
        daemon, _, camera = self.start(record="always")

        def kind():
            return daemon.get(f"/cameras/{camera}")["status"]["recording"]["kind"]

        def schedule(recording):
            status, answer = daemon.request("PATCH", f"/api/v1/cameras/{camera}/arming",
                                            {"recording": recording})
            self.assertEqual(200, status, answer)
            return answer["records"]
        eventually(lambda: kind() == "always", "it records")
        self.assertFalse(schedule({"all": []}))
        self.wait_recordings(daemon, camera, "always", 1)
        self.assertIn("does not record", daemon.run("arming", "show", camera)[1])
        daemon.stop()
        daemon.start()
        daemon.wait_state(camera, "watching")
        self.assertIsNone(kind())
        self.assertTrue(schedule({"all": ["00:00-24:00"]}))
        eventually(lambda: kind() == "always", "it records")
        self.assertFalse(schedule({}))
        self.assertTrue(schedule(None))
        eventually(lambda: kind() == "always", "it records")
        status, answer = daemon.request("PATCH", f"/api/v1/cameras/{camera}/arming",
                                        {"recording": {"all": ["25:00-26:00"]}})
        self.assertEqual(400, status)

    def test_an_action_that_records(self):
        daemon, _, camera = self.start()
        self.assertEqual(201, daemon.request("POST", "/api/v1/actions", {
            "id": "clip", "kind": "recording", "settings": {"seconds": 3600}})[0])
        code, said = daemon.run("action", "test", "clip", "--camera", camera)
        self.assertEqual(0, code, said)
        self.assertIn(f"camera {camera}: records for 3600 s", said)
        eventually(lambda: daemon.get(f"/cameras/{camera}")["status"]["recording"]["kind"] ==
                   "manual", "it records")
        code, said = daemon.run("action", "test", "clip", "--camera", camera, "--end")
        self.assertIn("stops recording", said)
        self.wait_recordings(daemon, camera, "manual", 1)
        daemon.request("PATCH", "/api/v1/actions/clip", {"settings": {"cameras": ["nowhere"]}})
        code, said = daemon.run("action", "test", "clip")
        self.assertNotEqual(0, code)
        self.assertIn("nowhere", said)

    def test_capture(self):
        daemon, _, camera = self.start(capture_interval_s=1)
        found = self.wait_recordings(daemon, camera, "capture", 2)
        status, picture = daemon.request("GET", found[0]["path"])
        self.assertEqual((200, b"\xff\xd8"), (status, picture[:2]))

    def test_removed_with_the_camera(self):
        daemon, _, camera = self.start()
        daemon.request("POST", f"/api/v1/cameras/{camera}/record", {"seconds": 1})
        self.wait_recordings(daemon, camera, "manual", 1)
        folder = daemon.data / "recordings" / camera
        self.assertTrue(folder.is_dir())
        self.assertEqual(204, daemon.request("DELETE", f"/api/v1/cameras/{camera}")[0])
        eventually(lambda: not folder.exists(), "its recordings are gone", PATIENCE_S)

    def test_shell(self):
        daemon, _, camera = self.start()
        self.assertEqual(0, daemon.run("recording", "start", camera, "--seconds", "2")[0])
        clip = self.wait_recordings(daemon, camera, "manual", 1)[0]
        code, said = daemon.run("recording", "list", camera)
        self.assertEqual(0, code)
        self.assertIn(clip["start"], said)
        path = daemon.data.parent / "mine.mp4"
        self.assertEqual(0, daemon.run("recording", "get", camera, "--start", clip["start"],
                                       "--output", str(path))[0])
        decodes(str(path))
        code, said = daemon.run("recording", "get", camera, "--start", clip["start"],
                                "--output", str(path))
        self.assertNotEqual(0, code)
        self.assertIn("--output", said)
        self.assertEqual(0, daemon.run("recording", "remove", camera, "--start",
                                       clip["start"])[0])
        self.assertEqual([], self.recordings(daemon, camera))


if __name__ == "__main__":
    unittest.main()
