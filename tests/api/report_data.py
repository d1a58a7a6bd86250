# SPDX-License-Identifier: BSD-2-Clause
"""Events with pictures, many of them, put into the database of a daemon that is stopped."""

import os
import sqlite3

S = 10**9
CONDITIONS = ("defocus", "covered", "signal_lost", "scene_changed")


def add_events(data, camera, count, first_s, jpeg, still_open=False):
    """One a minute that lasts 30 s. Every other one was acknowledged. jpeg None: no pictures."""
    with sqlite3.connect(os.path.join(data, "lenswatch.db")) as db:
        db.execute("pragma synchronous = off")
        key = db.execute("select key from camera where id = ?", (camera,)).fetchone()[0]
        for i in range(count):
            start = (first_s + 60 * i) * S
            end = None if still_open else start + 30 * S
            row = db.execute(
                "insert into event (camera_key, condition, started_ns, confirmed_ns, refreshed_ns,"
                " ended_ns, score, reason, end_reason) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (key, CONDITIONS[i % 4], start, start, start, end, 0.9, f"reason number {i}",
                 "" if end is None else "cleared"))
            for which in ("start", "reference", "end") if jpeg else ():
                db.execute("insert into picture values (?, ?, ?, ?)",
                           (row.lastrowid, which, len(jpeg), jpeg))
            if i % 2:
                db.execute("insert into mark values (?, ?, 'ada', ?, ?)",
                           (row.lastrowid, start, f"wiped {i}", i % 3 == 0))
