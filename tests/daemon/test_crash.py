# SPDX-License-Identifier: BSD-2-Clause
"""What is stored stays stored: kill -9, damaged files, a full disk."""

import random
import resource
import sqlite3
import subprocess
import unittest
from contextlib import closing

from harness import LENSWATCH, PATIENCE_S, DaemonTest, eventually

KILLS = 12


class Kill(DaemonTest):

    def test_at_random_moments(self):
        """Each event that was ever answered is there after every restart, and all end."""
        seed = random.randrange(1 << 32)
        print(f"seed {seed}")
        chance = random.Random(seed)
        daemon = self.daemon()
        lens = self.camera()
        camera = daemon.add("Yard", lens.url, duration_s=0.3, clear_duration_s=0.3)
        known = {}
        for _ in range(KILLS):
            moment = chance.random()
            lens.in_focus = chance.random() < 0.3
            frames = lens.served + 1 + int(moment * 8)
            eventually(lambda: lens.served >= frames, "pictures are taken")
            if chance.random() < 0.5:
                lens.in_focus = not lens.in_focus
                frames = lens.served + int(chance.random() * 6)
                eventually(lambda: lens.served >= frames, "pictures are taken")
            for event in daemon.events(camera):
                known[event["id"]] = event
            daemon.kill()
            daemon.start()
            events = {event["id"]: event for event in daemon.events(camera)}
            for number, event in known.items():
                self.assertIn(number, events)
                self.assertEqual(event["started"], events[number]["started"])
                if event["ended"]:
                    self.assertEqual(event["ended"], events[number]["ended"])
        self.assertGreater(len(known), 0)
        lens.in_focus = True
        daemon.wait_state(camera, "watching")
        eventually(lambda: not [e for e in daemon.events(camera) if e["state"] == "open"],
                   "every event ends")
        daemon.stop()
        done = subprocess.run([LENSWATCH, "db", "check", "--data", str(daemon.data)],
                              capture_output=True, text=True, check=False)
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)

    def test_what_was_just_learnt(self):
        """A young baseline is stored soon, and not at the end alone."""
        daemon = self.daemon()
        lens = self.camera()
        camera = daemon.add("Yard", lens.url, interval_s=0.5)

        def stored():
            with closing(sqlite3.connect(daemon.data / "lenswatch.db")) as store:
                return store.execute("select count(*) from baseline").fetchone() == (1,)
        eventually(stored, "what was learnt is stored", patience_s=45 + PATIENCE_S)
        daemon.kill()
        daemon.start()
        learnt = daemon.get(f"/cameras/{camera}/baselines")["baselines"]
        self.assertGreaterEqual(learnt[0]["pictures"], 10)

    def test_open_event_goes_on(self):
        daemon = self.daemon()
        lens = self.camera()
        camera = daemon.add("Yard", lens.url)
        lens.in_focus = False
        before = daemon.wait_event(camera, "defocus", ended=False)
        daemon.kill()
        daemon.start()
        daemon.wait_verdict(camera, "BLURRY")
        after = daemon.events(camera, "defocus")
        self.assertEqual([before["id"]], [event["id"] for event in after])
        self.assertEqual("open", after[0]["state"])
        lens.in_focus = True
        ended = daemon.wait_event(camera, "defocus", ended=True)
        self.assertEqual(before["id"], ended["id"])


class Damage(DaemonTest):

    def refused(self, daemon):
        """Starts it and returns what it says as it refuses."""
        daemon.start(wait=False)
        eventually(lambda: daemon.process.poll() is not None, "the daemon refuses")
        self.assertGreater(daemon.process.returncode, 0, daemon.text())
        return daemon.text()

    def a_database(self):
        daemon = self.daemon()
        daemon.wait_state(daemon.add("Yard", self.camera().url), "watching")
        daemon.stop()
        return daemon, daemon.data / "lenswatch.db"

    def test_damaged_database(self):
        daemon, path = self.a_database()
        with open(path, "r+b") as file:
            file.write(b"\0" * 100)
            file.seek(4096)
            file.write(random.Random(1).randbytes(8192))
        before = path.read_bytes()
        said = self.refused(daemon)
        self.assertIn(str(path), said)
        self.assertEqual(before, path.read_bytes(), "a damaged database must not be touched")

    def test_not_a_database(self):
        daemon = self.daemon(start=False)
        daemon.data.mkdir(mode=0o700)
        (daemon.data / "lenswatch.db").write_text("Dear diary,\n" * 1000)
        self.assertIn("lenswatch.db", self.refused(daemon))

    def test_database_of_a_newer_version(self):
        daemon, path = self.a_database()
        database = sqlite3.connect(path)
        tables = [row[0] for row in
                  database.execute("select name from sqlite_master where type = 'table'")]
        if "version" in tables:
            database.execute("update version set version = 9999")
        else:
            database.execute("pragma user_version = 9999")
        database.commit()
        database.close()
        self.assertRegex(self.refused(daemon).lower(), "newer|version")

    def test_second_daemon(self):
        daemon = self.daemon()
        second = self.daemon(start=False)
        second.log = self.scratch / "second.log"
        said = self.refused(second)
        self.assertIn(str(daemon.data), said)
        self.assertTrue(daemon.is_healthy())

    def test_disk_full(self):
        """A file may not grow any more. The daemon says so, lives on, and recovers."""
        daemon = self.daemon()
        lens = self.camera()
        camera = daemon.add("Yard", lens.url)
        daemon.wait_verdict(camera, "CLEAR")
        pid = daemon.process.pid
        soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, hard))
        lens.in_focus = False
        daemon.wait_verdict(camera, "BLURRY")
        served = lens.served
        eventually(lambda: lens.served > served + 8, "pictures are still taken")
        self.assertTrue(daemon.is_healthy())
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (soft, hard))
        daemon.wait_event(camera, "defocus", ended=False)
        lens.in_focus = True
        daemon.wait_event(camera, "defocus", ended=True)


if __name__ == "__main__":
    unittest.main()
