# SPDX-License-Identifier: BSD-2-Clause
"""Cameras with an interface of their own: the lens that is moved, the events they report."""

import json
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import scene
from camera_dahua import Dahua
from camera_hikvision import Hikvision
from harness import DEMO_CAMERA, DaemonTest, DemoCamera, eventually, free_port

# Pixels of blur for a lens that is off by the whole range.
BLUR_RANGE_PX = 14


class Scene:
    """What a camera sees through its lens, wherever that is."""

    def __init__(self):
        self.served = 0
        self.camera = None

    def __call__(self):
        off = abs(self.camera.focus - self.camera.sharpest)
        radius = 0.65 + round(BLUR_RANGE_PX * off, 1)
        self.served += 1
        return picture(radius, self.served % 3)


def picture(radius, number, made={}):
    if (radius, number) not in made:
        made[radius, number] = scene.png(scene.pixels(radius, number))
    return made[radius, number]


class LensTest(DaemonTest):

    def start(self, brand=Dahua, settings=None, **more):
        view = Scene()
        camera = brand(picture=view, **more)
        view.camera = camera
        self.addCleanup(camera.close)
        daemon = self.daemon()
        path = "/cgi-bin/snapshot.cgi?channel=1" if brand is Dahua else \
            "/ISAPI/Streaming/channels/101/picture"
        settings = {"driver": "auto", "address": camera.url, "user": camera.user,
                    "password": camera.password, "tls_verify": False, "timeout_s": 5,
                    **(settings or {})}
        return camera, daemon, daemon.add("Gate", camera.url + path, **settings)

    def lens(self, daemon, camera_id):
        return daemon.get(f"/cameras/{camera_id}/focus")

    def done(self, daemon, event):
        """What its actions did, at its start and its end."""
        rows = daemon.get(f"/outbox?event={event['id']}&state=done")["outbox"]
        return rows if len(rows) == 2 else None

    def wait_heard(self, camera):
        eventually(camera.listeners, "the camera is listened to")

    def wait_reached(self, daemon, camera_id):
        return eventually(lambda: self.lens(daemon, camera_id)["driver"], "the driver is known")


