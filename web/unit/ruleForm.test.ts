// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import { choicesOf, newRule, ruleOf, ruleValues } from "../src/lib/ruleForm";

test("a rule comes back from its form as it was", () => {
  const rule = {
    id: "night",
    name: "Night",
    enabled: false,
    conditions: ["defocus"],
    severity: "critical" as const,
    cameras: ["yard"],
    groups: ["north side"],
    tags: ["a", "b"],
    on: ["end"],
    actions: ["mail"],
    delay_s: 600,
    cooldown_s: 3600,
    unless_acknowledged: true,
    fold_s: 30,
    fold_min: 4,
  };
  assert.deepEqual({ id: "night", ...ruleOf(ruleValues(rule)) }, rule);
});

test("groups and tags are written with commas", () => {
  const rule = ruleOf({ ...newRule, groups: " north , ,south side,", tags: "" });
  assert.deepEqual(rule.groups, ["north", "south side"]);
  assert.deepEqual(rule.tags, []);
});

test("what was chosen can be seen though it is gone", () => {
  assert.deepEqual(choicesOf(["a", "b"], ["b", "c"]), ["a", "b", "c"]);
});
