# SPDX-License-Identifier: BSD-2-Clause
"""A camera that loses focus: the event, its pictures, its end."""

import subprocess
import unittest

from harness import LENSWATCH, QUICK, DaemonTest, HttpCamera, eventually, seconds


class Defocus(DaemonTest):

    def test_from_start_to_end(self):
        daemon = self.daemon()
        lens = self.camera()
        camera = daemon.add("Yard", lens.url)
        status = daemon.wait_verdict(camera, "CLEAR")
        self.assertEqual("watching", status["state"])
        self.assertEqual([], daemon.events(camera))

        lens.in_focus = False
        event = daemon.wait_event(camera, "defocus", ended=False)
        lost = seconds(event["confirmed"]) - seconds(event["started"])
        self.assertGreaterEqual(lost, QUICK["duration_s"])
        self.assertEqual("open", event["state"])
        self.assertEqual("Yard", event["camera_name"])
        self.assertGreater(event["score"], 0.5)
        self.assertTrue(event["reason"])
        status = daemon.state(camera)
        self.assertEqual((event["id"], "defocus"),
                         (status["open_event_id"], status["open_condition"]))

        lens.in_focus = True
        event = daemon.wait_event(camera, "defocus", ended=True)
        # The end is when the fault was gone, not when it had been gone for long enough.
        self.assertGreaterEqual(event["ended"], event["confirmed"])
        self.assertTrue(event["end_reason"])
        self.assertEqual(1, len(daemon.events(camera)))
        self.assertIsNone(daemon.state(camera)["open_event_id"])

        pictures = {}
        for which in ("start", "reference", "end"):
            status, picture = daemon.request("GET", event["pictures"][which])
            self.assertEqual(200, status, which)
            self.assertEqual(b"\xff\xd8", picture[:2], which)
            pictures[which] = picture
        # A blurred picture has less to say.
        self.assertLess(len(pictures["start"]), len(pictures["reference"]))
        self.assertLess(len(pictures["start"]), len(pictures["end"]))

    def test_short_fault_is_no_event(self):
        daemon = self.daemon()
        lens = self.camera()
        camera = daemon.add("Yard", lens.url, duration_s=600)
        daemon.wait_verdict(camera, "CLEAR")
        lens.in_focus = False
        daemon.wait_verdict(camera, "BLURRY")
        lens.in_focus = True
        daemon.wait_verdict(camera, "CLEAR")
        self.assertEqual([], daemon.events(camera))

    def test_what_people_said_becomes_labels(self):
        daemon = self.daemon()
        lens = self.camera()
        camera = daemon.add("Yard", lens.url)
        daemon.wait_verdict(camera, "CLEAR")
        for mark in ({"false_alarm": True}, {"acknowledged": True}, {"comment": "who knows"}):
            lens.in_focus = False
            event = daemon.wait_event(camera, "defocus", ended=False)
            lens.in_focus = True
            daemon.wait_event(camera, "defocus", ended=True)
            self.assertEqual(200, daemon.request("PATCH", f"/api/v1/events/{event['id']}",
                                                 mark)[0])
        folder = self.scratch / "judged"
        for _ in range(2):  # again is no harm
            code, text = daemon.run("event", "export", "--output", str(folder))
            self.assertEqual(0, code, text)
            self.assertIn("2 clear and 1 blurry pictures", text)
        rows = (folder / "labels.csv").read_text().splitlines()
        self.assertEqual("path,label,group", rows[0])
        self.assertEqual({"yard/2-start.jpg,blurry,yard", "yard/2-reference.jpg,clear,yard",
                          "yard/1-start.jpg,clear,yard"}, set(rows[1:]))
        done = subprocess.run([LENSWATCH, "evaluate", "--labels", str(folder / "labels.csv")],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        self.assertEqual(0, done.returncode, done.stdout)

    def test_removed_camera_leaves_nothing_open(self):
        daemon = self.daemon()
        lens = self.camera()
        camera = daemon.add("Yard", lens.url)
        lens.in_focus = False
        daemon.wait_event(camera, "defocus", ended=False)
        self.assertEqual(204, daemon.request("DELETE", f"/api/v1/cameras/{camera}")[0])
        self.assertEqual([], [e for e in daemon.events() if e["state"] == "open"])
        self.assertEqual(404, daemon.request("GET", f"/api/v1/cameras/{camera}")[0])
        served = lens.served
        again = daemon.add("Other", self.camera().url)
        daemon.wait_state(again, "watching")
        self.assertLessEqual(lens.served, served + 1)

    def test_changed_settings_hold_at_once(self):
        daemon = self.daemon()
        lens = self.camera()
        camera = daemon.add("Yard", lens.url, duration_s=600)
        lens.in_focus = False
        daemon.wait_verdict(camera, "BLURRY")
        status, answer = daemon.request("PATCH", f"/api/v1/cameras/{camera}", {"duration_s": 1})
        self.assertEqual(200, status, answer)
        daemon.wait_event(camera, "defocus", ended=False)

    def test_measurements_are_kept(self):
        daemon = self.daemon()
        camera = daemon.add("Yard", self.camera().url)

        def rows():
            answer = daemon.get(f"/cameras/{camera}/measurements")
            rows = [dict(zip(answer["columns"], row)) for row in zip(*answer["data"])]
            return len(rows) >= 3 and rows
        for row in eventually(rows, "three measurements"):
            self.assertEqual(1, row["verdict"]) # CLEAR
            self.assertGreater(row["sharpness"], 0)


class TwoCameras(DaemonTest):

    def test_one_fault_is_not_the_others(self):
        daemon = self.daemon()
        good, bad = self.camera(), self.camera(HttpCamera)
        first, second = daemon.add("Good", good.url), daemon.add("Bad", bad.url)
        daemon.wait_verdict(first, "CLEAR")
        bad.in_focus = False
        daemon.wait_event(second, "defocus", ended=False)
        bad.stop()
        daemon.wait_state(second, "lost")
        served = good.served
        eventually(lambda: good.served > served + 4, "the good camera is still looked at")
        self.assertEqual("watching", daemon.state(first)["state"])
        self.assertEqual([], daemon.events(first))


if __name__ == "__main__":
    unittest.main()