class Lens(LensTest):
    def test_sweep_finds_the_sharpest_position(self):
        camera, daemon, gate = self.start()
        camera.focus = 0.1
        self.wait_reached(daemon, gate)
        status, text = daemon.run("camera", "focus", gate, "--sweep", "--format", "json")
        self.assertEqual(0, status, text)
        answer = json.loads(text[text.index("{"):])
        self.assertAlmostEqual(camera.focus, camera.sharpest, delta=0.04)
        self.assertAlmostEqual(answer["position"], camera.focus, 3)
        self.assertEqual(answer["message"], "sharper than before")
        self.assertGreater(answer["after"], 2 * answer["before"])
        self.assertGreaterEqual(len(answer["curve"]), 12)
        best = max(answer["curve"], key=lambda point: point["sharpness"])
        self.assertAlmostEqual(best["position"], camera.focus, 3)

    def test_by_hand(self):
        camera, daemon, gate = self.start()
        self.wait_reached(daemon, gate)
        status, text = daemon.run("camera", "focus", gate, "--near", "--amount", "0.2")
        self.assertEqual(0, status, text)
        self.assertIn("less sharp than before; the lens is at 0.300", text)
        self.assertAlmostEqual(camera.focus, 0.3, 3)
        status, text = daemon.run("camera", "focus", gate, "--auto")
        self.assertEqual(0, status, text)
        self.assertIn("sharper than before; the lens is at 0.620", text)
        status, text = daemon.run("camera", "focus", gate, "--reset")
        self.assertNotEqual(0, status)
        self.assertIn("cannot move its lens so", text)
        for wrong in (("--auto", "--near"), (), ("--near", "--amount", "2")):
            self.assertNotEqual(0, daemon.run("camera", "focus", gate, *wrong)[0])
        for wrong in ({}, {"do": "dance"}, {"do": "near", "amount": 0}, {"do": "near", "x": 1}):
            self.assertEqual(400, daemon.request("POST", f"/api/v1/cameras/{gate}/focus",
                                                 wrong)[0])

    def test_without_events(self):
        """A camera that refuses to tell of its events: its lens moves all the same."""
        camera, daemon, gate = self.start(has_events=False)
        eventually(lambda: camera.asked("eventManager"), "it was asked")
        status, text = daemon.run("camera", "focus", gate, "--near", "--amount", "0.1")
        self.assertEqual(0, status, text)
        self.assertAlmostEqual(camera.focus, 0.4, 3)

    def test_no_driver(self):
        camera, daemon, gate = self.start(settings={"driver": "none"})
        status, text = daemon.run("camera", "focus", gate, "--auto")
        self.assertNotEqual(0, status)
        self.assertIn("--driver auto", text)
        self.assertEqual([], camera.asked("magicBox"))

    def test_refocuses_by_itself(self):
        camera, daemon, gate = self.start(settings={"refocus": 2})
        camera.focus = camera.sharpest
        daemon.wait_verdict(gate, "CLEAR")
        self.assertEqual(0, camera.focused)
        camera.focus = 0.15
        event = daemon.wait_event(gate, "defocus", ended=True)
        self.assertEqual("refocused by itself", eventually(
            lambda: daemon.get(f"/events/{event['id']}")["note"], "the note"))
        self.assertEqual(1, camera.focused)
        self.assertAlmostEqual(camera.focus, camera.sharpest, 3)
        self.assertTrue(self.lens(daemon, gate)["by_event"])

    def test_asks_for_a_person(self):
        """The lens's own search makes it worse each time: it goes back, and is let alone."""
        camera, daemon, gate = self.start(settings={"refocus": 2})
        camera.focus = camera.sharpest
        daemon.wait_verdict(gate, "CLEAR")
        camera.finds = 0.0
        camera.focus = 0.3
        event = daemon.wait_event(gate, "defocus", ended=False)
        note = eventually(lambda: daemon.get(f"/events/{event['id']}")["note"], "the note")
        self.assertEqual("needs a person: focusing 2 times did not help; the lens is back where "
                         "it was", note)
        self.assertEqual(2, camera.focused)
        self.assertAlmostEqual(camera.focus, 0.3, 2)
        status, text = daemon.run("event", "list", "--source", "lenswatch")
        self.assertEqual(0, status)
        self.assertIn("needs a person", text)


    def test_refocus_by_a_rule(self):
        camera, daemon, gate = self.start()
        camera.focus = camera.sharpest
        self.wait_reached(daemon, gate)
        daemon.wait_verdict(gate, "CLEAR")
        for path, body in (("actions", {"id": "lens", "kind": "refocus"}),
                           ("rules", {"id": "soft", "conditions": ["defocus"],
                                      "actions": ["lens"]})):
            status, answer = daemon.request("POST", "/api/v1/" + path, body)
            self.assertEqual(201, status, answer)
        camera.focus = 0.15
        event = daemon.wait_event(gate, "defocus", ended=True)
        rows = eventually(lambda: self.done(daemon, event), "both are done")
        self.assertEqual({"start": "camera gate: sharper than before",
                          "end": "the event is over: the lens stays"},
                         {row["phase"]: row["answer"] for row in rows})
        self.assertEqual(1, camera.focused)
        self.assertAlmostEqual(camera.focus, camera.sharpest, 3)
        # By hand, and where there is no such lens.
        status, text = daemon.run("action", "test", "lens", "--camera", gate)
        self.assertEqual(0, status, text)
        self.assertIn("camera gate: ", text)
        status, text = daemon.run("action", "test", "lens", "--camera", gate, "--end")
        self.assertIn("the lens stays", text)
        daemon.request("PATCH", f"/api/v1/cameras/{gate}", {"driver": "none"})
        status, text = daemon.run("action", "test", "lens", "--camera", gate)
        self.assertNotEqual(0, status)
        self.assertIn("--driver auto", text)


