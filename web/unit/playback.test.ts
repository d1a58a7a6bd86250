// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import type * as Api from "../src/api/types";
import {
  clipAt,
  clipsOf,
  dayOf,
  hourAround,
  neighbour,
  otherDay,
  place,
  spanOfDay,
} from "../src/lib/playback";

const at = (time: string): string => `2026-11-21T${time}:00.000Z`;

const recording = (
  start: string,
  end: string,
  kind: Api.Recording["kind"] = "event",
): Api.Recording => ({
  start: at(start),
  end: at(end),
  kind,
  event_id: null,
  bytes: 1,
  open: false,
  path: start,
});

const clips = clipsOf([
  recording("12:00", "12:10"),
  recording("11:00", "11:00", "capture"),
  recording("10:00", "10:10"),
  recording("10:05", "10:20", "manual"),
]);
const time = (clock: string): number => Date.parse(`2026-11-21T${clock}:00Z`) / 1000;

test("what plays at a time, or next", () => {
  assert.deepEqual(
    clips.map(({ recording: { path } }) => path),
    ["10:00", "10:05", "12:00"],
  );
  const plays = (clock: string): string | undefined => clipAt(clips, time(clock))?.recording.path;
  assert.equal(plays("09:00"), "10:00");
  assert.equal(plays("10:04"), "10:00");
  assert.equal(plays("10:07"), "10:05");
  assert.equal(plays("10:20"), "12:00");
  assert.equal(plays("12:10"), undefined);
});

test("one clip to the next, and to the one before", () => {
  const [first = null, second = null] = clips;
  assert.equal(neighbour(clips, first, 1), second);
  assert.equal(neighbour(clips, first, -1), null);
  assert.equal(neighbour(clips, null, 1), null);
});

test("days follow each other, whatever their length", () => {
  assert.equal(otherDay("2026-12-31", 1), "2027-01-01");
  assert.equal(otherDay("2026-03-01", -1), "2026-02-28");
  for (const day of ["2026-03-29", "2026-10-25", "2026-11-21"]) {
    const { from_s, to_s } = spanOfDay(day);
    assert.equal(dayOf(from_s), day);
    assert.equal(dayOf(to_s - 1), day);
    assert.equal(dayOf(to_s), otherDay(day, 1));
  }
});

test("an hour stays within its day", () => {
  const day = { from_s: 0, to_s: 86_400 };
  assert.deepEqual(hourAround(43_200, day), { from_s: 41_400, to_s: 45_000 });
  assert.deepEqual(hourAround(10, day), { from_s: 0, to_s: 3600 });
  assert.deepEqual(hourAround(86_399, day), { from_s: 82_800, to_s: 86_400 });
});

test("what lies outside is not drawn", () => {
  const span = { from_s: 100, to_s: 200 };
  assert.deepEqual(place(150, 250, span), { left: 50, width: 50 });
  assert.equal(place(0, 100, span), null);
  assert.equal(place(200, 300, span), null);
});
