#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the Lenswatch authors
"""Writes table.csv as the C table of src/verdict/offocus_table.h.

    embed.py table.csv OUTPUT.c
"""
import csv
import sys


def main():
    with open(sys.argv[1], newline="") as f:
        rows = list(csv.reader(f))[1:]
    with open(sys.argv[2], "w", encoding="ascii") as out:
        out.write('#include "verdict/offocus_table.h"\n\n')
        out.write("const struct lwi_offocus_row lwi_offocus_table[] = {\n")
        for row in rows:
            values = ", ".join(repr(float(value)) for value in row[:4])
            out.write(f"    {{{{{values}}}, {int(float(row[4]))}}},\n")
        out.write("};\n")
        out.write(f"const size_t lwi_offocus_table_size = {len(rows)};\n")


if __name__ == "__main__":
    main()
