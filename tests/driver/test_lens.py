# SPDX-License-Identifier: BSD-2-Clause
"""What the drivers do beyond pictures: events, lens, presets, outputs, own detection."""

import errno
import json
import os
import subprocess
import time
import unittest

from camera_axis import Axis
from camera_dahua import Dahua
from camera_hikvision import Hikvision
from camera_onvif import Onvif
from device import HANGS_S, PROBE, DeviceTest


class Events(DeviceTest):
    def listen(self, camera, count, speak):
        """`count` events, of those that speak() makes the camera say once somebody listens."""
        self.open(camera)
        probe = subprocess.Popen([PROBE, "events", camera.url, f"user={camera.user}",
                                  f"amount={count}"], stdout=subprocess.PIPE, text=True,
                                 env={**os.environ, "PROBE_PASSWORD": camera.password})
        try:
            self.assertEqual(probe.stdout.readline(), "begun\n")
            until = time.monotonic() + HANGS_S
            while not (camera.listeners() or getattr(camera, "subscribed", False)):
                self.assertLess(time.monotonic(), until)
                time.sleep(0.02)
            speak()
            answer = json.loads(probe.communicate(timeout=HANGS_S)[0])
        finally:
            probe.kill()
            probe.wait()
            probe.stdout.close()
        self.assertEqual((answer["code"], answer["message"]), (0, ""))
        return [(e["condition"], e["code"], e["active"], e["pulse"], e["channel"])
                for e in answer["events"]]

    def test_hikvision(self):
        camera = Hikvision()

        def speak():
            both = camera.alert("defocus") + camera.alert("defocus", "inactive", 0)
            camera.say(both)  # in one packet
            camera.say(b"--boundary\r\nContent-Type: image/jpeg\r\nContent-Length: 4\r\n\r\n"
                       b"\xff\xd8\xff\xd9\r\n")
            for half in (camera.alert("shelteralarm")[:200], camera.alert("shelteralarm")[200:]):
                camera.say(half)
            camera.say(camera.alert("VMD") + camera.alert("scenechangedetection", channel=2))
        self.assertEqual(self.listen(camera, 5, speak), [
            ("defocus", "defocus", True, False, 1), ("defocus", "defocus", False, False, 1),
            ("covered", "shelteralarm", True, False, 1), ("", "vmd", True, False, 1),
            ("scene_changed", "scenechangedetection", True, False, 2)])

    def test_dahua(self):
        for end in ("\r\n", "\n"):
            camera = Dahua(line_end=end)

            def speak(camera=camera):
                camera.say(camera.event("VideoUnFocus") + camera.event("VideoUnFocus", "Stop"))
                camera.say(b"--myboundary\r\nContent-Type: text/plain\r\nContent-Length:9\r\n\r\n"
                           b"Heartbeat\r\n\r\n")
                data = '{\n  "Id" : [ "action=Stop" ]\n}'
                camera.say(camera.event("VideoBlind", "Start", 1, data))
                camera.say(camera.event("VideoAbnormalDetection", "Pulse"))
            with self.subTest(end):
                self.assertEqual(self.listen(camera, 4, speak), [
                    ("defocus", "VideoUnFocus", True, False, 1),
                    ("defocus", "VideoUnFocus", False, False, 1),
                    ("covered", "VideoBlind", True, False, 2),
                    ("scene_changed", "VideoAbnormalDetection", True, True, 1)])

    def test_onvif(self):
        for more in ({}, {"digest": True}):
            camera = Onvif(**more)

            def speak(camera=camera):
                camera.event("VideoSource/ImageTooBlurry/ImagingService")
                camera.event("VideoSource/MotionAlarm")
                camera.event("VideoSource/GlobalSceneChange/AnalyticsService", "false",
                             "Initialized")
                camera.event("VideoSource/SignalLoss", "1")
                camera.event("VideoSource/ImageTooDark/RecordingService", "true", "Deleted")
            with self.subTest(more):
                self.assertEqual([(c, active) for c, _, active, _, _ in
                                  self.listen(camera, 4, speak)],
                                 [("defocus", True), ("scene_changed", False),
                                  ("signal_lost", True), ("too_dark", False)])
                self.assertFalse(camera.subscribed)  # it said goodbye

    def test_wrong_password(self):
        for camera in (Hikvision(), Dahua(), Axis(), Onvif(), Onvif(digest=True)):
            with self.subTest(type(camera).__name__):
                self.fails(errno.EACCES, "refuses", "events", self.open(camera).url,
                           password="not this one", amount=1)
                self.assertEqual(camera.bad_passwords, 1)


