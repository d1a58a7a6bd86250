# SPDX-License-Identifier: BSD-2-Clause
"""A year of a picture each 5 seconds: 6.3 million measurements, and how fast a chart has them."""

import os
import sqlite3
import time
import unittest

from daemon import DaemonCase

STEP_S = 5
YEAR_S = 365 * 86400
CONDITIONS = 17
COVERED = 2  # in their table
COLUMNS = ("camera_key, time_ns, verdict, blur_probability, sharpness, brightness, light, limits")


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
                columns, best_s = self.read(span_s, query="&condition=covered")
                print(f"{name}: {sum(columns['pictures'])} pictures in {len(columns['time_s'])} "
                      f"points: {1000 * best_s:.0f} ms")
                self.assertAlmostEqual(1, sum(columns["pictures"]) * STEP_S / span_s, delta=0.01)
                self.assertIn(len(columns["time_s"]), range(360, 1201))
                self.assertLess(best_s, 1)
                self.assertEqual(40, min(columns["limit_min"]))
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


def fill(db, start_s):
    """Sharpness goes up and down each hour; once an hour the lens is covered."""
    db.execute("pragma synchronous = off")
    never = bytes([101] * CONDITIONS)
    once = never[:COVERED] + bytes([40]) + never[COVERED + 1:]
    for hour in range(YEAR_S // 3600):
        at = start_s + 3600 * hour
        db.execute(
            f"insert into measurement ({COLUMNS}) with recursive n (i) as"
            " (select 0 union all select i + 1 from n where i < ?)"
            " select 1, (? + i * ?) * 1000000000, 1, 100, 5000 + i * 4000 / 720, 1000,"
            " ?, case when i = 360 then ? else ? end from n",
            (3600 // STEP_S - 1, at, STEP_S, 1 + (hour % 24 < 6), once, never))
    db.execute(
        "insert into hour select camera_key, time_ns / 3600000000000, count(*), count(*), 0,"
        " sum(light = 1), sum(light = 2), count(*), min(blur_probability), sum(blur_probability),"
        " max(blur_probability), min(sharpness), sum(sharpness), max(sharpness), min(brightness),"
        " sum(brightness), max(brightness), ? from measurement group by 1, 2",
        (pack(),))


def pack():
    """What the store writes of an hour's limits, as its schema says."""
    count = 3600 // STEP_S
    rows = []
    for i in range(CONDITIONS):
        low, total = (40, 101 * (count - 1) + 40) if i == COVERED else (101, 101 * count)
        rows.append(bytes([low, 101]) + count.to_bytes(2, "little") + total.to_bytes(4, "little"))
    return b"".join(rows)


if __name__ == "__main__":
    unittest.main()
