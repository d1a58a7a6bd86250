# SPDX-License-Identifier: BSD-2-Clause
"""A camera with a motor lens that can be turned, for the page's test: says where the lens is and
how it was turned, and runs until standard input ends."""

import json
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS / "cameras"), str(TESTS / "daemon")]

import scene  # noqa: E402
from camera_dahua import Dahua  # noqa: E402


def main():
    picture = scene.png(scene.pixels(0.65, 0))
    camera = Dahua(picture=lambda: picture, has_ptz=True)
    try:
        print(json.dumps({"url": camera.url, "user": camera.user, "password": camera.password}),
              flush=True)
        for _ in sys.stdin:
            print(json.dumps({"focus": camera.focus, "turned": camera.turned,
                              "preset": camera.preset, "saved": camera.saved}), flush=True)
    finally:
        camera.close()


main()
