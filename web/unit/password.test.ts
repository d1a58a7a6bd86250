// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import { checkPassword, passes } from "../src/lib/password";

test("length, kinds and repetition are told apart", () => {
  assert.deepEqual(checkPassword("", ""), { length: false, kinds: false, repeated: false });
  assert.deepEqual(checkPassword("abcdefgh", "x"), { length: true, kinds: false, repeated: false });
  assert.deepEqual(checkPassword("Ab1", "Ab1"), { length: false, kinds: true, repeated: true });
  assert.ok(passes(checkPassword("Winter-2026", "Winter-2026")));
  assert.ok(!passes(checkPassword("a1-".repeat(60), "a1-".repeat(60))));
});

test("length counts characters, not code units", () => {
  assert.ok(!checkPassword("😀😀😀😀", "").length);
  assert.ok(checkPassword("😀😀😀😀😀😀😀😀", "").length);
});

test("a longer one may be asked for", () => {
  assert.ok(passes(checkPassword("Winter-2026", "Winter-2026", 11)));
  assert.ok(!checkPassword("Winter-2026", "Winter-2026", 12).length);
});
