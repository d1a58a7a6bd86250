# SPDX-License-Identifier: BSD-2-Clause
"""The documentation must be whole: every public function, every option, no dead link."""

import os
import re
import subprocess
import unittest

from sources import ROOT, matching, read

PROGRAM = os.environ.get("LENSWATCH")


def help_of(*words):
    """What `lenswatch WORDS --help` prints."""
    done = subprocess.run([PROGRAM, *words, "--help"], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=20, check=False)
    if done.returncode != 0:
        raise AssertionError(f"lenswatch {' '.join(words)} --help: exit status "
                             f"{done.returncode}\n{done.stderr}")
    return done.stdout


def listed_commands(text):
    """The names below a line "Commands:"."""
    block = re.search(r"^Commands:\n((?:(?:  .*)?\n)+)", text, re.M)
    return re.findall(r"^  ([a-z-]+)\b", block.group(1), re.M) if block else []


def options(text):
    return sorted(set(re.findall(r"(?<![\w-])--[a-z][a-z0-9-]*", text)))


@unittest.skipUnless(PROGRAM, "needs the built program in $LENSWATCH")
class Options(unittest.TestCase):

    def setUp(self):
        self.commands = [(name,) for name in listed_commands(help_of())]
        for (name,) in list(self.commands):
            self.commands += [(name, sub) for sub in listed_commands(help_of(name))]

    def test_manual_has_every_command_and_option(self):
        manual = "\n".join(read(name) for name in matching(r"docs/man/.*\.1"))
        manual = re.sub(r"\\f[BIRP]", "", manual).replace(r"\-", "-")
        for words in self.commands:
            with self.subTest(command=" ".join(words)):
                self.assertTrue(re.search(rf"\blenswatch {' '.join(words)}\b", manual),
                                "the command is not in docs/man/lenswatch.1")
                missing = [option for option in options(help_of(*words))
                           if not re.search(re.escape(option) + r"(?![\w-])", manual)]
                self.assertEqual([], missing, "not in docs/man/lenswatch.1")

    def test_help_lines_fit_a_terminal(self):
        for words in [(), *self.commands]:
            with self.subTest(command=" ".join(words)):
                long = [line for line in help_of(*words).splitlines() if len(line) > 80]
                self.assertEqual([], long)


class PublicHeaders(unittest.TestCase):

    def test_every_function_is_documented(self):
        for name in matching(r"include/lenswatch/.*\.h"):
            lines = read(name).splitlines()
            for number, line in enumerate(lines):
                if line.startswith("LW_API") and not lines[number - 1].rstrip().endswith("*/"):
                    self.fail(f"{name}:{number + 1}: no comment before {line}")

    def test_the_whole_header_includes_each(self):
        whole = read("include/lenswatch/lenswatch.h")
        for name in matching(r"include/lenswatch/.*\.h"):
            if not name.endswith("/lenswatch.h"):
                self.assertIn(f'#include "{name.removeprefix("include/")}"', whole)


class Pages(unittest.TestCase):

    def test_links_lead_somewhere(self):
        for name in matching(r".*\.md"):
            text = re.sub(r"```.*?```", "", read(name), flags=re.S)
            for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
                if not re.match(r"[a-z]+:", target):
                    place = (ROOT / name).parent / target
                    self.assertTrue(place.exists(), f"{name}: dead link to {target}")

    def test_packages_are_listed_once(self):
        names = [line.split()[0] for line in read("scripts/packages.txt").splitlines()
                 if line.strip() and not line.startswith("#")]
        twice = sorted({name for name in names if names.count(name) > 1})
        self.assertEqual([], twice, "twice in scripts/packages.txt")


if __name__ == "__main__":
    unittest.main()