class Device(LensTest):
    def test_presets_outputs_own_detection(self):
        camera, daemon, gate = self.start()
        path = f"/api/v1/cameras/{gate}/device"
        view = daemon.get(f"/cameras/{gate}/device")
        self.assertEqual(("dahua", "Dahua", camera.serial),
                         (view["driver"], view["brand"], view["serial"]))
        self.assertEqual({"token": "4", "name": "Yard, far"}, view["presets"][1])
        self.assertEqual({"enabled": False, "sensitivity": 50}, view["own_defocus"])
        status, text = daemon.run("camera", "device", gate, "--own-defocus", "yes",
                                  "--own-sensitivity", "61", "--output-on", "1", "--preset", "4")
        self.assertEqual(0, status, text)
        self.assertIn("own defocus detection: on, sensitivity 61", text)
        self.assertIn("output 1: on", text)
        self.assertEqual(4, camera.preset)
        for wrong in ({}, {"preset": 4}, {"output": {"token": "1"}}, {"x": 1},
                      {"own_defocus": {"enabled": True, "sensitivity": 0}}, {"preset": "a/b"}):
            self.assertEqual(400, daemon.request("PATCH", path, wrong)[0], wrong)

    def test_turns_while_somebody_holds(self):
        camera, daemon, gate = self.start(has_ptz=True)
        path = f"/api/v1/cameras/{gate}/ptz"

        def ask(where, body=None, status=204):
            got, answer = daemon.request("POST", path + where, body)
            self.assertEqual(status, got, answer)
            return answer

        view = daemon.get(f"/cameras/{gate}/ptz")
        self.assertEqual((True, True, True), (view["move"], view["zoom"], view["save"]))
        self.assertEqual([{"token": "1", "name": "Gate"}, {"token": "4", "name": "Yard, far"}],
                         view["presets"])

        def hold():
            """Longer than it would go on by itself; whether that was never left to it."""
            camera.turned.clear()
            ask("", {"pan": -0.5})
            begun = last = time.monotonic()
            longest = 0
            while last - begun < 3:
                time.sleep(0.2)
                daemon.request("POST", path + "/hold")
                longest = max(longest, time.monotonic() - last)
                last = time.monotonic()
            return longest < 1.5 or ask("/stop")

        eventually(hold, "a machine that is quick enough to hold it")
        self.assertEqual([("start", "Left", 0, 4)], camera.turned)
        ask("/stop")
        left = [("start", "Left", 0, 4), ("stop", "Left", 0, 0)]
        self.assertEqual(left, camera.turned)
        ask("/hold", status=409)
        # Nobody holds it: it does not turn for ever.
        ask("", {"tilt": 1})
        up = [("start", "Up", 0, 8), ("stop", "Up", 0, 0)]
        eventually(lambda: camera.turned == left + up, "it is stopped")
        ask("", {"preset": "4"})
        self.assertEqual(4, camera.preset)
        saved = ask("", {"save": "Pond"}, status=200)
        self.assertIn({"token": "2", "name": "Pond"}, saved["presets"])
        for wrong in ({}, {"pan": 2}, {"pan": 0}, {"pan": "left"}, {"preset": ""},
                      {"pan": 1, "preset": "4"}, {"save": "x" * 33}, {"turn": 1}):
            ask("", wrong, status=400)
        self.assertIn("Pond", daemon.run("camera", "turn", gate)[1])
        self.assertEqual((0, ""), daemon.run("camera", "turn", gate, "--zoom", "-1",
                                             "--seconds", "0.6"))
        self.assertEqual([("start", "ZoomWide", 0, 8), ("stop", "ZoomWide", 0, 0)],
                         camera.turned[-2:])
        self.assertEqual(1, daemon.run("camera", "turn", gate, "--pan", "2")[0])
        # Neither does one that is being turned while its settings change.
        ask("", {"zoom": 1})
        daemon.request("PATCH", f"/api/v1/cameras/{gate}", {"driver": "none"})
        eventually(lambda: camera.turned[-1] == ("stop", "ZoomTele", 0, 0), "it is stopped")
        ask("", {"pan": 1}, status=400)

    def test_a_relay_is_an_output_of_the_camera(self):
        camera, daemon, gate = self.start()
        for settings in ({"via": "camera", "output": "1"},
                         {"via": "camera", "output": "0", "camera": gate, "hold_s": 0.2}):
            name = "relay-" + settings["output"]
            status, answer = daemon.request("POST", "/api/v1/actions", {
                "id": name, "kind": "relay", "settings": settings})
            self.assertEqual(201, status, answer)
        status, text = daemon.run("action", "test", "relay-1", "--camera", gate)
        self.assertEqual(0, status, text)
        self.assertIn("camera gate: output 1 is on", text)
        self.assertEqual("1", camera.config["AlarmOut[1].Mode"])
        self.assertEqual(0, daemon.run("action", "test", "relay-1", "--camera", gate, "--end")[0])
        self.assertEqual("0", camera.config["AlarmOut[1].Mode"])
        self.assertEqual(0, daemon.run("action", "test", "relay-0", "--camera", gate)[0])
        self.assertTrue(camera.asked("AlarmOut[0].Mode=1"))
        eventually(lambda: camera.config["AlarmOut[0].Mode"] == "0", "it is off again")
        # The camera has no such output.
        daemon.request("PATCH", "/api/v1/actions/relay-1", {"settings": {"output": "siren"}})
        status, text = daemon.run("action", "test", "relay-1", "--camera", gate)
        self.assertNotEqual(0, status)
        self.assertIn("by numbers", text)

    def test_a_refused_password_is_not_tried_again(self):
        camera, daemon, gate = self.start(settings={"password": "not this one"})
        eventually(lambda: self.lens(daemon, gate)["problem"], "the problem")
        bad = len(camera.asked("magicBox"))
        for _ in range(3):
            status, answer = daemon.request("GET", f"/api/v1/cameras/{gate}/device")
            self.assertEqual(503, status)
            self.assertIn("refuses", answer["error"])
        self.assertEqual(bad, len(camera.asked("magicBox")))


