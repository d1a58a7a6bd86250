# SPDX-License-Identifier: BSD-2-Clause
"""A scene of overlapping boxes, seen through a lens that is in focus or not, as PNG.

Sizes follow a power law, so that the picture has edges at every scale, as photographs have.
"""

import struct
import zlib
from functools import lru_cache

import numpy as np

WIDTH, HEIGHT = 640, 360
BLUR_PX = 5.0
NOISE = 1.5


@lru_cache(maxsize=None)
def boxes():
    rng = np.random.default_rng(7)
    scene = np.full((HEIGHT, WIDTH), 0.2)
    for _ in range(900):
        size = 6 / rng.random(2) ** 0.6
        x, y = rng.integers(0, WIDTH), rng.integers(0, HEIGHT)
        scene[y:y + int(size[1]), x:x + int(size[0])] = rng.random() ** 2
    return scene


@lru_cache(maxsize=None)
def seen(in_focus):
    """Linear light after the lens: a disk of BLUR_PX, one that is smaller than a pixel, or of the
    radius that is given."""
    y, x = np.mgrid[-(HEIGHT // 2):HEIGHT // 2, -(WIDTH // 2):WIDTH // 2]
    radius = {True: 0.6, False: BLUR_PX}.get(in_focus, in_focus)
    disk = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1)
    spectrum = np.fft.rfft2(np.fft.ifftshift(disk / disk.sum()))
    return np.clip(np.fft.irfft2(np.fft.rfft2(boxes()) * spectrum, s=(HEIGHT, WIDTH)), 0, 1)


def pixels(in_focus, number=0):
    """Picture `number` of the camera: the noise differs from one to the next."""
    noise = np.random.default_rng(number).normal(0, NOISE, (HEIGHT, WIDTH))
    return np.clip(seen(in_focus) ** (1 / 2.2) * 255 + noise, 0, 255).round().astype(np.uint8)


def png(luma):
    """A grey PNG."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + \
            struct.pack(">I", zlib.crc32(kind + data))
    height, width = luma.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), luma], axis=1).tobytes()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0,
                                                            0, 0)) + \
        chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")


@lru_cache(maxsize=None)
def pictures(in_focus):
    """A few pictures of the same scene, to be shown in turn."""
    return [png(pixels(in_focus, number)) for number in range(4)]
