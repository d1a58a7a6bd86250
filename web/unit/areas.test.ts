// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  insertPoint,
  moveShape,
  pointAt,
  POINTS_MAX,
  rectangle,
  removePoint,
  settingsOfShapes,
  shapesOf,
} from "../src/lib/areas";

test("areas go to the daemon as they came", () => {
  const camera = {
    areas: [
      [
        [0, 0],
        [1, 0],
        [0.5, 0.25],
      ],
    ],
    shields: [
      [
        [0.1, 0.1],
        [0.2, 0.1],
        [0.2, 0.2],
      ],
    ],
  };
  assert.deepEqual(settingsOfShapes(shapesOf(camera)), camera);
  assert.deepEqual(settingsOfShapes([]), { areas: [], shields: [] });
});

test("no point leaves the picture, and a moved area keeps its form", () => {
  assert.deepEqual(pointAt(-3, 1.2), [0, 1]);
  const [moved] = moveShape([rectangle("areas")], 0, 0.9, -0.1);
  assert.deepEqual(moved?.points, [
    [0.5, 0.15],
    [1, 0.15],
    [1, 0.65],
    [0.5, 0.65],
  ]);
});

test("points come and go within the limits", () => {
  let shapes = [rectangle("shields")];
  for (let i = 0; i < 2 * POINTS_MAX; i++) shapes = insertPoint(shapes, 0, 0, [0.3, 0.3]);
  assert.equal(shapes[0]?.points.length, POINTS_MAX);
  for (let i = 0; i < POINTS_MAX - 3; i++) shapes = removePoint(shapes, 0, 1);
  assert.equal(shapes[0]?.points.length, 3);
  assert.deepEqual(removePoint(shapes, 0, 1), []);
});
