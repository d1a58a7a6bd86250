// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import { editsLeft } from "../src/lib/edits";

type Values = { a: string | boolean; b: string };

test("what was entered while something else was stored is left", () => {
  assert.deepEqual(editsLeft<Values>({ a: "1", b: "2" }, { a: "1" }), { b: "2" });
  assert.deepEqual(editsLeft<Values>({ a: "3" }, { a: "1" }), { a: "3" }, "entered again meanwhile");
  assert.deepEqual(editsLeft<Values>({ a: false }, { a: false }), {});
  assert.deepEqual(editsLeft<Values>({}, { a: "1" }), {});
});
