# SPDX-License-Identifier: BSD-2-Clause
"""What actions ask of a camera's driver. The probe says what it was asked for, and does nothing;
real drivers and recorders are in tests/daemon."""

import unittest

from peers import PeerTest

STORM = [{"id": i, "condition": "covered", "started": None,
          "camera": {"id": f"c{i}", "name": f"Camera {i}", "address": ""}} for i in range(3)]


class Recording(PeerTest):
    kind = "recording"

    def test_for_some_time(self):
        self.assertEqual(self.does({}), "gate: record 60")
        self.assertEqual(self.does({"seconds": 90}, phase="refresh"), "gate: record 90")
        self.assertIn("goes on", self.does({}, phase="end"))

    def test_until_the_end(self):
        settings = {"seconds": 3600, "stop_at_end": True}
        self.assertEqual(self.does(settings), "gate: record 3600")
        self.assertIn("another event", self.does(settings, phase="end", others=1))
        self.assertEqual(self.does(settings, phase="end"), "gate: record 0")
        # By hand the end is the end.
        self.assertEqual(self.does({}, phase="end", test=True, others=1), "gate: record 0")

    def test_cameras(self):
        self.assertEqual(self.does({"cameras": ["yard"]}), "yard: record 60")
        self.assertEqual(self.does({"cameras": ["yard", "roof"]}), "2 of 2 cameras: they record")
        self.assertEqual(self.does({}, storm=STORM), "3 of 3 cameras: they record")
        result = self.refuses({}, "of no camera", camera_id="")
        self.assertEqual(result["code"], -22)

    def test_settings(self):
        for settings, word in (({"seconds": 0}, "seconds: "), ({"seconds": 1e6}, "seconds: "),
                               ({"cameras": ["a"] * 17}, "cameras: "), ({"file": "x"}, "file: ")):
            with self.subTest(settings):
                self.assertEqual(self.refuses(settings, word)["code"], -22)


class Refocus(PeerTest):
    kind = "refocus"

    def test_how(self):
        self.assertEqual(self.does({}), "gate: focus auto")
        self.assertEqual(self.does({"how": "sweep"}), "gate: focus sweep")
        self.assertIn("stays", self.does({}, phase="end"))
        self.assertEqual(self.does({}, storm=STORM), "3 of 3 cameras have focused")
        self.assertEqual(self.refuses({}, "of no camera", camera_id="")["code"], -22)
        self.assertEqual(self.refuses({"how": "hard"}, "how: ")["code"], -22)


if __name__ == "__main__":
    unittest.main()
