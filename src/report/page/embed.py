#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the Lenswatch authors
"""Writes the parts of the HTML report as C, for the build directory.

usage: embed.py OUTPUT.c FILE...    (page.css becomes lwi_page_css)
"""
import pathlib
import sys


def main():
    output, *parts = sys.argv[1:]
    text = '#include "report/page.h"\n'
    for part in parts:
        path = pathlib.Path(part)
        data = path.read_bytes() + b"\0"
        rows = [", ".join(str(b) for b in data[i:i + 20]) for i in range(0, len(data), 20)]
        text += "\nconst char %s[] = {\n    %s};\n" % (
            "lwi_" + path.name.replace(".", "_"), ",\n    ".join(rows))
    pathlib.Path(output).write_text(text)


main()
