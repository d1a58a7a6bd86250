# SPDX-License-Identifier: BSD-2-Clause
"""The rules of docs/ARCHITECTURE.md and CONTRIBUTING.md that a machine can check."""

import os
import re
import shutil
import subprocess
import unittest

from sources import ROOT, blank, files, functions, include_table, matching, read

C_FILE = r"(src|include|tests|bench|demo|docs|model)/.*\.[ch]"
SCRIPT = r"(.*\.(py|sh)|scripts/(?!.*\.txt$)[^/]+|\.ci/run|Makefile)"
TEXT = r"(?!.*package-lock\.json).*\.(c|h|py|sh|ts|tsx|css|html|md|txt|sql|json|build|yml|1|in)"

BANNED = "strcpy strcat sprintf vsprintf strtok atoi atol atof gets system popen rand gmtime " \
         "localtime".split()
FUNCTION_LINES_MAX = 70
GENERATED = {"web/src/api/types.ts"}  # from openapi.json, by `npm run types`
FILE_LINES_MAX = 800
COLUMNS_MAX = 100

# liblenswatch: no thread, socket or clock. (base/ owns the one place that reads the clock.)
LIBRARY = ["base", "frame", "kernel", "feature", "verdict"]
LIBRARY_BANNED = r"<(pthread|threads|sys/socket|netinet/.*|arpa/.*|poll|sys/epoll|signal)\.h>"
STAGE_BANNED = r"<(time|sys/time)\.h>"


def ratchet():
    """The debt: {(file, function or '-'): lines}."""
    debt = {}
    for line in read("tests/tidy/ratchet.txt").splitlines():
        if line and not line.startswith("#"):
            name, what, lines = line.split()
            debt[name, what] = int(lines)
    return debt


class Rules(unittest.TestCase):
    """Each test collects every offence before it fails."""

    def setUp(self):
        self.offences = []

    def offend(self, name, line, what):
        self.offences.append(f"{name}:{line}: {what}")

    def tearDown(self):
        if self.offences:
            self.fail("\n" + "\n".join(self.offences))

    def each_line(self, pattern, regex, what, prepare=lambda text: text):
        """Every line of the matching files in which the regular expression is found offends."""
        for name in matching(pattern):
            for number, line in enumerate(prepare(read(name)).splitlines(), 1):
                match = re.search(regex, line)
                if match:
                    self.offend(name, number, what.format(match.group().strip()))


class Includes(Rules):

    def each_include(self, pattern):
        for name in matching(pattern):
            text = blank(read(name), keep=("string",))
            for number, line in enumerate(text.splitlines(), 1):
                match = re.match(r'\s*#\s*include\s*(["<])([^">]+)[">]', line)
                if match:
                    yield name, number, match.group(1), match.group(2)

    def test_table_names_every_folder(self):
        folders = {path.name for path in (ROOT / "src").iterdir() if path.is_dir()}
        self.assertEqual(folders, set(include_table()),
                         "the folders of src/ and the table of docs/ARCHITECTURE.md differ")

    def test_include_table(self):
        table = include_table()
        for name, number, quote, path in self.each_include(r"src/.*\.[ch]"):
            folder = name.split("/")[1]
            other = path.split("/")[0]
            if quote == "<" or other == "lenswatch":
                continue
            if "/" not in path or path.startswith("."):
                self.offend(name, number, f'"{path}" is not relative to src/')
            elif other not in table.get(folder, ()):
                self.offend(name, number, f"{folder}/ may not include {other}/")

    def test_public_headers_include_public_headers_only(self):
        for name, number, quote, path in self.each_include(r"include/.*\.h"):
            if quote == '"' and not path.startswith("lenswatch/"):
                self.offend(name, number, f'"{path}" is not public')

    def test_library_has_no_thread_socket_or_clock(self):
        for name, number, quote, path in self.each_include(r"src/.*\.[ch]"):
            folder = name.split("/")[1]
            header = f"<{path}>" if quote == "<" else ""
            if folder in LIBRARY and re.fullmatch(LIBRARY_BANNED, header) or \
                    folder in LIBRARY and folder != "base" and re.fullmatch(STAGE_BANNED, header):
                self.offend(name, number, f"{folder}/ belongs to liblenswatch: no {header} there")

    def test_own_header_comes_first(self):
        first = {}
        for name, number, _, path in self.each_include(r"src/.*\.c"):
            first.setdefault(name, (number, path))
        for name, (number, path) in first.items():
            own = name.removeprefix("src/")[:-1] + "h"
            if (ROOT / "src" / own).exists() and path != own:
                self.offend(name, number, f'the first include must be "{own}"')

    def test_ours_are_sorted(self):
        """Not those of libraries: jerror.h, say, needs jpeglib.h before it."""
        previous = ("", 0, "", "")
        for include in self.each_include(r"(src|include)/.*\.[ch]"):
            name, number, quote, path = include
            own = name.removeprefix("src/")[:-1] + "h"
            if quote == '"' and previous[:3] == (name, number - 1, quote) and \
                    previous[3] > path and previous[3] != own:
                self.offend(name, number, f"{path} comes after {previous[3]}")
            previous = include

    def test_header_guards(self):
        for name in matching(r"(src|include)/.*\.h"):
            text = blank(read(name))
            if not re.search(r"#ifndef (LWI|LENSWATCH)_\w+_H\n#define \1_\w+_H\n", text):
                self.offend(name, 1, "no include guard LWI_FOLDER_FILE_H or LENSWATCH_FILE_H")


