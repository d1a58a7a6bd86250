# SPDX-License-Identifier: BSD-2-Clause
"""A year of a picture each 5 seconds: 6.3 million measurements, and how fast a chart has them."""

import os
import sqlite3
import time
import unittest

from daemon import DaemonCase
from year_data import STEP_S, YEAR_S, fill


class Year(DaemonCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        daemon = cls.daemon
        daemon.add_camera("yard", "/nowhere", enabled=False)
        daemon.ask("PATCH", "/api/v1/settings", {"measurement_days": 3650}, "token")
        daemon.stop()
        cls.end_s = int(time.time()) // 3600 * 3600
        with sqlite3.connect(os.path.join(daemon.data, "lenswatch.db")) as db:
            fill(db, cls.end_s - YEAR_S)
        daemon.start()

    def read(self, span_s, limit=1200, query=""):
        """The chart of the last span_s: its columns, and the best time of three."""
        path = (f"/api/v1/cameras/yard/measurements?from={self.end_s - span_s}&to={self.end_s}"
                f"&limit={limit}" + query)
        best = float("inf")
        for _ in range(3):
            began = time.monotonic()
            answer = self.ask("GET", path, by="token")
            best = min(best, time.monotonic() - began)
            self.assertEqual(200, answer.status, answer.body[:300])
        chart = answer.json()
        return dict(zip(chart["columns"], chart["data"])), best

    def test_charts(self):
        for name, span_s in (("hour", 3600), ("day", 86400), ("two weeks", 14 * 86400),
                             ("month", 30 * 86400), ("year", YEAR_S)):
            with self.subTest(name):
                columns, best_s = self.read(span_s, query="&condition=covered&measure=noise")
                print(f"{name}: {sum(columns['pictures'])} pictures in {len(columns['time_s'])} "
                      f"points: {1000 * best_s:.0f} ms")
                self.assertAlmostEqual(1, sum(columns["pictures"]) * STEP_S / span_s, delta=0.01)
                self.assertIn(len(columns["time_s"]), range(360, 1201))
                self.assertLess(best_s, 1)
                self.assertEqual(40, min(columns["limit_min"]))
                self.assertEqual({1.5}, set(columns["noise"]))
                self.assertLessEqual(min(columns["sharpness_min"]), 0.51)
                self.assertGreaterEqual(max(columns["sharpness_max"]), 0.89)

    def test_preview_of_a_week(self):
        path = (f"/api/v1/cameras/yard/preview?condition=covered&sensitivity=40&duration_s=0"
                f"&clear_duration_s=0&from={self.end_s - 7 * 86400}&to={self.end_s}")
        began = time.monotonic()
        preview = self.ask("GET", path, by="token").json()
        took_s = time.monotonic() - began
        print(f"preview of a week: {preview['pictures']} pictures: {1000 * took_s:.0f} ms")
        self.assertEqual("whole", preview["history"])
        self.assertEqual(7 * 24, preview["event_count"])
        self.assertLess(took_s, 1)


if __name__ == "__main__":
    unittest.main()
