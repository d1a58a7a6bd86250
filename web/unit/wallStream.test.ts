// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import { recordsOf } from "../src/lib/wallStream";

const record = (window: number, kind: number, ...data: number[]): number[] => [
  window,
  kind,
  0,
  0,
  0,
  0,
  0,
  data.length,
  ...data,
];

const whole = Uint8Array.from([
  ...record(0, 1, 65),
  ...record(3, 2, 1, 2, 3),
  ...record(2, 3),
  ...record(1, 9, 7),
]);

test("records come in any pieces", () => {
  for (let piece = 1; piece <= whole.length; piece++) {
    const records = recordsOf();
    const all = [];
    for (let at = 0; at < whole.length; at += piece) {
      all.push(...records(whole.slice(at, at + piece)));
    }
    assert.deepEqual(
      all.map(({ window, kind, data }) => [window, kind, ...data]),
      [
        [0, "type", 65],
        [3, "video", 1, 2, 3],
        [2, "picture"],
        [1, "unknown", 7],
      ],
      `pieces of ${piece}`,
    );
  }
});

test("nonsense is not waited for", () => {
  assert.throws(() => recordsOf()(Uint8Array.from([0, 2, 0, 0, 255, 0, 0, 0])));
});
