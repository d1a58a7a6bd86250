// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import { heatColour, heatPixels, heatSummary, type HeatScale } from "../src/lib/heat";

const map = { tiles_x: 2, tiles_y: 2, tiles: [0, 1, null, -1] };

test("tiles of which nothing is known stay as they are", () => {
  const pixels = heatPixels(map, "blur");
  assert.equal(pixels.length, 16);
  assert.ok((pixels[3] as number) > 0 && (pixels[7] as number) > 0);
  assert.deepEqual([...pixels.slice(8)], [0, 0, 0, 0, 0, 0, 0, 0]);
});

test("what is as usual is not coloured", () => {
  assert.equal(heatPixels({ tiles_x: 1, tiles_y: 1, tiles: [0] }, "lost")[3], 0);
});

test("values beyond the ends are those of the ends", () => {
  for (const scale of ["blur", "lost"] satisfies HeatScale[]) {
    assert.deepEqual(heatColour(scale, 7), heatColour(scale, 1));
    assert.deepEqual(heatColour(scale, -7), heatColour(scale, 0));
  }
});

/** What is left of the difference without the red-green channel: blue against yellow. */
test("good and bad differ in blue and yellow, not in red and green alone", () => {
  const [r0, g0, b0] = heatColour("blur", 0);
  const [r1, g1, b1] = heatColour("blur", 1);
  assert.ok(Math.abs((r0 + g0) / 2 - b0 - ((r1 + g1) / 2 - b1)) > 150);
});

test("the summary counts what is known", () => {
  assert.deepEqual(heatSummary(map), { known: 2, bad: 0.5 });
  assert.deepEqual(heatSummary({ tiles_x: 1, tiles_y: 1, tiles: [null] }), { known: 0, bad: 0 });
});
