# SPDX-License-Identifier: BSD-2-Clause
"""The library as others see it: headers, symbols, the example, pkg-config."""

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ["BUILD"])
LIBRARY = Path(os.environ["LIBRARY"])
EXAMPLE = Path(os.environ["EXAMPLE"])
# With sanitizers, the library needs the sanitizer's runtime in the program.
SANITIZED = os.environ["SANITIZED"] != "none"

STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only"]


def run(*command, **kwargs):
    return subprocess.run([str(c) for c in command], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False, **kwargs)


def picture(path):
    """A grey picture of 320 x 240: squares of many sizes."""
    pixels = bytes(200 if (x // (5 + y // 24) + y // 9) % 2 else 40 + x // 8
                   for y in range(240) for x in range(320))
    path.write_bytes(b"P5\n320 240\n255\n" + pixels)
    return path


class Headers(unittest.TestCase):
    def check(self, language, compiler, standard):
        headers = sorted((ROOT / "include" / "lenswatch").glob("*.h"))
        self.assertGreater(len(headers), 5)
        for header in headers:
            # A second time, for the include guard.
            source = f'#include "lenswatch/{header.name}"\n' * 2 + "int used;\n"
            done = run(compiler, f"-std={standard}", *STRICT, "-x", language, "-I",
                       ROOT / "include", "-", input=source)
            self.assertEqual(done.returncode, 0, f"{header.name}: {done.stdout}")

    def test_c99(self):
        self.check("c", "cc", "c99")

    def test_c11(self):
        self.check("c", "cc", "c11")

    def test_cxx11(self):
        self.check("c++", "c++", "c++11")

    def test_cxx17(self):
        self.check("c++", "c++", "c++17")

    def test_links_from_cxx(self):
        if SANITIZED:
            self.skipTest("the library needs the sanitizer's runtime")
        with tempfile.TemporaryDirectory() as folder:
            program = Path(folder) / "program"
            source = ('#include <cstdio>\n#include "lenswatch/lenswatch.h"\n'
                      'int main() { std::puts(lw_version()); return lw_feature_count() == 0; }\n')
            done = run("c++", "-std=c++11", "-x", "c++", "-", "-x", "none", "-I",
                       ROOT / "include", LIBRARY, f"-Wl,-rpath,{LIBRARY.parent}", "-o", program,
                       input=source)
            self.assertEqual(done.returncode, 0, done.stdout)
            self.assertEqual(run(program).returncode, 0)


class Symbols(unittest.TestCase):
    def exported(self):
        done = run("nm", "-D", "--defined-only", LIBRARY)
        self.assertEqual(done.returncode, 0, done.stdout)
        return {line.split()[-1] for line in done.stdout.splitlines() if line}

    def test_only_ours(self):
        foreign = {name for name in self.exported() if not name.startswith("lw_")}
        if SANITIZED:
            foreign = {name for name in foreign if "san" not in name}
        self.assertEqual(foreign, set())

    def test_all_that_is_declared(self):
        declared = set()
        for header in (ROOT / "include" / "lenswatch").glob("*.h"):
            for line in header.read_text(encoding="ascii").splitlines():
                if line.startswith("LW_API "):
                    declared.add(line.split("(")[0].split()[-1].lstrip("*"))
        self.assertGreater(len(declared), 10)
        self.assertEqual(declared - self.exported(), set())


class Example(unittest.TestCase):
    def check_output(self, output):
        self.assertRegex(output, r"^(CLEAR|BLURRY|NOT ASSESSABLE): ")
        self.assertIn("laplacian_variance", output)

    def test_runs(self):
        with tempfile.TemporaryDirectory() as folder:
            done = run(EXAMPLE, picture(Path(folder) / "picture.pgm"))
            self.assertEqual(done.returncode, 0, done.stdout)
            self.check_output(done.stdout)

    def test_refuses_what_is_not_a_picture(self):
        self.assertEqual(run(EXAMPLE, __file__).returncode, 2)
        self.assertEqual(run(EXAMPLE).returncode, 2)

    def test_installed(self):
        """Installs the library, and builds the example with what pkg-config says."""
        if SANITIZED:
            self.skipTest("the library needs the sanitizer's runtime")
        self.assertIsNotNone(shutil.which("pkg-config"))
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            done = run("meson", "install", "-C", BUILD, "--no-rebuild", "--tags", "devel,runtime",
                       env=dict(os.environ, DESTDIR=str(folder / "root")))
            self.assertEqual(done.returncode, 0, done.stdout)
            config, = (folder / "root").rglob("lenswatch.pc")
            env = dict(os.environ, PKG_CONFIG_PATH=str(config.parent),
                       PKG_CONFIG_SYSROOT_DIR=str(folder / "root"))
            for static in ([], ["--static"]):
                flags = run("pkg-config", "--cflags", "--libs", *static, "lenswatch", env=env)
                self.assertEqual(flags.returncode, 0, flags.stdout)
                program = folder / ("static" if static else "shared")
                link = ["-static"] if static else []
                done = run("cc", "-std=c99", "-Wall", "-Werror", ROOT / "examples" / "assess.c",
                           "-o", program, *link, *flags.stdout.split())
                self.assertEqual(done.returncode, 0, done.stdout)
                libraries = str(config.parent.parent)
                done = run(program, picture(folder / "picture.pgm"),
                           env=dict(os.environ, LD_LIBRARY_PATH=libraries))
                self.assertEqual(done.returncode, 0, done.stdout)
                self.check_output(done.stdout)


if __name__ == "__main__":
    unittest.main()