class Lens(DeviceTest):
    def focus(self, camera, what, amount=0.0):
        return self.works("focus", camera.url, what=what, amount=amount).get("position")

    def test_hikvision(self):
        camera = self.open(Hikvision())
        self.focus(camera, "auto")
        self.focus(camera, "reset")
        self.assertEqual((camera.focused, camera.lens_resets), (1, 1))
        self.focus(camera, "near", 0.02)
        self.focus(camera, "far", 0.02)
        self.assertEqual(camera.moves, [-60, 0, 60, 0])
        self.fails(errno.ENOTSUP, "cannot move its lens so", "focus", camera.url, what="to")

    def test_hikvision_without(self):
        camera = self.open(Hikvision(has_lens=False))
        self.fails(errno.ENOTSUP, "cannot do that", "focus", camera.url, what="auto")

    def test_positions(self):
        for camera in (Dahua(), Axis(), Onvif()):
            with self.subTest(type(camera).__name__):
                self.open(camera)
                self.assertAlmostEqual(self.focus(camera, "to", 0.25), 0.25, 3)
                self.assertAlmostEqual(self.focus(camera, "far", 0.5), 0.75, 3)
                self.assertAlmostEqual(self.focus(camera, "far", 0.5), 1, 3)
                self.assertAlmostEqual(self.focus(camera, "near", 0.4), 0.6, 3)
                self.assertAlmostEqual(self.focus(camera, "auto"), 0.62, 3)
                self.assertEqual(camera.focused, 1)

    def test_a_lens_that_says_ok_and_stays(self):
        """There are such; it is told again, but not for ever."""
        class Lazy(Dahua):
            told = 0
            obeys_after = 3

            def video_input(self, action, query):
                if action == "adjustFocus":
                    self.told += 1
                    if self.told < self.obeys_after:
                        return self.lines("OK")
                return super().video_input(action, query)
        camera = self.open(Lazy())
        self.assertAlmostEqual(self.focus(camera, "to", 0.3), 0.3, 3)
        self.assertEqual(camera.told, 3)
        camera = self.open(Lazy(obeys_after=99))
        self.fails(errno.EIO, "does not move", "focus", camera.url, what="to", amount=0.3)
        self.assertEqual(camera.told, 4)

    def test_zoom_stays(self):
        camera = self.open(Dahua())
        camera.zoom = 0.31
        self.focus(camera, "to", 0.9)
        self.assertTrue(camera.asked("adjustFocus&focus=0.9000&zoom=0.3100"))

    def test_without(self):
        for camera in (Axis(has_optics=False), Onvif(has_focus=False)):
            with self.subTest(type(camera).__name__):
                answer = self.ask("focus", self.open(camera).url, what="to", amount=0.5)
                self.assertIn(answer["code"], (-errno.ENOTSUP, -errno.ENOENT))


class Presets(DeviceTest):
    def test_list_and_go(self):
        for camera, listed, go, want in (
                (Hikvision(), [["1", "Gate"]], "1", 1),
                (Dahua(), [["1", "Gate"], ["4", "Yard, far"]], "4", 4),
                (Axis(), [["1", "Home"], ["4", "Yard, far=left"]], "4", 4),
                (Onvif(), [["1", "Gate"], ["7", "Yard"]], "7", "7")):
            with self.subTest(type(camera).__name__):
                answer = self.works("presets", self.open(camera).url, what=go)
                self.assertEqual(answer["list"], listed)
                self.assertEqual(camera.preset, want)

    def test_where_it_stands(self):
        dahua, onvif = self.open(Dahua()), self.open(Onvif())
        self.fails(errno.ENOENT, "on no preset", "preset", dahua.url)
        dahua.preset = 4
        self.assertEqual(4, self.works("preset", dahua.url)["preset"])
        for view, number in (((0.1, 0.2, 0), 1), ((-0.502, 0.249, 0.51), 7)):
            onvif.view = view
            self.assertEqual(number, self.works("preset", onvif.url)["preset"])
        onvif.moves = "MOVING"
        self.fails(errno.ENOENT, "moves", "preset", onvif.url)
        onvif.moves, onvif.view = "IDLE", (0.1, 0.2, 0.5)
        self.fails(errno.ENOENT, "on no preset", "preset", onvif.url)
        onvif.view = ("NaN", "x", 0)
        self.fails(errno.ENOTSUP, "", "preset", onvif.url)
        self.fails(errno.ENOTSUP, "", "preset", self.open(Hikvision()).url)

    def test_no_token_leads_elsewhere(self):
        for camera in (Hikvision(), Dahua(), Axis()):
            self.fails(errno.EINVAL, "numbers", "presets", self.open(camera).url,
                       what="1/../../System/reboot")


