#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the Lenswatch authors
"""Writes schema.sql and the upgrade steps as C, for the build directory.

usage: embed.py OUTPUT.c schema.sql [upgrade/v1_to_v2.sql ...]
"""
import pathlib
import re
import sys


def c_array(name, path):
    data = pathlib.Path(path).read_bytes() + b"\0"
    rows = [", ".join(str(b) for b in data[i:i + 20]) for i in range(0, len(data), 20)]
    return "static const char %s[] = {\n    %s};\n" % (name, ",\n    ".join(rows))


def main():
    output, schema, *steps = sys.argv[1:]
    numbered = []
    for path in steps:
        match = re.fullmatch(r"v(\d+)_to_v(\d+)\.sql", pathlib.Path(path).name)
        if not match or int(match[2]) != int(match[1]) + 1:
            sys.exit("%s: a step is named vN_to_vN+1.sql" % path)
        numbered.append((int(match[1]), path))
    numbered.sort()
    if [n for n, _ in numbered] != list(range(1, len(numbered) + 1)):
        sys.exit("the upgrade steps have a gap")

    text = '#include "store/upgrade.h"\n\n#include <stddef.h>\n\n'
    text += c_array("schema", schema)
    text += "const char *const lwi_store_schema = schema;\n"
    for n, path in numbered:
        text += c_array("step_%d" % n, path)
    text += "const char *const lwi_store_steps[] = {%s NULL};\n" % (
        "".join("step_%d, " % n for n, _ in numbered))
    pathlib.Path(output).write_text(text)


main()
