# SPDX-License-Identifier: BSD-2-Clause
"""8-bit grey PNG pictures, read and written with the standard library alone."""

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def read(path):
    """(width, height, luma bytes) of an 8-bit grey picture that is not interlaced."""
    with open(path, "rb") as file:
        data = file.read()
    if data[:8] != SIGNATURE:
        raise ValueError(f"{path} is not a PNG picture")
    header, body, at = None, b"", 8
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IHDR":
            header = struct.unpack(">IIBBBBB", data[at + 8:at + 8 + size])
        if kind == b"IDAT":
            body += data[at + 8:at + 8 + size]
        at += 12 + size
    width, height, depth, colour, _, _, interlace = header
    if (depth, colour, interlace) != (8, 0, 0):
        raise ValueError(f"{path} is not 8-bit grey")
    return width, height, _unfilter(zlib.decompress(body), width, height)


def _paeth(a, b, c):
    p = a + b - c
    pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
    if pa <= pb and pa <= pc:
        return a
    return b if pb <= pc else c


def _unfilter(raw, width, height):
    out = bytearray()
    above = bytes(width)
    for y in range(height):
        start = y * (width + 1)
        kind = raw[start]
        row = bytearray(raw[start + 1:start + 1 + width])
        for x in range(width if kind else 0):
            left = row[x - 1] if x else 0
            corner = above[x - 1] if x else 0
            add = (0, left, above[x], (left + above[x]) // 2,
                   _paeth(left, above[x], corner))[kind]
            row[x] = (row[x] + add) & 255
        out += row
        above = row
    return bytes(out)


def write(path, width, height, luma):
    """Writes an 8-bit grey picture."""
    rows = b"".join(b"\0" + luma[y * width:(y + 1) * width] for y in range(height))

    def chunk(kind, body):
        return (struct.pack(">I", len(body)) + kind + body +
                struct.pack(">I", zlib.crc32(kind + body)))

    with open(path, "wb") as file:
        file.write(SIGNATURE)
        file.write(chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)))
        file.write(chunk(b"IDAT", zlib.compress(rows, 9)))
        file.write(chunk(b"IEND", b""))
