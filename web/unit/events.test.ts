// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import type * as Api from "../src/api/types";
import { eventDuration, matches, mergeEvents, csvOf, everyEvent, isNarrow } from "../src/lib/events";

function event(id: number, state: "open" | "ended", camera = "yard"): Api.Event {
  return {
    id,
    camera_id: camera,
    camera_name: camera,
    condition: "defocus",
    state,
    started: "2026-11-21T10:00:00.000Z",
    confirmed: "2026-11-21T10:00:10.000Z",
    refreshed: "2026-11-21T10:00:30.000Z",
    ended: state === "ended" ? "2026-11-21T10:01:00.000Z" : null,
    score: 0.9,
    reason: "",
    end_reason: null,
    source: "lenswatch",
    note: "",
    severity: "warning",
    acknowledged: null,
    acknowledged_by: "",
    comment: "",
    false_alarm: false,
    pictures: { start: "", reference: "", end: null },
  };
}

const ids = (list: Api.Event[]): number[] => list.map((one) => one.id);

test("open events come first, then the newest", () => {
  const merged = mergeEvents([event(1, "open"), event(2, "ended")], [event(3, "ended")]);
  assert.deepEqual(ids(merged), [1, 3, 2]);
});

test("an event that arrives again takes the place of the old one", () => {
  const merged = mergeEvents([event(1, "open"), event(2, "ended")], [event(1, "ended")]);
  assert.deepEqual(ids(merged), [2, 1]);
  assert.equal(merged[1]?.state, "ended");
});

test("an open event lasts until now, an ended one until its end", () => {
  const start_s = Date.parse("2026-11-21T10:00:00.000Z") / 1000;
  assert.equal(eventDuration(event(1, "open"), start_s + 7), 7);
  assert.equal(eventDuration(event(1, "ended"), start_s + 9999), 60);
});

test("filters", () => {
  assert.ok(matches(event(1, "open"), { ...everyEvent, camera: "", state: "all" }));
  assert.ok(matches(event(1, "open"), { ...everyEvent, camera: "yard", state: "open" }));
  assert.ok(!matches(event(1, "open"), { ...everyEvent, camera: "gate", state: "all" }));
  assert.ok(!matches(event(1, "open"), { ...everyEvent, camera: "", state: "ended" }));
});

test("days and conditions narrow the list", () => {
  const one = { ...event(1, "ended"), condition: "defocus" };
  const day = (time: string): string => {
    const at = new Date(time);
    const two = (value: number): string => String(value).padStart(2, "0");
    return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  };
  const [from, to] = [day(one.started), day(one.ended ?? "")];
  assert.ok(matches(one, { ...everyEvent, from: to, to: from, condition: "defocus" }));
  assert.ok(!matches(one, { ...everyEvent, condition: "covered" }));
  assert.ok(!matches(one, { ...everyEvent, from: "2999-01-01" }));
  assert.ok(!matches(one, { ...everyEvent, to: "1999-01-01" }));
  assert.ok(isNarrow({ ...everyEvent, to }) && !isNarrow({ ...everyEvent }));
});

test("a file of events can be read, and runs nothing", () => {
  const one = { ...event(1, "open"), reason: 'a "b", c', comment: "=1+1", note: "two\nlines" };
  const [names, ...rows] = csvOf([one]).split("\r\n");
  assert.match(names ?? "", /^id,camera_id,.*,comment$/);
  assert.match(rows[0] ?? "", /,"a ""b"", c",/);
  assert.match(rows[0] ?? "", /,"two\nlines",/);
  assert.match(rows[0] ?? "", /,'=1\+1$/);
});
