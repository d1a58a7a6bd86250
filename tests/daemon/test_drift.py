# SPDX-License-Identifier: BSD-2-Clause
"""A lens that has been losing focus for days, and a daemon that has watched it do so."""

import os
import re
import sqlite3
import struct
import subprocess
import time
import unittest

import numpy as np
import scene
from harness import DaemonTest, eventually

LEARN = os.environ["LW_LEARN"]
DAY_S = 86400
PICTURES_A_DAY = 6
HEALTHY_DAYS, LOSING_DAYS = 8, 12
SHARP_PX, LOST_PX = 0.6, 0.75
# Smaller pictures show too little of a slight loss.
scene.WIDTH, scene.HEIGHT = 1280, 720


def radius(day):
    """Of the lens, on a day of the history, in whole hundredths: few lenses to compute."""
    lost = min(max(day - HEALTHY_DAYS, 0) / LOSING_DAYS, 1)
    return round(SHARP_PX + lost * (LOST_PX - SHARP_PX), 2)


def day_before(days):
    """The date so many days ago, as events name it."""
    return time.strftime("%-d %b", time.gmtime(time.time() - days * DAY_S))


def history():
    """What a watch has learnt of the lens until now."""
    days = HEALTHY_DAYS + LOSING_DAYS
    count = days * PICTURES_A_DAY
    began = time.time() - days * DAY_S - 600
    rng = np.random.default_rng(3)
    parts = [struct.pack("=II", scene.WIDTH, scene.HEIGHT)]
    for i in range(count):
        light = scene.seen(radius(i / PICTURES_A_DAY)) ** (1 / 2.2) * 255
        luma = np.clip(light + rng.normal(0, scene.NOISE, light.shape), 0, 255)
        at = began + i * DAY_S / PICTURES_A_DAY
        parts += [struct.pack("=q", int(at * 1e9)), luma.round().astype(np.uint8).tobytes()]
    return subprocess.run([LEARN], input=b"".join(parts), stdout=subprocess.PIPE,
                          check=True).stdout


class Drift(DaemonTest):

    def test_a_slow_loss_of_focus_is_an_event_of_its_own(self):
        lens = self.camera()
        lens.in_focus = radius(99)
        daemon = self.daemon()
        camera = daemon.add("Yard", lens.url, interval_s=0.5)
        conditions = {name: {"enabled": name == "focus_drift", "duration_s": 1,
                             "clear_duration_s": 1}
                      for name in daemon.get(f"/cameras/{camera}")["conditions"]
                      if name != "defocus"}
        status, _ = daemon.request("PATCH", f"/api/v1/cameras/{camera}",
                                   {"conditions": conditions})
        self.assertEqual(200, status)
        daemon.stop()
        store = sqlite3.connect(daemon.data / "lenswatch.db")
        with store:
            store.execute("insert or replace into baseline (camera_key, time_ns, bytes) "
                          "select key, ?, ? from camera where id = ?",
                          (time.time_ns(), history(), camera))
        store.close()
        daemon.start()

        event = daemon.wait_event(camera, "focus_drift", ended=False)
        told = re.search(r"losing focus since (\d+ [A-Z][a-z]{2}), "
                         r"limit reached in about (\d+) days", event["reason"])
        self.assertTrue(told, event["reason"])
        self.assertIn(told[1], [day_before(days) for days in range(3, LOSING_DAYS + 3)])
        self.assertLess(0, int(told[2]))
        # It is no defocus yet.
        self.assertEqual("ok", daemon.state(camera)["conditions"]["defocus"]["state"])
        self.assertEqual([], daemon.events(camera, "defocus"))

        explained = daemon.get(f"/cameras/{camera}/explain?condition=focus_drift")
        drift = {n["name"]: n["value"] for n in explained["numbers"]}["drift since the reference"]
        self.assertLess(drift, -0.1)
        status, text = daemon.run("event", "list")
        self.assertEqual(0, status, text)
        self.assertIn("focus_drift", text)
        status, text = daemon.run("camera", "show", camera)
        self.assertIn("losing focus since", text)

        # After service: what was learnt is forgotten, and the event is over.
        status, _ = daemon.request("POST", f"/api/v1/cameras/{camera}/baseline/reset",
                                   {"what": "all"})
        self.assertEqual(204, status)
        daemon.wait_event(camera, "focus_drift", ended=True)
        eventually(lambda: daemon.state(camera)["open_condition"] is None, "nothing is open")


if __name__ == "__main__":
    unittest.main()
