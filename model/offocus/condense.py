#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the Lenswatch authors
"""Makes table.csv from the Off-focus Finder's own table of features.

    condense.py complete_Dataframe.csv > table.csv

A 1-nearest-neighbour vote changes its answer only between a row and a Voronoi
neighbour of the other class, so only rows that have such a neighbour decide
anything: the others are left out, for each of the four votes, and what is kept is
the union. The script then compares both tables on every row and on random
points, and fails when one answer differs.

Needs numpy and scipy (python3-scipy); building and running Lenswatch does not.
"""
import csv
import sys

import numpy as np
from scipy.spatial import Delaunay, cKDTree

COLUMNS = ["Variance", "Max Variance", "Scharr", "Noise", "Status"]
# The columns of each vote, in the order of the answer.
VOTES = [(0, 1, 2, 3), (1, 2), (0, 3), (0, 2)]
SAMPLES = 500_000


def read_distinct(path):
    """The distinct rows in the order of their first appearance, as text."""
    with open(path, newline="") as f:
        rows = list(csv.reader(f))
    if rows[0] != COLUMNS:
        sys.exit(f"{path}: the first line must be {','.join(COLUMNS)}")
    return list(dict.fromkeys(tuple(row) for row in rows[1:]))


def deciding(points, status):
    """Which points have a Delaunay neighbour of the other class."""
    simplices = Delaunay(points, qhull_options="Qbb Qc Qz Q12").simplices
    keep = np.zeros(len(points), bool)
    for a in range(simplices.shape[1]):
        for b in range(simplices.shape[1]):
            other = status[simplices[:, a]] != status[simplices[:, b]]
            keep[simplices[other, a]] = True
    return keep


def queries(x, rng):
    """All rows; points evenly in the box and in its logarithm, around rows, between rows."""
    low, high = x.min(0), x.max(0)
    log_low = np.log(np.maximum(low, 1e-6))
    yield x
    yield np.zeros((1, x.shape[1]))
    yield low + (high - low) * rng.random((SAMPLES, 4))
    yield np.exp(log_low + (np.log(high) - log_low) * rng.random((SAMPLES, 4)))
    yield x[rng.integers(0, len(x), SAMPLES)] * rng.normal(1, 0.3, (SAMPLES, 4))
    i, j = rng.integers(0, len(x), (2, SAMPLES))
    f = rng.random((SAMPLES, 1))
    yield x[i] * f + x[j] * (1 - f)


def main():
    rows = read_distinct(sys.argv[1])
    data = np.array([[float(v) for v in row] for row in rows])
    x, status = data[:, :4], data[:, 4].astype(int)
    keep = np.zeros(len(x), bool)
    for vote in VOTES:
        keep |= deciding(x[:, vote], status)
    rng = np.random.default_rng(1)
    for q in queries(x, rng):
        for vote in VOTES:
            whole = status[cKDTree(x[:, vote]).query(q[:, vote])[1]]
            condensed = status[keep][cKDTree(x[keep][:, vote]).query(q[:, vote])[1]]
            if (whole != condensed).any():
                sys.exit(f"vote {vote}: {(whole != condensed).sum()} answers differ")
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(COLUMNS)
    out.writerows(row for row, kept in zip(rows, keep) if kept)
    print(f"{len(rows)} distinct rows, {keep.sum()} decide", file=sys.stderr)


if __name__ == "__main__":
    main()
