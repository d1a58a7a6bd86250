// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import { systemChanges, systemValues } from "../src/lib/systemForm";

const NAMES = ["time_zone", "measurement_days", "disk_full"] as const;

test("only what was changed is sent, as what it is", () => {
  const settings = { time_zone: "", measurement_days: 30, disk_full: true, events_max: 100 };
  const before = systemValues(settings, NAMES);
  assert.deepEqual(before, { time_zone: "", measurement_days: "30", disk_full: true });
  assert.deepEqual(systemChanges(before, before), {});
  const after = { time_zone: " Asia/Tokyo ", measurement_days: "0.5", disk_full: false };
  assert.deepEqual(systemChanges(before, after), {
    time_zone: "Asia/Tokyo",
    measurement_days: 0.5,
    disk_full: false,
  });
});
