#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""One picture of the worst mistakes of an evaluation.

    bench/mistakes.py WORST.html SHEET.jpg

WORST.html is what `lenswatch evaluate --html` writes.
"""

import base64
import re
import sys
from pathlib import Path

import cv2
import numpy as np

ACROSS, DOWN = 6, 5
WIDE, HIGH, CAPTION = 200, 150, 20
FIGURE = re.compile(r'base64,([^"]+)">.*?<figcaption><b>(\w+)</b>, probability ([0-9.]+)', re.S)


def cell(data, label, probability):
    """One picture, whole, on a grey ground, with what it is and what was said below it."""
    picture = cv2.imdecode(np.frombuffer(base64.b64decode(data), np.uint8), cv2.IMREAD_COLOR)
    scale = min(WIDE / picture.shape[1], HIGH / picture.shape[0])
    size = (max(1, int(picture.shape[1] * scale)), max(1, int(picture.shape[0] * scale)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    out = np.full((HIGH + CAPTION, WIDE, 3), 235, np.uint8)
    x, y = (WIDE - size[0]) // 2, (HIGH - size[1]) // 2
    out[y:y + size[1], x:x + size[0]] = small
    cv2.putText(out, f"{label}: said {float(probability):.2f}", (4, HIGH + 14),
                cv2.FONT_HERSHEY_SIMPLEX, 0.42, (0, 0, 0), 1, cv2.LINE_AA)
    return out


def main():
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    found = FIGURE.findall(Path(sys.argv[1]).read_text())[:ACROSS * DOWN]
    if not found:
        raise SystemExit("no mistake with a picture in it")
    cells = [cell(*f) for f in found]
    cells += [np.full_like(cells[0], 235)] * (-len(cells) % ACROSS)
    rows = [np.hstack(cells[i:i + ACROSS]) for i in range(0, len(cells), ACROSS)]
    cv2.imwrite(sys.argv[2], np.vstack(rows), [cv2.IMWRITE_JPEG_QUALITY, 80])


if __name__ == "__main__":
    main()