class Language(Rules):

    def test_banned_functions(self):
        self.each_line(C_FILE, r"\b(" + "|".join(BANNED) + r")\s*\(", "{} is banned", blank)

    def test_no_line_comments(self):
        def without_block_comments(text):
            return blank(text, keep=("line_comment",))
        self.each_line(C_FILE, r"//", "a comment is /* ... */", without_block_comments)

    def test_no_reserved_names(self):
        self.each_line(C_FILE, r"^#\s*define\s+_(?!GNU_SOURCE)\w*", "{}: reserved name", blank)

    def test_library_has_no_mutable_state(self):
        """No symbol of liblenswatch may be in a section that is writable while it runs."""
        archive = os.environ.get("LW_CORE_ARCHIVE")
        if not archive or not shutil.which("objdump"):
            self.skipTest("needs a build and objdump")
        symbols = subprocess.run(["objdump", "-t", archive], capture_output=True, text=True,
                                 check=True).stdout
        self.assertIn(".text", symbols)
        sections = r"(?:\.data|\.bss|\.tdata|\.tbss|\*COM\*)(?:\.(?!rel\.ro)\S+)?"
        found = re.findall(rf"^\w+ ......O {sections}\t\S+ +(\S+)$", symbols, re.M)
        self.assertEqual([], found, "liblenswatch has state outside its handles")


class Layout(Rules):

    def test_clang_format(self):
        tool = shutil.which("clang-format-14")
        if not tool:
            self.skipTest("clang-format-14 is not installed")
        done = subprocess.run([tool, "--dry-run", "-Werror", *matching(C_FILE)], cwd=ROOT,
                              capture_output=True, text=True, check=False)
        places = re.findall(r"^(\S+:\d+):\d+: error", done.stderr, re.M)
        self.assertEqual(0, done.returncode, "run `make format`:\n" + "\n".join(places))

    def test_function_length(self):
        debt = {key: lines for key, lines in ratchet().items() if key[1] != "-"}
        for name in matching(C_FILE):
            for function in functions(read(name)):
                allowed = debt.pop((name, function.name), FUNCTION_LINES_MAX)
                if function.length > allowed:
                    self.offend(name, function.line, f"{function.name}() has {function.length} "
                                                     f"lines, {allowed} are allowed")
                elif FUNCTION_LINES_MAX < allowed != function.length:
                    self.offend(name, function.line, f"{function.name}() has shrunk to "
                                f"{function.length} lines: lower it in tests/tidy/ratchet.txt")
        for name, function in debt:
            self.offend("tests/tidy/ratchet.txt", 1, f"{name} has no {function}() any more")

    def test_file_length(self):
        debt = ratchet()
        for name in matching(r"(src|include|tests|bench|demo|model|scripts|web/src)/.*"
                             r"\.([ch]|py|ts|tsx)"):
            lines = read(name).count("\n")
            allowed = debt.get((name, "-"), FILE_LINES_MAX)
            if lines > allowed and name not in GENERATED:
                self.offend(name, lines, f"{lines} lines, {allowed} are allowed: split it")

    def test_columns(self):
        self.each_line(C_FILE + "|" + SCRIPT + r"|.*meson\.build", r"^.{%d,}" % (COLUMNS_MAX + 1),
                       f"more than {COLUMNS_MAX} columns")

    def test_white_space(self):
        self.each_line(TEXT + "|" + SCRIPT, r"[ \t]+$", "white space at the end of the line")
        self.each_line(C_FILE, r"\t", "tab")
        for name in matching(TEXT + "|" + SCRIPT):
            if read(name) and not read(name).endswith("\n"):
                self.offend(name, read(name).count("\n"), "no line break at the end of the file")


class Words(Rules):

    def test_licence(self):
        for name in matching(C_FILE + "|" + SCRIPT + r"|src/.*\.sql|web/src/.*\.(ts|tsx|css)"):
            head = read(name).split("\n", 3)[:3]
            if read(name) and not any("SPDX-License-Identifier: BSD-2-Clause" in h for h in head):
                self.offend(name, 1, "no SPDX-License-Identifier in the first three lines")

    def test_no_markers(self):
        words = "|".join(["TO" "DO", "FIX" "ME", "X" "XX"])
        self.each_line(TEXT + "|" + SCRIPT, rf"\b({words})\b", "{}: finish it, or say why not")

    def test_no_paths_of_a_machine(self):
        self.each_line(TEXT + "|" + SCRIPT, r"(?<![\w.$}/])/(work|home|root|Users)/\w+",
                       "{}: a path of one machine")
        self.each_line(r"(src|include)/.*", r'"/tmp/', "{}: use $TMPDIR or a data directory")

    def test_no_object_files_or_archives(self):
        for name in files():
            if re.search(r"\.(o|a|so|gcda|gcno|pyc|log|orig|rej)$", name):
                self.offend(name, 1, "does not belong in the tree")


class Checker(unittest.TestCase):
    """The checks above must be able to fail."""

    def test_blank(self):
        text = 'a("gets(x)"); /* gets(y)\n */ b(\'"\'); // gets\nc();'
        self.assertEqual(blank(text).split(), ["a(", ");", "b(", ");", "c();"])
        self.assertEqual(blank(text).count("\n"), text.count("\n"))

    def test_functions(self):
        text = "static int\nfirst(int a,\n      int b)\n{\n    a();\n    b();\n}\n\n" \
               "static const int x[] = {\n    1,\n};\n\nvoid second(void)\n{\n}\n"
        self.assertEqual([(f.name, f.line, f.length) for f in functions(text)],
                         [("first", 4, 2), ("second", 14, 0)])

    def test_include_table(self):
        table = include_table()
        self.assertEqual(table["base"], {"base"})
        self.assertEqual(table["feature"], {"base", "feature", "frame", "kernel"})
        self.assertNotIn("api", table["feature"])
        self.assertEqual(table["cmd"], set(table))


if __name__ == "__main__":
    unittest.main()
