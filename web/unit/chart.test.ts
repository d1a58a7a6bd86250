// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import type * as Api from "../src/api/types";
import { marksOf, moveBy, nearest, SHOWN_MIN_S, spanOfMark, step, within, zoomBy } from "../src/lib/chart";
import { isAsked, limitOf, liveValue, measureOf, mostOf, splitsOf } from "../src/lib/measures";

const all = { from_s: 0, to_s: 10_000 };

const event = (id: number, from_s: number, to_s: number | null): Api.Event =>
  ({
    id,
    started: new Date(from_s * 1000).toISOString(),
    ended: to_s === null ? null : new Date(to_s * 1000).toISOString(),
  }) as Api.Event;

test("zooming keeps what is under the cursor, and stays within all of it", () => {
  assert.deepEqual(zoomBy(all, all, 5000, 0.5), { from_s: 2500, to_s: 7500 });
  assert.deepEqual(zoomBy(all, all, 0, 0.5), { from_s: 0, to_s: 5000 });
  assert.equal(zoomBy({ from_s: 0, to_s: 5000 }, all, 100, 2), null);
  assert.deepEqual(zoomBy({ from_s: 0, to_s: 2000 }, all, 2000, 2), { from_s: 0, to_s: 4000 });
  const near = zoomBy({ from_s: 100, to_s: 200 }, all, 150, 0.01);
  assert.equal((near?.to_s ?? 0) - (near?.from_s ?? 0), SHOWN_MIN_S);
});

test("what is shown moves no further than there is", () => {
  assert.deepEqual(moveBy({ from_s: 0, to_s: 1000 }, all, 0.5), { from_s: 500, to_s: 1500 });
  assert.deepEqual(moveBy({ from_s: 9000, to_s: 10_000 }, all, 0.5), {
    from_s: 9000,
    to_s: 10_000,
  });
  assert.deepEqual(within({ from_s: -50, to_s: 50 }, all), { from_s: 0, to_s: 100 });
});

test("the cursor goes from value to value, and stops at both ends", () => {
  const values = [null, 1, null, 2, 3, null];
  assert.equal(step(values, 1, 1), 3);
  assert.equal(step(values, 3, -1), 1);
  assert.equal(step(values, 4, 1), 4);
  assert.equal(step(values, 4, -10), 1);
  assert.equal(step(values, null, -1), 4);
  assert.equal(step(values, null, 1), 1);
  assert.equal(step(values, 9, 0), 4);
  assert.equal(step([null], null, 1), null);
});

test("a time is the point nearest to it", () => {
  assert.equal(nearest([10, 20, 30], 24), 1);
  assert.equal(nearest([10, 20, 30], 99), 2);
  assert.equal(nearest([10, 20, 30], null), null);
  assert.equal(nearest([], 5), null);
});

test("events that lie near each other are one mark, and those outside none", () => {
  const events = [
    event(1, 100, 110),
    event(2, 105, 120),
    event(3, 500, null),
    event(4, 20, 40),
    event(5, 10, 60),
    event(6, 900, 950),
  ];
  const marks = marksOf(events, { from_s: 50, to_s: 800 }, 20);
  assert.deepEqual(
    marks.map(({ at_s, events: here }) => [at_s, here.map(({ id }) => id)]),
    [
      [50, [5]],
      [100, [1, 2]],
      [500, [3]],
    ],
  );
  assert.deepEqual(spanOfMark(marks[1] ?? { at_s: 0, events: [] }, 9000), {
    from_s: 70,
    to_s: 150,
  });
});

test("a measure is a column, or the limit of a condition", () => {
  const now = {
    camera_id: "yard",
    time_s: 1,
    verdict: "CLEAR",
    blur_probability: 0.1,
    sharpness: 0.9,
    brightness: 80,
    contrast: 41.5,
    noise: null,
    colour: 0,
  } as const;
  assert.equal(liveValue(measureOf("brightness"), now), 80);
  assert.equal(mostOf(measureOf("brightness"), 300), 255);
  assert.equal(mostOf(measureOf("sharpness"), 0.2), 1);
  const covered = measureOf(limitOf("covered"));
  assert.deepEqual([covered.column, covered.condition], ["limit", "covered"]);
  assert.equal(mostOf(covered, 3), 101);
  assert.equal(liveValue(covered, now), undefined);
  assert.ok(isAsked("noise") && !isAsked("brightness") && !isAsked("limit"));
  const contrast = measureOf("contrast");
  assert.equal(liveValue(contrast, now), 41.5);
  assert.equal(liveValue(measureOf("noise"), now), null);
  assert.deepEqual([0, 8, 8.1, 999].map((highest) => mostOf(contrast, highest)), [8, 8, 16, 256]);
  assert.deepEqual(splitsOf(contrast, 16), [0, 4, 8, 12, 16]);
  assert.deepEqual(splitsOf(measureOf("brightness"), 255), [0, 64, 128, 192, 255]);
});