class SubStream(LensTest):
    @unittest.skipUnless(DEMO_CAMERA, "no demo camera was built")
    def test_is_asked_of_the_camera(self):
        """Of one that was added by its main stream alone; kept if something comes from it."""
        login = {"user": "viewer", "password": "gate-key-1"}
        stream = DemoCamera("--path", "/Streaming/Channels/102", **login)
        self.addCleanup(stream.stop)
        camera, daemon, gate = self.start(Hikvision, rtsp_port=stream.port, **login)
        found = eventually(lambda: daemon.get(f"/cameras/{gate}")["sub_url"], "a sub stream")
        self.assertEqual(stream.url, found)
        # Who takes it away is not given it again; one that does not answer is not kept.
        self.wait_heard(camera)
        heard = len(camera.asked("alertStream"))
        daemon.request("PATCH", f"/api/v1/cameras/{gate}", {"sub_url": "", "timeout_s": 6})
        silent = Hikvision(picture=camera.picture, rtsp_port=free_port())
        self.addCleanup(silent.close)
        yard = daemon.add("Yard", silent.url + "/ISAPI/Streaming/channels/101/picture",
                          driver="auto", address=silent.url, user=silent.user,
                          password=silent.password, tls_verify=False)
        eventually(lambda: len(camera.asked("alertStream")) > heard, "it is reached anew")
        self.wait_heard(silent)
        self.assertTrue(silent.asked("/ISAPI/Streaming/channels"))
        for name in (gate, yard):
            self.assertEqual("", daemon.get(f"/cameras/{name}")["sub_url"])


class Presets(LensTest):
    def test_the_watch_knows_where_the_camera_looks(self):
        """The camera's own number wins, and without one the picture decides."""
        camera, daemon, gate = self.start(settings={"presets": 3, "interval_s": 0.5})
        camera.focus = camera.sharpest  # what is out of focus from the beginning is not learnt
        for number in (4, 1):
            camera.preset = number
            daemon.wait_status(gate, "preset", number)
        camera.preset = None
        asked = len(camera.asked("action=getStatus"))
        eventually(lambda: len(camera.asked("action=getStatus")) > asked + 1, "it is asked again")
        daemon.wait_state(gate, "watching")


