// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import { linesOf, nextMeter, shareOfPeak, type Meter } from "../src/lib/focusMeter";

const run = (...readings: number[]): Meter =>
  readings.reduce<Meter | null>((before, one) => nextMeter(before, one), null) as Meter;

const hold = (value: number): number[] => Array<number>(8).fill(value);

test("a lens that nobody turns is no peak", () => {
  assert.equal(run(...hold(0.5), 0.51, 0.49, ...hold(0.5)).advice, "turn");
});

test("on the way up it gets better", () => {
  assert.equal(run(...hold(0.1), 0.2, 0.3, 0.4).advice, "better");
});

test("past the peak, turn back", () => {
  const meter = run(...hold(0.1), 0.3, ...hold(0.6), 0.5, 0.4, 0.3);
  assert.equal(meter.advice, "back");
  assert.ok(meter.peak > 0.55 && shareOfPeak(meter) < 0.8);
});

test("back at the peak, it is the best", () => {
  assert.equal(run(...hold(0.1), ...hold(0.6), ...hold(0.3), ...hold(0.6)).advice, "best");
});

test("a picture without any detail has no share of nothing", () => {
  assert.equal(shareOfPeak(run(0, 0)), 0);
});

test("lines come in any pieces", () => {
  const lines = linesOf();
  const bytes = new TextEncoder().encode('{"reason":"größer"}\n{"reason":"b"}\n{"rea');
  const cut = 13; // within the ö
  assert.deepEqual(lines(bytes.slice(0, cut)), []);
  assert.deepEqual(
    lines(bytes.slice(cut)).map((one) => one.reason),
    ["größer", "b"],
  );
  assert.equal(lines(new TextEncoder().encode('son":"c"}\n'))[0]?.reason, "c");
});
