// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import * as german from "../src/text/de";
import * as english from "../src/text/en";
import { pick } from "../src/text/language";
import { nameIn, percent, plural } from "../src/text/words";

test("the first language of the browser's that there is", () => {
  assert.equal(pick(["fr-FR", "de-AT", "en"]), "de");
  assert.equal(pick(["DE"]), "de");
  assert.equal(pick(["en-GB", "de"]), "en");
  assert.equal(pick(["fr", "constructor"]), "en");
  assert.equal(pick([]), "en");
});

test("numbers and plurals", () => {
  assert.equal(plural(0, "camera", "cameras"), "0 cameras");
  assert.equal(plural(1, "camera", "cameras"), "1 camera");
  assert.equal(plural(1200, "camera", "cameras"), "1,200 cameras");
  assert.equal(percent(0.874), "87%");
});

test("what the page has no name for is called what the server calls it", () => {
  assert.equal(nameIn({ too_dark: "Too dark" }, "too_dark"), "Too dark");
  assert.equal(nameIn({}, "new_condition"), "new condition");
  assert.equal(nameIn({}, "constructor"), "constructor");
});

/** Texts that are whole sentences, by where they are. */
function sentences(texts: object, path = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    const name = `${path}.${key}`;
    if (typeof value === "string" && value.split(" ").length > 3) found.set(name, value);
    if (value && typeof value === "object") for (const one of sentences(value, name)) found.set(...one);
  }
  return found;
}

test("no English sentence is left in German", () => {
  const others = sentences(german);
  assert.ok(others.size > 50);
  for (const [name, sentence] of sentences(english)) {
    assert.notEqual(others.get(name), sentence, name);
  }
});
