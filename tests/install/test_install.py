# SPDX-License-Identifier: BSD-2-Clause
"""What `make install` puts down, and whether it works there."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

BUILD = os.environ["LW_BUILD"]
PREFIX = os.environ["LW_PREFIX"]


def run(*command, **kwargs):
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60,
                          stdin=subprocess.DEVNULL, **kwargs)


class Installed(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory(prefix="lenswatch-install-")
        cls.root = Path(cls.scratch.name)
        done = run("meson", "install", "-C", BUILD, "--no-rebuild", "--destdir", cls.root)
        if done.returncode != 0:
            raise AssertionError(done.stdout + done.stderr)
        cls.prefix = cls.root / PREFIX.lstrip("/")

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def one(self, pattern):
        found = sorted(self.prefix.glob(pattern))
        self.assertTrue(found, f"nothing installed as {pattern}")
        return found[0]

    def test_nothing_outside_the_prefix(self):
        files = [path for path in self.root.rglob("*") if path.is_file()]
        outside = [str(path) for path in files if self.prefix not in path.parents]
        self.assertEqual([], outside)

    def test_program_runs(self):
        done = run(self.one("bin/lenswatch"), "--version")
        self.assertRegex(done.stdout, r"^lenswatch \d+\.\d+\.\d+")
        self.assertEqual(0, done.returncode)

    def test_library_header_and_pkg_config(self):
        self.one("lib*/**/liblenswatch.so")
        self.one("lib*/**/liblenswatch.a")
        self.one("include/lenswatch/lenswatch.h")
        folder = self.one("lib*/**/lenswatch.pc").parent
        done = run("pkg-config", "--cflags", "--libs", "lenswatch",
                   env={**os.environ, "PKG_CONFIG_PATH": str(folder),
                        "PKG_CONFIG_SYSROOT_DIR": str(self.root)})
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertIn("-llenswatch", done.stdout)

    def test_library_exports_its_interface_only(self):
        done = run("nm", "-D", "--defined-only", self.one("lib*/**/liblenswatch.so"))
        self.assertEqual(0, done.returncode, done.stderr)
        names = [line.split()[-1] for line in done.stdout.splitlines()]
        self.assertIn("lw_version", names)
        self.assertEqual([], [n for n in names if not n.startswith("lw_")])

    def test_manual_page(self):
        page = self.one("share/man/man1/lenswatch.1")
        if not shutil.which("man"):
            self.skipTest("man is not installed")
        done = run("man", "--warnings", "-l", str(page),
                   env={**os.environ, "MANWIDTH": "80", "LC_ALL": "C.UTF-8", "MANROFFSEQ": ""})
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertEqual("", done.stderr)
        self.assertIn("lenswatch check", done.stdout)

    def test_service(self):
        unit = self.one("lib/systemd/system/lenswatch.service")
        self.assertIn(f"ExecStart={PREFIX}/bin/lenswatch serve", unit.read_text())
        if not shutil.which("systemd-analyze"):
            self.skipTest("systemd-analyze is not installed")
        # The program is not where the unit says until it is really installed.
        here = self.root / "lenswatch.service"
        here.write_text(unit.read_text().replace(f"{PREFIX}/bin/lenswatch", "/bin/true"))
        done = run("systemd-analyze", "verify", "--man=no", here)
        self.assertEqual("", done.stderr.strip())
        self.assertEqual(0, done.returncode)
        done = run("systemd-analyze", "security", "--offline=yes", here)
        exposure = re.search(r"Overall exposure level[^:]*: ([\d.]+)", done.stdout)
        self.assertLess(float(exposure.group(1)), 2.0)


class Completion(unittest.TestCase):
    """Sources the completion in a bash and looks at what it would offer."""

    def complete(self, line):
        script = f"""
            PATH="{BUILD}:$PATH"
            source "{os.environ['LW_SOURCE']}/dist/lenswatch.bash"
            compopt() {{ :; }} # only allowed while bash itself completes
            COMP_LINE={line!r}
            read -ra COMP_WORDS <<<"$COMP_LINE"
            [[ $COMP_LINE != *" " ]] || COMP_WORDS+=("")
            COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
            _lenswatch lenswatch
            printf '%s\\n' "${{COMPREPLY[@]}}"
        """
        done = run("bash", "--norc", "-c", script)
        self.assertEqual("", done.stderr)
        return done.stdout.split()

    def test_commands(self):
        self.assertIn("check", self.complete("lenswatch "))
        self.assertEqual(["serve"], self.complete("lenswatch ser"))
        self.assertEqual(["show"], self.complete("lenswatch camera sh"))

    def test_options(self):
        self.assertIn("--format", self.complete("lenswatch check --"))
        self.assertEqual(["--threshold"], self.complete("lenswatch check --thresh"))

    def test_values(self):
        self.assertIn("jsonl", self.complete("lenswatch check --format "))
        self.assertEqual(["html"], self.complete("lenswatch check --format h"))

    def test_folders_and_files(self):
        with tempfile.TemporaryDirectory(prefix="lenswatch-completion-") as folder:
            (Path(folder) / "pictures").mkdir()
            (Path(folder) / "picture.jpg").touch()
            self.assertEqual([f"{folder}/pictures"],
                             self.complete(f"lenswatch check --copy-blurry {folder}/p"))
            self.assertEqual({f"{folder}/pictures", f"{folder}/picture.jpg"},
                             set(self.complete(f"lenswatch check {folder}/p")))


if __name__ == "__main__":
    unittest.main()
