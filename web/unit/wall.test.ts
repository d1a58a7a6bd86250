// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import { arrange, defaults, gridOf, pageOf, put, rowsOf, swap, wallSettings } from "../src/lib/wall";

test("every camera has one window, and keeps it", () => {
  assert.deepEqual(arrange([], ["a", "b"]), ["a", "b"]);
  assert.deepEqual(arrange([null, "b", null, "gone"], ["a", "b", "c"]), ["a", "b", "c"]);
  assert.deepEqual(arrange(["a", "a", "gone"], ["a"]), ["a"]);
  assert.deepEqual(arrange([null, null, "a"], ["a"]), [null, null, "a"]);
});

test("the grid is as small as the cameras allow", () => {
  assert.deepEqual(
    [1, 2, 4, 5, 9, 10, 200].map((cameras) => gridOf("fit", cameras)),
    [1, 2, 2, 3, 3, 4, 4],
  );
  assert.deepEqual([2, 5, 7, 16].map((cameras) => rowsOf("fit", cameras)), [1, 2, 3, 4]);
  assert.deepEqual([gridOf("9", 1), rowsOf("9", 1)], [3, 3]);
});

test("more cameras than windows make pages", () => {
  const windows = Array.from({ length: 6 }, (_, i) => `c${i}`);
  const last = pageOf(windows, "4", 7);
  assert.deepEqual([last.page, last.pages, last.first], [1, 2, 4]);
  assert.deepEqual(last.windows, ["c4", "c5", null, null]);
  assert.equal(pageOf(windows, "fit", 0).pages, 1);
  assert.deepEqual(pageOf([], "1", 0).windows, [null]);
});

test("windows change their cameras", () => {
  assert.deepEqual(swap(["a", "b"], 0, 1), ["b", "a"]);
  assert.deepEqual(swap(["a", "b"], 0, 3), [null, "b", null, "a"]);
  assert.deepEqual(put(["a", "b", "c"], 0, "c"), ["c", "b", "a"]);
  assert.deepEqual(put(["a"], 0, "nobody"), ["a"]);
});

test("what was stored is not believed", () => {
  for (const wrong of [null, 7, "x", [], { division: "17", order: "a", cycle_s: -1 }]) {
    assert.deepEqual(wallSettings(wrong), defaults);
  }
  const settings = wallSettings({
    division: "9",
    aspect: "4:3",
    order: ["a", { x: 1 }, "<b>"],
    pictures: ["a", 3],
    stream: "sub",
    cycle_s: 10,
  });
  assert.deepEqual(settings, {
    division: "9",
    aspect: "4:3",
    order: ["a", null, null],
    pictures: ["a"],
    stream: "sub",
    cycle_s: 10,
  });
});
