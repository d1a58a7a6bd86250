# SPDX-License-Identifier: BSD-2-Clause
"""A year of a picture each 5 seconds in the database of a daemon that does not run.

    year_data.py DATABASE END_S

The first camera there has them, up to END_S, seconds since 1970.
"""

import sqlite3
import sys

STEP_S = 5
YEAR_S = 365 * 86400
CONDITIONS = 17
COVERED = 2  # in their table
LEVELS = (4000, 150, 900)  # contrast, noise, colour
MEASURES = b"".join(value.to_bytes(2, "little") for value in LEVELS)
COLUMNS = ("camera_key, time_ns, verdict, blur_probability, sharpness, brightness, light, limits,"
           " measures")


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
            " ?, case when i = 360 then ? else ? end, ? from n",
            (3600 // STEP_S - 1, at, STEP_S, 1 + (hour % 24 < 6), once, never, MEASURES))
    db.execute(
        "insert into hour select camera_key, time_ns / 3600000000000, count(*), count(*), 0,"
        " sum(light = 1), sum(light = 2), count(*), min(blur_probability), sum(blur_probability),"
        " max(blur_probability), min(sharpness), sum(sharpness), max(sharpness), min(brightness),"
        " sum(brightness), max(brightness), ?, ? from measurement group by 1, 2",
        (pack(), pack_measures()))


def pack():
    """What the store writes of an hour's limits, as its schema says."""
    count = 3600 // STEP_S
    rows = []
    for i in range(CONDITIONS):
        low, total = (40, 101 * (count - 1) + 40) if i == COVERED else (101, 101 * count)
        rows.append(bytes([low, 101]) + count.to_bytes(2, "little") + total.to_bytes(4, "little"))
    return b"".join(rows)


def pack_measures():
    count = 3600 // STEP_S
    return b"".join(count.to_bytes(2, "little") + value.to_bytes(2, "little") * 2 +
                    (count * value).to_bytes(4, "little") for value in LEVELS)


def main():
    with sqlite3.connect(sys.argv[1]) as db:
        fill(db, int(sys.argv[2]) - YEAR_S)


if __name__ == "__main__":
    main()
