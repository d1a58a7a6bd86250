// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import { changesOf, newCamera, settingsOf } from "../src/lib/cameraForm";

const stored = { ...newCamera, name: "Yard", url: "rtsp://127.0.0.1/a", user: "viewer" };

test("a password is sent only when one was typed", () => {
  assert.ok(!("password" in settingsOf(stored)));
  assert.equal(settingsOf({ ...stored, password: "secret" }).password, "secret");
});

test("removing the password sends an empty one", () => {
  assert.deepEqual(changesOf(stored, { ...stored, passwordRemoved: true }), { password: "" });
});

test("only what changed is sent", () => {
  assert.deepEqual(changesOf(stored, stored), {});
  assert.deepEqual(changesOf(stored, { ...stored, sensitivity: "60", name: " Yard " }), {
    sensitivity: 60,
  });
});

test("of the conditions only what changed is sent", () => {
  const times = { duration_s: "30", clear_duration_s: "10" };
  const conditions = {
    defocus: { enabled: true, sensitivity: null, ...times },
    covered: { enabled: true, sensitivity: "50", ...times },
    frozen: { enabled: true, sensitivity: "50", ...times },
  };
  const before = { ...stored, conditions };
  assert.deepEqual(changesOf(before, before), {});
  const after = {
    ...before,
    conditions: {
      ...conditions,
      defocus: { enabled: false, sensitivity: null, ...times },
      covered: { enabled: true, sensitivity: "70", ...times, duration_s: "7.5" },
    },
  };
  assert.deepEqual(changesOf(before, after), {
    conditions: { defocus: { enabled: false }, covered: { sensitivity: 70, duration_s: 7.5 } },
  });
});
