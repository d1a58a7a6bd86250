// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import { later, parseGuide, stepOf } from "../src/lib/guide";

test("what was kept of the guide is read again, and nothing else", () => {
  const state = { step: "picture", camera: "yard", action: null } as const;
  assert.deepEqual(parseGuide(JSON.stringify(state)), state);
  assert.deepEqual(parseGuide('{"step":"place","camera":7}'), {
    step: "place",
    camera: null,
    action: null,
  });
  for (const wrong of [null, "", "{", "null", "[]", '{"step":"nowhere"}', '"place"'])
    assert.equal(parseGuide(wrong), null, String(wrong));
});

test("the step is that of the address, else where one was", () => {
  const state = { step: "picture", camera: null, action: null } as const;
  assert.equal(stepOf("camera", state), "camera");
  assert.equal(stepOf("", state), "picture");
  assert.equal(stepOf("", null), "place");
  assert.equal(stepOf("password", null), "place");
  assert.equal(stepOf("nowhere", state), "picture");
  assert.ok(later("alarm", "picture") && !later("place", "place"));
});
