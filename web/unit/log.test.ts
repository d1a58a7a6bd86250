// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import { changeLines, logQuery, noFilter } from "../src/lib/log";

test("a log is asked for what is looked for, and nothing else", () => {
  assert.equal(logQuery("audit", noFilter).toString(), "");
  const filter = { ...noFilter, text: " a&b ", kind: "change", result: "failed", camera: "yard" };
  assert.equal(
    logQuery("audit", filter).toString(),
    "text=a%26b&kind=change&result=failed&camera=yard",
  );
  assert.equal(logQuery("log", filter).toString(), "text=a%26b&major=change&camera=yard");
  const days = logQuery("log", { ...noFilter, from: "2026-11-20", to: "2026-11-20" });
  assert.ok(Math.abs(Number(days.get("to")) - Number(days.get("from")) - 86_399.999) < 3601);
});

test("what changed is said in one line a member", () => {
  assert.deepEqual(
    changeLines({ a: { old: 1, new: 2 }, b: { new: "x" }, c: { old: [1] }, d: { old: null, new: true } }),
    ["a: 1 → 2", "b: x", "c: [1] →", "d: null → true"],
  );
});
