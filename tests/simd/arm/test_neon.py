# SPDX-License-Identifier: BSD-2-Clause
"""The kernels for NEON against C, built by a cross compiler and run by qemu's user mode."""

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
COMPILER = os.environ.get("LENSWATCH_ARM_CC", "aarch64-linux-gnu-gcc")
QEMU = shutil.which("qemu-aarch64") or shutil.which("qemu-aarch64-static")
FLAGS = ["-std=c11", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", "-Wno-unused-parameter",
         "-ffp-contract=off", "-static"]


@unittest.skipUnless(shutil.which(COMPILER) and QEMU,
                     "needs gcc-aarch64-linux-gnu, libc6-dev-arm64-cross and qemu-user")
class Neon(unittest.TestCase):

    def run_family(self, family, optimisation):
        sources = [*sorted((ROOT / "src/kernel").glob("*.c")),
                   *sorted((ROOT / "src/kernel/arm").glob("*.c")),
                   ROOT / "tests/simd/simd.c", ROOT / f"tests/simd/test_{family}.c"]
        with tempfile.TemporaryDirectory() as folder:
            program = Path(folder) / family
            subprocess.run([COMPILER, *FLAGS, optimisation, f"-I{ROOT}/tests/simd/arm",
                            f"-I{ROOT}/src", f"-I{ROOT}/include", *map(str, sources),
                            "-o", str(program), "-lm"], check=True)
            done = subprocess.run([QEMU, str(program)], stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, text=True, timeout=900, check=False)
            print(done.stdout, end="")
            self.assertEqual(0, done.returncode, done.stdout[-2000:])
            self.assertIn("passed", done.stdout)
            self.assertNotIn("none of the instruction sets", done.stdout)

    def test_scene(self):
        self.run_family("scene", "-O2")

    def test_select(self):
        self.run_family("select", "-O2")

    def test_stencil(self):
        self.run_family("stencil", "-O2")

    def test_tile(self):
        self.run_family("tile", "-O2")

    def test_wavelet(self):
        self.run_family("wavelet", "-O2")
