# SPDX-License-Identifier: BSD-2-Clause
"""The parts that the program loads when it needs them: where it looks, and what if not."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

BUILD = Path(os.environ["BUILD"])
LENSWATCH = Path(os.environ["LENSWATCH"])

# Without what Meson sets: the program itself must find its parts.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "LD_LIBRARY_PATH"}

HEAVY = r"lib(av|sw|xgboost|gomp|x26|mosquitto|modbus|gpiod|netsnmp|asound|sndfile|ssl)\w*"


def run(*command, **more):
    return subprocess.run([str(c) for c in command], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False,
                          env={**ENVIRONMENT, **more})


def no_video(folder):
    """What begins as a video and is none: only the module can tell."""
    path = Path(folder) / "broken.mp4"
    path.write_bytes(b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + bytes(2000))
    return path


class Modules(unittest.TestCase):
    def check_loads(self, program):
        with tempfile.TemporaryDirectory() as folder:
            done = run(program, "check", no_video(folder))
            self.assertIn("damaged", done.stdout)
            self.assertNotIn("loaded", done.stdout)
            self.assertEqual(done.returncode, 2)

    def test_program_does_not_link_them(self):
        done = run("ldd", LENSWATCH)
        self.assertIn("libjpeg", done.stdout)
        self.assertEqual([], re.findall(HEAVY, done.stdout), done.stdout)

    def test_found_in_the_build_directory(self):
        self.check_loads(LENSWATCH)

    def test_missing(self):
        with tempfile.TemporaryDirectory() as folder:
            program = Path(folder) / "lenswatch"
            shutil.copy(LENSWATCH, program)
            done = run(program, "check", "--format", "jsonl", no_video(folder))
            self.assertIn("lenswatch-av.so cannot be loaded", done.stdout)
            self.assertIn("Install Lenswatch again", done.stdout)
            self.assertEqual(done.returncode, 2)
            done = run(program, "--version")
            self.assertEqual(done.returncode, 0, done.stdout)

    def test_found_where_it_is_installed_and_moved_to(self):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "root"
            done = run("meson", "install", "-C", BUILD, "--no-rebuild", "--tags", "runtime",
                       DESTDIR=str(root))
            self.assertEqual(done.returncode, 0, done.stdout)
            self.assertEqual(len(list(root.rglob("lenswatch-av.so"))), 1)
            moved = root.rename(Path(folder) / "moved")
            program, = moved.rglob("bin/lenswatch")
            self.check_loads(program)


if __name__ == "__main__":
    unittest.main()