class Ptz(DeviceTest):
    def test_turns_and_stops(self):
        part = "sub&amp;1"  # the profile that can be turned is not the largest
        for camera, way, told in (
                (Hikvision(has_ptz=True), "0.5,-1,0", [(50, -100, 0), (0, 0, 0)]),
                (Hikvision(has_ptz=True), "0,0,-0.2", [(0, 0, -20), (0, 0, 0)]),
                (Dahua(has_ptz=True), "-0.5,0.3,0",
                 [("start", "LeftUp", 3, 4), ("stop", "LeftUp", 0, 0)]),
                (Dahua(has_ptz=True), "0,-1,0", [("start", "Down", 0, 8), ("stop", "Down", 0, 0)]),
                (Dahua(has_ptz=True), "0,0,0.1",
                 [("start", "ZoomTele", 0, 1), ("stop", "ZoomTele", 0, 0)]),
                (Axis(has_ptz=True), "1,0.25,-0.5", [("100,25", "-50"), ("0,0", "0")]),
                (Onvif(has_ptz=True), "0.5,-0.25,0", [(part, 0.5, -0.25, None), (part, "stop")]),
                (Onvif(has_ptz=True, media2=False), "0,0,1",
                 [(part, None, None, 1), (part, "stop")])):
            with self.subTest(f"{type(camera).__name__} {way}"):
                answer = self.works("ptz", self.open(camera).url, what=way)
                self.assertEqual((True, True, True),
                                 (answer["move"], answer["zoom"], answer["save"]))
                self.assertEqual(told, camera.turned)
                self.fails(errno.EINVAL, "speed", "ptz", camera.url, what="2,0,0")

    def test_one_that_stands_still(self):
        for camera in (Hikvision(), Dahua(), Axis(), Onvif()):
            with self.subTest(type(camera).__name__):
                answer = self.works("ptz", self.open(camera).url)
                self.assertEqual((False, False, False),
                                 (answer["move"], answer["zoom"], answer["save"]))

    def test_keeps_where_it_looks(self):
        for camera, name, saved in (
                (Hikvision(has_ptz=True), "Yard & <gate>", {"2": "Yard &amp; &lt;gate&gt;"}),
                (Hikvision(has_ptz=True), "Gate", {"1": "Gate"}),
                (Dahua(has_ptz=True), "Pond & co", {1: "Gate", 2: "Pond & co", 4: "Yard, far"}),
                (Axis(has_ptz=True), "Pond & co", ["Pond & co"]),
                (Onvif(has_ptz=True), "Pond", [("Pond", None)]),
                (Onvif(has_ptz=True), "Yard", [("Yard", "7")])):
            with self.subTest(f"{type(camera).__name__} {name}"):
                self.works("ptz", self.open(camera).url, what=name)
                self.assertEqual(saved, camera.saved)


class Outputs(DeviceTest):
    def switch(self, camera, token, on):
        return self.works("outputs", camera.url, what=token, amount=int(on))["list"]

    def test_hikvision(self):
        camera = self.open(Hikvision())
        self.assertEqual(self.switch(camera, "2", True), [["1", -1], ["2", -1]])
        self.assertEqual(camera.outputs, {1: "low", 2: "high"})
        self.switch(camera, "2", False)
        self.assertEqual(camera.outputs[2], "low")

    def test_dahua(self):
        camera = self.open(Dahua())
        self.switch(camera, "1", True)
        self.assertEqual(self.switch(camera, "0", False), [["0", 0], ["1", 1]])

    def test_axis(self):
        camera = self.open(Axis())
        self.assertEqual(self.switch(camera, "1", True), [["1", 0]])
        self.assertTrue(camera.active)

    def test_onvif(self):
        camera = self.open(Onvif())
        self.assertEqual(self.switch(camera, "Relay_1", True), [["Relay_1", -1]])
        self.assertEqual(camera.relay, "active")


class OwnDetection(DeviceTest):
    def test_read_and_set(self):
        for camera in (Hikvision(), Dahua()):
            with self.subTest(type(camera).__name__):
                url = self.open(camera).url
                answer = self.works("defocus", url)
                self.assertEqual((answer["enabled"], answer["sensitivity"]), (False, 50))
                answer = self.works("defocus", url, amount=77)
                self.assertEqual((answer["enabled"], answer["sensitivity"]), (True, 77))
                answer = self.works("defocus", url, amount=-1)
                self.assertEqual((answer["enabled"], answer["sensitivity"]), (False, 77))

    def test_without(self):
        for camera in (Hikvision(has_defocus=False), Dahua(has_defocus=False), Axis(), Onvif()):
            with self.subTest(type(camera).__name__):
                self.fails(errno.ENOTSUP, "look for defocus", "defocus", self.open(camera).url)


if __name__ == "__main__":
    unittest.main()
