#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""The generator of scenarios: one small camera, one fault that nobody can miss."""

import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

PROGRAM = os.environ["SCENARIOS"]


def run(*arguments):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "result.json"
        done = subprocess.run([PROGRAM, *arguments, "--json", str(path)], capture_output=True,
                              text=True, check=False)
        if done.returncode:
            raise AssertionError(done.stderr)
        return done.stdout, json.loads(path.read_text(encoding="utf-8"))


class Scenarios(unittest.TestCase):
    def test_a_gross_defocus_is_found_and_a_healthy_camera_raises_nothing(self):
        table, data = run("--cameras", "1", "--first", "3", "--days", "0", "--width", "640",
                          "--speeds", "sudden", "--only", "defocus, gross")
        self.assertIn("| defocus, gross | sudden | 12 px@1080p |", table)
        self.assertEqual(1, data["cameras"])
        self.assertEqual({}, data["ordinary_false_events"])
        trials = [t for t in data["trials"] if t["strength"] == 12]
        self.assertEqual(6, sum(t["trials"] for t in trials))  # by day and by night
        self.assertEqual(6, sum(t["found"] for t in trials))
        self.assertRegex(table, r"12 px@1080p \| 6 \| 0 \| 100\.0 % \(6\d–100\)")

    def test_a_run_that_was_stopped_goes_on(self):
        with tempfile.TemporaryDirectory() as folder:
            arguments = ["--days", "0", "--width", "640", "--speeds", "none", "--save", folder]
            _, first = run("--cameras", "1", *arguments)
            kept = Path(folder) / "camera-0"
            before = kept.stat().st_mtime_ns
            _, both = run("--cameras", "2", *arguments)
            self.assertEqual(before, kept.stat().st_mtime_ns)
            self.assertEqual(2, both["cameras"])
            self.assertAlmostEqual(2 * first["camera_days"], both["camera_days"])
            kept.write_bytes(b"torn")
            _, again = run("--cameras", "2", *arguments)
            self.assertEqual(both, again)

    def test_every_fault_and_nuisance_gives_a_picture(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([PROGRAM, "--cameras", "1", "--width", "640", "--dump", folder],
                           check=True)
            pictures = {p.name: p.read_bytes() for p in Path(folder).iterdir()}
            listed = subprocess.run([PROGRAM, "--list"], capture_output=True, text=True, check=True)
            self.assertGreater(len(pictures), len(listed.stdout.splitlines()))
            healthy = pictures["00-day.pgm"]
            for name in ("defocus", "covered", "noise", "stripes", "too-dark"):
                self.assertNotEqual(healthy, pictures[f"00-{name}.pgm"], name)
            # The same seed, the same pictures.
            subprocess.run([PROGRAM, "--cameras", "1", "--width", "640", "--dump", folder],
                           check=True)
            self.assertEqual(pictures, {p.name: p.read_bytes() for p in Path(folder).iterdir()})

    def test_wrong_usage(self):
        for arguments in (["--cameras", "0"], ["--speeds", "never"], ["--what"], ["word"]):
            done = subprocess.run([PROGRAM, *arguments], capture_output=True, check=False)
            self.assertEqual(64, done.returncode, arguments)


if __name__ == "__main__":
    unittest.main()
