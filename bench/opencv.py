# SPDX-License-Identifier: BSD-2-Clause
"""Times OpenCV's variance of the Laplacian in a process of its own, as a plain script has
it: opencv.py PICTURE.npy. For each line on standard input, prints the seconds of one run."""

import sys
import time

import cv2
import numpy as np

cv2.setNumThreads(1)
picture = np.load(sys.argv[1])
for _ in sys.stdin:
    start = time.thread_time()
    cv2.Laplacian(picture, cv2.CV_64F).var()
    print(time.thread_time() - start, flush=True)
