// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  append,
  breakGaps,
  emptySeries,
  fromMeasurements,
  nightsOf,
  thin,
  usualGap,
  verdictsOf,
} from "../src/lib/series";

const series = { time_s: [10, 15, 20], value: [0.9, null, 0.8] };

test("columns are found by name, whatever their order", () => {
  const made = fromMeasurements({
    camera_id: "yard",
    columns: ["sharpness", "verdict", "time_s"],
    data: [
      [0.9, null],
      [1, 0],
      [10, 15],
    ],
  }, "sharpness");
  assert.deepEqual(made, { time_s: [10, 15], value: [0.9, null] });
});

test("an answer without rows or columns is an empty series", () => {
  assert.deepEqual(fromMeasurements({ camera_id: "yard", columns: [], data: [] }, "sharpness"), emptySeries);
});

test("a live measurement is appended, and what is too old falls off", () => {
  assert.deepEqual(append(series, 25, 0.7, 15), {
    time_s: [15, 20, 25],
    value: [null, 0.8, 0.7],
  });
  assert.deepEqual(append(series, 99, 0.7, 90), { time_s: [99], value: [0.7] });
  assert.deepEqual(append(emptySeries, 5, null, 0), { time_s: [5], value: [null] });
});

test("a measurement that is known already changes nothing", () => {
  assert.equal(append(series, 20, 0.1, 0), series);
  assert.equal(append(series, 12, 0.1, 0), series);
});

test("appending does not change the series it was given", () => {
  append(series, 30, 0.5, 20);
  assert.deepEqual(series.time_s, [10, 15, 20]);
});

test("the line breaks where nothing was measured", () => {
  const gap = { time_s: [0, 5, 10, 100, 105], value: [1, 1, 1, 0.5, 0.5] };
  assert.equal(usualGap(gap), 17);
  assert.deepEqual(breakGaps(gap, usualGap(gap)), {
    time_s: [0, 5, 10, 55, 100, 105],
    value: [1, 1, 1, null, 0.5, 0.5],
  });
  assert.equal(usualGap(emptySeries), Infinity);
});

test("thinning keeps the worst of each group", () => {
  const long = { time_s: [0, 1, 2, 3], value: [0.9, 0.1, null, null] };
  assert.deepEqual(thin(long, 2), { time_s: [0, 2], value: [0.1, null] });
  assert.equal(thin(long, 4), long);
});

test("nights are spans of points, and break at gaps", () => {
  const made = fromMeasurements({
    camera_id: "yard",
    columns: ["time_s", "noise", "noise_min", "noise_max", "light", "verdict"],
    data: [
      [10, 20, 30, 200, 210],
      [0.5, 0.5, 0.5, 0.5, 0.5],
      [0.4, 0.4, 0.4, 0.4, 0.4],
      [0.6, 0.6, 0.6, 0.6, 0.6],
      [2, 2, 1, 2, 2],
      [1, 1, 2, 1, 0],
    ],
  }, "noise");
  assert.deepEqual(nightsOf(made), [
    { from_s: 10, to_s: 20 },
    { from_s: 200, to_s: 210 },
  ]);
  const broken = breakGaps(made, 50);
  assert.deepEqual(broken.low, [0.4, 0.4, 0.4, null, 0.4, 0.4]);
  assert.deepEqual(append(made, 220, 0.7, 0).high?.at(-1), 0.7);
  assert.deepEqual(verdictsOf(broken), [
    { from_s: 10, to_s: 30, verdict: 1 },
    { from_s: 30, to_s: 115, verdict: 2 },
    { from_s: 200, to_s: 210, verdict: 1 },
    { from_s: 210, to_s: 210, verdict: 0 },
  ]);
  assert.deepEqual(append(made, 220, 0.7, 0, 2).verdict?.at(-1), 2);
});

test("nights are not shown where a point is longer than they are", () => {
  const made = { ...emptySeries, time_s: [0, 20_000, 40_000], night: [true, false, true] };
  assert.deepEqual(nightsOf(made), []);
});
