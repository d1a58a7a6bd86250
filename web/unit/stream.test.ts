// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import { streamChoice, streamOfCamera, streamOfWall } from "../src/lib/stream";

test("small windows show the sub stream unless somebody says otherwise", () => {
  assert.deepEqual([1, 2, 4].map((columns) => streamOfWall("auto", columns)), [
    "main",
    "sub",
    "sub",
  ]);
  assert.equal(streamOfWall("main", 4), "main");
  assert.equal(streamOfWall("sub", 1), "sub");
});

test("a large picture is the main stream, and so is that of a camera without another", () => {
  assert.equal(streamOfCamera("auto", true, 1920), "main");
  assert.equal(streamOfCamera("auto", true, 750), "sub");
  assert.equal(streamOfCamera("sub", true, 1920), "sub");
  assert.equal(streamOfCamera("sub", false, 320), "main");
});

test("what was stored is not believed", () => {
  assert.deepEqual(["sub", "third", null, 7].map(streamChoice), ["sub", "auto", "auto", "auto"]);
});
