// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import type * as Api from "../src/api/types";
import { countJudged, worstFirst, type Judged } from "../src/lib/judge";

let id = 0;

function judged(name: string, answer: Partial<Api.Prediction> | null, error = ""): Judged {
  return { id: id++, name, file: {} as File, answer: answer as Api.Prediction | null, error };
}

const list = [
  judged("clear", { verdict: "CLEAR", blur_probability: 0.1 }),
  judged("waiting", null),
  judged("broken", { verdict: "NOT ASSESSABLE", error: "no picture" }),
  judged("soft", { verdict: "BLURRY", blur_probability: 0.7 }),
  judged("refused", null, "too large"),
  judged("dark", { verdict: "NOT ASSESSABLE", blur_probability: null }),
  judged("softer", { verdict: "BLURRY", blur_probability: 0.9 }),
];

test("each picture counts once", () => {
  assert.deepEqual(countJudged(list), {
    CLEAR: 1,
    BLURRY: 2,
    "NOT ASSESSABLE": 1,
    failed: 2,
    waiting: 1,
  });
});

test("the most blurred come first", () => {
  assert.deepEqual(
    worstFirst(list).map(({ name }) => name),
    ["softer", "soft", "dark", "clear", "waiting", "broken", "refused"],
  );
});
