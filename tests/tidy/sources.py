# SPDX-License-Identifier: BSD-2-Clause
"""Reads the tree for the tidy tests: which files there are, and what is code in a C file."""

import re
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

TOKEN = re.compile(r"""
      (?P<comment>/\*.*?\*/)
    | (?P<line_comment>//[^\n]*)
    | (?P<string>"(?:\\.|[^"\\\n])*")
    | (?P<char>'(?:\\.|[^'\\\n])*')
    """, re.VERBOSE | re.DOTALL)


@lru_cache(maxsize=None)
def files():
    """Every file of the tree that is not made by a build, relative to its root."""
    done = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                          cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        names = [name for name in done.stdout.split("\0") if name]
    else:  # not a checkout: an unpacked archive
        names = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*")
                 if not re.match(r"build|data/|\.git/|web/dist/|.*node_modules/|.*__pycache__/",
                                 str(path.relative_to(ROOT)))]
    return sorted(name for name in set(names) if (ROOT / name).is_file())


def matching(pattern):
    """The files whose whole name matches a regular expression."""
    return [name for name in files() if re.fullmatch(pattern, name)]


@lru_cache(maxsize=None)
def read(name):
    return (ROOT / name).read_text(encoding="utf-8", errors="replace")


def blank(text, keep=()):
    """C code with comments, strings and characters blanked out, line breaks kept."""
    def replace(match):
        if match.lastgroup in keep:
            return match.group()
        return re.sub(r"[^\n]", " ", match.group())
    return TOKEN.sub(replace, text)


@dataclass
class Function:
    """A C function's definition: what it is called, where its body begins, lines of its body."""
    name: str
    line: int
    length: int


def functions(text):
    """The function definitions of a C file that is laid out as .clang-format has it."""
    lines = blank(text).splitlines()
    found = []
    start = None
    for number, line in enumerate(lines, 1):
        if line.rstrip() == "{":
            head = number - 1
            while head > 0 and lines[head - 1].strip() and lines[head - 1][0] not in "}#":
                head -= 1
            names = re.findall(r"(\w+)\s*\(", " ".join(lines[head:number - 1]))
            names = [n for n in names if n != "__attribute__"]
            start = (names[0] if names else "?", number)
        elif line.startswith("}") and start:
            found.append(Function(start[0], start[1], number - start[1] - 1))
            start = None
    return found


def include_table():
    """The table of docs/ARCHITECTURE.md: folder -> the folders that it may include."""
    table = {}
    for line in read("docs/ARCHITECTURE.md").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        match = re.fullmatch(r"`(\w+)/`", cells[0])
        if match and len(cells) == 4:
            table[match.group(1)] = set(re.findall(r"\w+", cells[3]))
    for folder, allowed in table.items():
        if "all" in allowed:
            table[folder] = set(table)
        table[folder] |= {folder} if folder == "base" else {folder, "base"}
        table[folder].discard("nothing")
    return table