class OwnEvents(LensTest):
    def own(self, daemon, gate):
        return daemon.get(f"/events?camera={gate}&source=camera")["events"]

    def test_dahua(self):
        camera, daemon, gate = self.start()
        daemon.wait_state(gate, "watching")
        self.wait_heard(camera)
        camera.say(camera.event("VideoBlind"))
        event = eventually(lambda: self.own(daemon, gate), "the event")[0]
        self.assertEqual(("covered", "camera", None), (event["condition"], event["source"],
                                                       event["ended"]))
        self.assertIn("VideoBlind", event["reason"])
        self.assertTrue(event["pictures"]["start"])
        camera.say(camera.event("VideoBlind"))  # again: it is the same
        camera.say(camera.event("VideoLoss", index=3))  # another channel's
        camera.say(camera.event("VideoBlind", "Stop"))
        eventually(lambda: self.own(daemon, gate)[0]["ended"], "its end")
        self.assertEqual(1, len(self.own(daemon, gate)))
        status, text = daemon.run("db", "check")
        self.assertEqual(0, status, text)

    def test_hikvision_and_a_restart(self):
        camera, daemon, gate = self.start(Hikvision)
        self.wait_heard(camera)
        camera.say(camera.alert("defocus"))
        eventually(lambda: self.own(daemon, gate), "the event")
        daemon.kill()
        daemon.start()
        event = eventually(lambda: self.own(daemon, gate)[0]["ended"] and self.own(daemon, gate)[0],
                           "its end")
        self.assertEqual("restart", event["end_reason"])

    def test_not_wanted(self):
        camera, daemon, gate = self.start(settings={"own_events": False})
        self.wait_reached(daemon, gate)
        self.assertEqual([], camera.asked("eventManager"))

    def test_wrong_password_is_told(self):
        camera, daemon, gate = self.start(settings={"password": "not this one"})
        problem = eventually(lambda: self.lens(daemon, gate)["problem"], "the problem")
        self.assertIn("refuses the user name or the password", problem)


class Certificates(LensTest):
    def certificate(self, folder, name):
        key, certificate = Path(folder, name + ".key"), Path(folder, name + ".pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=camera",
                        "-keyout", key, "-out", certificate], check=True, capture_output=True)
        return certificate, key

    def test_pinned_on_first_use(self):
        with tempfile.TemporaryDirectory() as folder:
            first, second = self.certificate(folder, "a"), self.certificate(folder, "b")
            camera, daemon, gate = self.start(tls=first)
            self.wait_reached(daemon, gate)
            pin = eventually(lambda: daemon.get(f"/cameras/{gate}")["tls_pin"], "the pin")
            self.assertTrue(pin.startswith("sha256//"))
            eventually(lambda: daemon.get(f"/cameras/{gate}")["stream_pin"] == pin,
                       "the stream's pin")
            port = camera.port
            camera.close()
            other = Dahua(port=port, tls=second)
            self.addCleanup(other.close)
            problem = eventually(
                lambda: "another certificate" in self.lens(daemon, gate)["problem"],
                "the change is told")
            self.assertTrue(problem)
            for enabled in (False, True):  # else its old connection goes on
                daemon.request("PATCH", f"/api/v1/cameras/{gate}", {"enabled": enabled})
            eventually(lambda: "another certificate" in daemon.state(gate)["reason"],
                       "the change is told of the stream, too")
            self.assertEqual([], other.requests)
            daemon.request("PATCH", f"/api/v1/cameras/{gate}", {"tls_pin": "", "stream_pin": ""})
            for name in ("tls_pin", "stream_pin"):
                eventually(lambda: daemon.get(f"/cameras/{gate}")[name] not in ("", pin),
                           "the new pin")
            daemon.wait_state(gate, "watching")


if __name__ == "__main__":
    unittest.main()
