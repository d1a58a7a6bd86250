#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Writes values.csv: what scikit-image 0.19.3 gives for the pictures in data/.

Run it by hand after adding a picture (Debian 12: python3-skimage, python3-pywt). The
tests only read values.csv. It also draws the small pictures of odd shapes; those named
otherwise were drawn once and are kept as they are.
"""

import csv
import math
import random
import warnings
from pathlib import Path

import numpy as np
import skimage
from skimage.filters import laplace, scharr
from skimage.restoration import estimate_sigma

import png

HERE = Path(__file__).resolve().parent
SHAPES = [(1, 1), (2, 1), (1, 2), (2, 2), (3, 2), (2, 3), (3, 3), (4, 3), (3, 4), (5, 4), (5, 5),
          (1, 9), (9, 1), (7, 6), (17, 1), (1, 64), (34, 2), (35, 3), (64, 5), (67, 33)]


def draw_small():
    """A noisy ramp and a flat picture of each shape."""
    generator = random.Random(20260101)
    for width, height in SHAPES:
        ramp = bytes(min(255, 3 * x + 5 * y + generator.randrange(24))
                     for y in range(height) for x in range(width))
        png.write(HERE / "data" / f"ramp_{width}x{height}.png", width, height, ramp)
    for width, height, level in [(1, 1, 0), (1, 1, 255), (2, 3, 77), (5, 4, 200), (33, 34, 99)]:
        png.write(HERE / "data" / f"flat_{width}x{height}_{level}.png", width, height,
                  bytes([level]) * (width * height))


def draw_soft():
    """A picture without noise, in which most of the wavelet coefficients are exactly 0."""
    width, height = 150, 101
    luma = bytes(int(127 + 60 * math.sin(x / 23) + 50 * math.cos(y / 17))
                 for y in range(height) for x in range(width))
    png.write(HERE / "data" / "soft.png", width, height, luma)


def values(path):
    width, height, luma = png.read(path)
    grey = np.frombuffer(luma, np.uint8).reshape(height, width)
    grey = skimage.img_as_float(grey)
    edges = laplace(grey, ksize=3)
    return [path.stem, width, height, edges.var(), edges.max(),
            estimate_sigma(grey), scharr(grey).var()]


def main():
    if skimage.__version__ != "0.19.3":
        raise SystemExit(f"the values are those of scikit-image 0.19.3, not "
                         f"{skimage.__version__}")
    warnings.simplefilter("ignore")
    draw_small()
    draw_soft()
    with open(HERE / "values.csv", "w", newline="", encoding="ascii") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["image", "width", "height", "laplacian_variance", "laplacian_max",
                         "noise_sigma", "scharr_variance"])
        for path in sorted((HERE / "data").glob("*.png")):
            row = values(path)
            writer.writerow(row[:3] + [repr(float(v)) for v in row[3:]])


if __name__ == "__main__":
    main()
