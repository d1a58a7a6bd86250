// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import { formatDuration, formatMoment } from "../src/lib/time";

test("durations have their two largest units", () => {
  assert.equal(formatDuration(0), "0 s");
  assert.equal(formatDuration(-3), "0 s");
  assert.equal(formatDuration(59.4), "59 s");
  assert.equal(formatDuration(59.6), "1 min");
  assert.equal(formatDuration(60), "1 min");
  assert.equal(formatDuration(260), "4 min 20 s");
  assert.equal(formatDuration(3600), "1 h");
  assert.equal(formatDuration(3 * 3600 + 5 * 60 + 59), "3 h 5 min");
  assert.equal(formatDuration(2 * 86_400 + 4 * 3600), "2 d 4 h");
});

test("a moment of another day says which", () => {
  const noon_s = new Date(2026, 10, 21, 12, 0, 5).getTime() / 1000;
  assert.match(formatMoment(noon_s, noon_s + 60), /^12:00:05$/);
  assert.match(formatMoment(noon_s, noon_s + 86_400), /21.*12:00:05$/);
});

test("midnight is 00, not 24", () => {
  const midnight_s = new Date(2026, 10, 21, 0, 0, 0).getTime() / 1000;
  assert.match(formatMoment(midnight_s, midnight_s), /^00:00:00$/);
});
