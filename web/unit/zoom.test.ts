// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  boxOf,
  changeBox,
  panBy,
  pixelsOf,
  SCALE_MAX,
  toPicture,
  toWindow,
  whole,
  zoomAt,
  zoomTo,
} from "../src/lib/zoom";

const near = (a: number, b: number): void => assert.ok(Math.abs(a - b) < 1e-9, `${a}, not ${b}`);

test("what is under the pointer stays under it", () => {
  const at = { x: 0.3, y: 0.8 };
  let zoom = zoomAt(whole, at, 2);
  near(toPicture(zoom, at).x, 0.3);
  near(toPicture(zoom, at).y, 0.8);
  const before = toPicture(zoom, { x: 0.6, y: 0.5 });
  zoom = zoomAt(zoom, { x: 0.6, y: 0.5 }, 1.7);
  near(toPicture(zoom, { x: 0.6, y: 0.5 }).x, before.x);
});

test("the window never leaves the picture", () => {
  let zoom = zoomAt(whole, { x: 1, y: 1 }, 4);
  near(zoom.x, 0.75);
  zoom = panBy(zoom, { x: -5, y: 5 });
  near(zoom.x, 0.75);
  near(zoom.y, 0);
  assert.deepEqual(zoomAt(zoom, { x: 0, y: 0 }, 0.001), whole);
  assert.deepEqual(panBy(whole, { x: 0.5, y: -0.5 }), whole);
  near(zoomAt(whole, { x: 0, y: 0 }, 1e6).scale, SCALE_MAX);
});

test("a box is seen whole", () => {
  const box = boxOf({ x: 0.9, y: 0.6 }, { x: 0.7, y: 0.5 });
  near(box.width, 0.2);
  const zoom = zoomTo(box);
  near(zoom.scale, 5);
  const seen = toWindow(zoom, box);
  assert.ok(seen.x >= -1e-9 && seen.x + seen.width <= 1 + 1e-9);
  assert.ok(seen.y >= -1e-9 && seen.y + seen.height <= 1 + 1e-9);
  near(zoomTo({ x: 0.5, y: 0.5, width: 0, height: 0 }).scale, SCALE_MAX);
});

test("boxes are counted in the camera's pixels", () => {
  assert.deepEqual(pixelsOf({ x: 0, y: 0, width: 0.25, height: 0.5 }, 3840, 2160), [960, 1080]);
});

test("a box stays in the picture", () => {
  const box = changeBox({ x: 0.9, y: 0.4, width: 0.1, height: 0.1 }, { x: 0.5, y: 0, width: 0.2, height: -1 });
  near(box.width, 0.3);
  near(box.x, 0.7);
  near(box.height, 0.005);
});
