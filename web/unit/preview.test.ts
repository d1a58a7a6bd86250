// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import { curvePath, heightOf, lineOf } from "../src/lib/preview";

const chart = {
  camera_id: "yard",
  columns: ["time_s", "limit_min"],
  data: [
    [0, 10, 20, 60, 100],
    [101, 40, null, 1, 101],
  ],
};

test("what is a fault at every sensitivity is highest", () => {
  assert.deepEqual([heightOf(101), heightOf(100), heightOf(1)], [0, 1, 100]);
});

test("the curve is above the line exactly where there is a fault", () => {
  for (const limit of [1, 40, 50, 51, 100, 101])
    for (const sensitivity of [1, 40, 50, 51, 100])
      assert.equal(heightOf(limit) > lineOf(sensitivity), sensitivity >= limit);
});

test("the curve breaks where nothing was measured for long", () => {
  assert.equal(
    curvePath(chart, { from_s: 0, to_s: 100 }, 40),
    "M0.00 100L10.00 39M60.00 0L100.00 100",
  );
});

test("without limits there is no curve", () => {
  assert.equal(curvePath({ ...chart, columns: ["time_s", "x"] }, { from_s: 0, to_s: 100 }, 1), "");
});
