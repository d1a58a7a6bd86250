# SPDX-License-Identifier: BSD-2-Clause
"""No event is lost on its way to an action, whenever the program is killed, and none overtakes
another of its camera. $LW_EVENTS and $LW_KILLS say how many of each."""

import collections
import os
import random
import sqlite3
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

PROBE = os.environ["LW_OUTBOX_PROBE"]
SINK = os.environ["LW_SINK"]
EVENTS = int(os.environ.get("LW_EVENTS", "500"))
KILLS = int(os.environ.get("LW_KILLS", "4"))
ACTIONS = 5
PHASES = {"start": 0, "end": 1}


class Outbox(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "sink").mkdir()
        self.process = None
        self.addCleanup(lambda: self.process and (self.process.kill(), self.process.wait()))

    def start(self, out):
        self.process = subprocess.Popen(
            [PROBE, str(self.folder / "data"), str(EVENTS), SINK, str(self.folder / "sink")],
            stdin=subprocess.DEVNULL, stdout=out)

    def lines(self, action):
        path = self.folder / "sink" / f"action-{action}"
        return path.read_text().splitlines() if path.exists() else []

    def size(self):
        return sum(f.stat().st_size for f in (self.folder / "sink").iterdir())

    def run_with_kills(self, out):
        """Kills it when so much was done, or is over; the moments are random."""
        whole = EVENTS * 2 * ACTIONS * 50  # bytes of the lines, at least
        seed = random.randrange(1 << 32)
        print(f"seed {seed}")
        dice = random.Random(seed)
        moments = sorted(dice.uniform(0, whole * 0.95) for _ in range(KILLS))
        killed = 0
        self.start(out)
        while self.process.poll() is None:
            if killed < KILLS and self.size() >= moments[killed]:
                self.process.kill()
                self.process.wait()
                killed += 1
                self.start(out)
            time.sleep(0.002)
        self.assertEqual(0, self.process.returncode)
        self.assertEqual(KILLS, killed)

    def test_none_is_lost(self):
        began = time.monotonic()
        with open(self.folder / "said", "wb") as out:
            self.run_with_kills(out)
        took = time.monotonic() - began
        said = {int(line) for line in (self.folder / "said").read_text().split()}
        database = sqlite3.connect(self.folder / "data" / "lenswatch.db")
        self.addCleanup(database.close)
        events = dict(database.execute(
            "select e.id, c.id from event e join camera c on c.key = e.camera_key"))
        self.assertEqual(EVENTS, len(events))
        self.assertLessEqual(said, set(events), "an event that was stored is not there")
        states = dict(database.execute("select state, count(*) from outbox group by state"))
        self.assertEqual({"done": min(EVENTS * 2 * ACTIONS, 100000)}, states)
        twice = sum(self.check_action(action, events) for action in range(ACTIONS))
        total = EVENTS * 2 * ACTIONS
        print(f"{EVENTS} events into {ACTIONS} actions, {KILLS} kills: {total} done, 0 lost, "
              f"{twice} done more than once, order kept; {took:.1f} s, {total / took:.0f} a second")

    def check_action(self, action, events):
        """Every start and end is there, in order; returns how many came more than once."""
        of_key = {}
        of_camera = collections.defaultdict(list)
        count = 0
        for line in self.lines(action):
            key, event, phase, camera = line.split()
            step = (int(event), PHASES[phase])
            self.assertEqual(step, of_key.setdefault(key, step), "one key, two steps")
            self.assertEqual(events[step[0]], camera)
            of_camera[camera].append(step)
            count += 1
        expected = collections.defaultdict(list)
        for event, camera in sorted(events.items()):
            expected[camera] += [(event, 0), (event, 1)]
        for camera, steps in expected.items():
            self.assertEqual(sorted(of_camera[camera]), of_camera[camera],
                             f"action {action} did not keep the order of {camera}")
            self.assertEqual(steps, sorted(set(of_camera[camera])), f"action {action}: lost")
        self.assertEqual(len(of_key), len(set(of_key.values())), "one step, two keys")
        return count - len(of_key)


if __name__ == "__main__":
    unittest.main()
