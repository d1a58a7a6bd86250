#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the Lenswatch authors
"""Writes openapi.json, without its white space, as C (src/api/openapi_text.h).

    embed.py openapi.json OUTPUT.c
"""
import json
import sys


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        text = json.dumps(json.load(f), separators=(",", ":"), ensure_ascii=True)
    data = text.encode("ascii") + b"\0"
    rows = [", ".join(str(byte) for byte in data[i:i + 20]) for i in range(0, len(data), 20)]
    with open(sys.argv[2], "w", encoding="ascii") as out:
        out.write('#include "api/openapi_text.h"\n\n')
        out.write("static const char text[] = {\n    " + ",\n    ".join(rows) + "};\n")
        out.write("const char *const lwi_openapi_text = text;\n")


if __name__ == "__main__":
    main()
