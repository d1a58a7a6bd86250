// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import type * as Api from "../src/api/types";
import { changesOf, countHealth, healthOfAll } from "../src/lib/overview";

function camera(id: string, status: Partial<Api.CameraStatus> = {}): Api.Camera {
  const known = { state: "watching", verdict: "CLEAR", picture_time: "2026-11-21T10:00:00.000Z" };
  return { id, name: id, status: { ...known, ...status } } as Api.Camera;
}

function event(id: number, camera_id: string, started: string, ended: string | null): Api.Event {
  const at = (time: string): string => `2026-11-${time}:00.000Z`;
  return {
    id,
    camera_id,
    severity: "warning",
    started: at(started),
    ended: ended && at(ended),
  } as Api.Event;
}

test("the worst camera comes first, and each counts once", () => {
  const rows = healthOfAll(
    [
      camera("well"),
      camera("off", { state: "disabled" }),
      camera("dark", { verdict: "NOT ASSESSABLE" }),
      camera("new", { picture_time: null }),
      camera("short"),
      camera("long"),
      camera("severe"),
      camera("gone", { state: "lost" }),
      camera("soft", { verdict: "BLURRY" }),
    ],
    [
      event(1, "short", "21T09:00", null),
      event(2, "long", "20T09:00", null),
      { ...event(3, "severe", "21T10:00", null), severity: "critical" },
      { ...event(4, "severe", "19T10:00", null), severity: "info" },
    ],
  );
  assert.deepEqual(
    rows.map((row) => row.camera.id),
    ["gone", "severe", "long", "short", "soft", "dark", "new", "off", "well"],
  );
  assert.equal(rows[1]?.event?.id, 3);
  assert.deepEqual(countHealth(rows), {
    lost: 1,
    faulty: 4,
    unknown: 1,
    starting: 1,
    off: 1,
    well: 1,
  });
});

test("what has changed is told of cameras that are here, in the order of the daemon", () => {
  const change = (camera_id: string): Api.CameraChange => ({
    camera_id,
    change: "passed",
    events: 1500,
    newest: [],
  });
  const found = changesOf([camera("a"), camera("b")], ["b", "gone", "a"].map(change));
  assert.deepEqual(
    found.map(({ camera: { id }, change: { events } }) => [id, events]),
    [
      ["b", 1500],
      ["a", 1500],
    ],
  );
});
