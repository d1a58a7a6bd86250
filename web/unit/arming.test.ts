// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addPeriod,
  copyDay,
  DAY_MIN,
  drawPeriod,
  formatMinute,
  moveEnd,
  movePeriod,
  parseMinute,
  periodsOf,
  removePeriod,
  scheduleOf,
  setDay,
  setPeriod,
  settingsOfSchedule,
  wholeWeek,
  type Week,
} from "../src/lib/arming";

const texts = (week: Week, day: number): string[] =>
  periodsOf(week, day).map(({ from, to }) => `${formatMinute(from)}-${formatMinute(to)}`);

const weekWith = (...periods: [number, number][]): Week =>
  setDay(
    wholeWeek(),
    0,
    periods.map(([from, to]) => ({ from: from * 60, to: to * 60 })),
  );

test("a schedule goes to the daemon as it came", () => {
  const days = {
    mon: ["08:00-12:00", "13:00-18:30"],
    tue: [],
    wed: [],
    thu: [],
    fri: [],
    sat: ["00:00-24:00"],
    sun: [],
    holiday: [],
  };
  const { holiday: _, ...week } = days;
  const schedule = {
    time_zone: "Europe/Berlin",
    days,
    conditions: { covered: { ...week, mon: ["22:01-23:59"] } },
    holidays: ["2026-12-25"],
  };
  assert.deepEqual(settingsOfSchedule(scheduleOf(schedule)), schedule);
});

test("without a schedule every member is taken away", () => {
  assert.deepEqual(settingsOfSchedule(scheduleOf({})), {
    time_zone: null,
    days: null,
    conditions: null,
    holidays: null,
  });
});

test("days in ranges, of which the later count", () => {
  const { week } = scheduleOf({
    days: { all: ["00:00-24:00"], "sat-mon": ["13:00-14:00", "08:00-09:00"], sun: [] },
  });
  assert.ok(week);
  assert.deepEqual(texts(week, 0), ["08:00-09:00", "13:00-14:00"]);
  assert.deepEqual(texts(week, 1), ["00:00-24:00"]);
  assert.deepEqual(texts(week, 5), ["08:00-09:00", "13:00-14:00"]);
  assert.deepEqual(texts(week, 6), []);
  assert.equal(week[7], null);
});

test("times are read as they are written", () => {
  for (const minute of [0, 1, 8 * 60, DAY_MIN]) {
    assert.equal(parseMinute(formatMinute(minute)), minute);
  }
  assert.equal(parseMinute(" 7.05 "), 425);
  for (const text of ["", "24:01", "8", "08:60", "a:00", "-1:00"]) {
    assert.equal(parseMinute(text), null, text);
  }
});

test("an end stops at its neighbour and at the other end", () => {
  const week = weekWith([8, 12], [13, 18]);
  assert.deepEqual(texts(moveEnd(week, 0, 0, "to", 900), 0)[0], "08:00-13:00");
  assert.deepEqual(texts(moveEnd(week, 0, 0, "to", 0), 0)[0], "08:00-08:15");
  assert.deepEqual(texts(moveEnd(week, 0, 1, "from", 0), 0)[1], "12:00-18:00");
  assert.deepEqual(texts(moveEnd(week, 0, 1, "to", 9999), 0)[1], "13:00-24:00");
});

test("a moved period keeps its length", () => {
  const week = weekWith([8, 12], [13, 18]);
  assert.deepEqual(texts(movePeriod(week, 0, 0, 600), 0)[0], "09:00-13:00");
  assert.deepEqual(texts(movePeriod(week, 0, 0, -6000), 0)[0], "00:00-04:00");
});

test("what is drawn stays in its gap", () => {
  const week = weekWith([8, 12], [13, 18]);
  const drawn = drawPeriod(week, 0, 750, 2000);
  assert.equal(drawn?.index, 1);
  assert.deepEqual(texts(drawn.week, 0), ["08:00-12:00", "12:30-13:00", "13:00-18:00"]);
  const backwards = drawPeriod(week, 0, 480, 60);
  assert.deepEqual(texts(backwards?.week ?? week, 0)[0], "01:00-08:00");
  assert.equal(drawPeriod(week, 0, 540, 600), null, "inside of another one");
  assert.equal(drawPeriod(week, 0, 60, 65), null, "too short");
  let full = setDay(week, 0, []);
  for (let i = 0; i < 8; i++) full = drawPeriod(full, 0, i * 60, i * 60 + 30)?.week ?? full;
  assert.equal(drawPeriod(full, 0, 1000, 1100), null, "a ninth");
});

test("a period is added where there is room", () => {
  const week = setDay(wholeWeek(), 0, []);
  assert.deepEqual(texts(addPeriod(week, 0)?.week ?? week, 0), ["08:00-18:00"]);
  const evening = addPeriod(weekWith([0, 18]), 0);
  assert.deepEqual(texts(evening?.week ?? week, 0), ["00:00-18:00", "18:00-24:00"]);
  assert.equal(addPeriod(wholeWeek(), 0), null);
});

test("typed times must fit", () => {
  const week = weekWith([8, 12], [13, 18]);
  const at = (from: number, to: number): Week | null => setPeriod(week, 0, 0, { from, to });
  assert.deepEqual(texts(at(481, 719) ?? week, 0)[0], "08:01-11:59");
  assert.equal(at(480, 480), null);
  assert.equal(at(480, 781), null);
});

test("a day is copied to others, and removed from one", () => {
  const week = copyDay(weekWith([8, 12]), 0, [5, 7]);
  assert.deepEqual([texts(week, 5), texts(week, 7)], [["08:00-12:00"], ["08:00-12:00"]]);
  assert.deepEqual(texts(week, 4), ["00:00-24:00"]);
  assert.deepEqual(texts(removePeriod(week, 5, 0), 5), []);
});
