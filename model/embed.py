#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the Lenswatch authors
"""Writes a model file as the C array that src/verdict/model.h declares.

    embed.py lenswatch.model OUTPUT.c
"""
import sys


def main():
    with open(sys.argv[1], "rb") as f:
        data = f.read()
    with open(sys.argv[2], "w", encoding="ascii") as out:
        out.write('#include "verdict/model.h"\n\n')
        out.write("const char lwi_model_builtin[] = {\n")
        for i in range(0, len(data), 24):
            out.write("    " + ",".join(str(b) for b in data[i:i + 24]) + ",\n")
        out.write("    0,\n};\n")
        out.write(f"const size_t lwi_model_builtin_size = {len(data)};\n")


if __name__ == "__main__":
    main()
