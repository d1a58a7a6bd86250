# SPDX-License-Identifier: BSD-2-Clause
"""Writes paths.tsv as a C table: embed.py OUTPUT INPUT."""

import json
import sys

COLUMNS = 6


def main():
    output, source = sys.argv[1:]
    rows = []
    with open(source, encoding="ascii") as lines:
        for number, line in enumerate(lines, 1):
            if line.startswith("#"):
                continue
            cells = line.rstrip("\n").split("\t")
            if len(cells) != COLUMNS or not cells[2].isdecimal() or not all(cells):
                sys.exit(f"{source}:{number}: not {COLUMNS} columns")
            text = [cell if i == 2 else json.dumps(cell) for i, cell in enumerate(cells)]
            rows.append("    {" + ", ".join(text) + "},\n")
    with open(output, "w", encoding="ascii") as out:
        out.write('#include "driver/paths.h"\n\n#include <stddef.h>\n\n'
                  "const struct lwi_known_paths lwi_known_paths[] = {\n" + "".join(rows) +
                  "    {NULL, NULL, 0, NULL, NULL, NULL},\n};\n")


main()
