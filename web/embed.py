#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the Lenswatch authors
"""Turns the folder that Vite made into a C table (src/api/web_assets.h).

    embed.py [DIST] OUTPUT.c

Files are kept compressed: every browser takes gzip, and the program then has
nothing to compress. Without DIST the table is empty. The output depends on the
files alone, so that a build can be repeated bit for bit.
"""
import gzip
import hashlib
import os
import sys

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
COMPRESSED_ALREADY = {".png", ".ico"}
IMMUTABLE = "public, max-age=31536000, immutable"
HEAD = """/* SPDX-License-Identifier: BSD-2-Clause */
/* Made by web/embed.py. Changes here are lost. */
#include "api/web_assets.h"

"""


def find(dist):
    """All files below dist as (web path, file path), sorted."""
    found = []
    for folder, _, names in os.walk(dist):
        for name in names:
            path = os.path.join(folder, name)
            found.append(("/" + os.path.relpath(path, dist).replace(os.sep, "/"), path))
    return sorted(found)


def c_bytes(data):
    lines = (data[i:i + 20] for i in range(0, len(data), 20))
    return "\n".join("    " + "".join(f"{b}," for b in line) for line in lines)


def c_asset(number, web_path, path):
    """The bytes and the table row of one file."""
    suffix = os.path.splitext(path)[1]
    if suffix not in TYPES:
        sys.exit(f"embed.py: no content type is known for {path}; add it to TYPES")
    with open(path, "rb") as f:
        data = f.read()
    etag = hashlib.sha256(data).hexdigest()[:20]
    compress = suffix not in COMPRESSED_ALREADY
    if compress:
        data = gzip.compress(data, 9, mtime=0)
    cache = IMMUTABLE if web_path.startswith("/assets/") else "no-cache"
    body = f"static const unsigned char asset_{number}[] = {{\n{c_bytes(data)}\n}};\n\n"
    row = (f'    {{"{web_path}", "{TYPES[suffix]}", "\\"{etag}\\"",\n     "{cache}",\n'
           f"     asset_{number}, sizeof(asset_{number}), {int(compress)}}},\n")
    return body, row


def main(arguments):
    if len(arguments) not in (1, 2):
        sys.exit(__doc__)
    files = find(arguments[0]) if len(arguments) == 2 else []
    if len(arguments) == 2 and "/index.html" not in dict(files):
        sys.exit(f"embed.py: there is no index.html in {arguments[0]}")
    assets = [c_asset(i, *file) for i, file in enumerate(files)]
    with open(arguments[-1], "w", encoding="ascii") as out:
        out.write(HEAD)
        out.writelines(body for body, _ in assets)
        out.write("const struct lwi_web_asset lwi_web_assets[] = {\n")
        out.writelines(row for _, row in assets)
        out.write("    {0},\n};\n")


if __name__ == "__main__":
    main(sys.argv[1:])
