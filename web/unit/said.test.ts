// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import { translator } from "../src/lib/said";
import { said as german } from "../src/text/de/said";

const comma = (text: string): string => text.replace(".", ",");
const inGerman = translator(german, comma);

test("sentences and formats with their values", () => {
  assert.equal(inGerman("the picture has colour"), "das Bild hat Farbe");
  assert.equal(inGerman("12 % of the view is blocked"), "12 % der Sicht sind verdeckt");
  assert.equal(
    inGerman("noise of 3.5 levels; normal is 1.2"),
    "Rauschen von 3,5 Stufen; üblich sind 1,2",
  );
});

test("what stands in a sentence is put into words, too", () => {
  assert.equal(
    inGerman("severely out of focus: all over the picture detail is coarser, as by 4.2 px@1080p"),
    "stark unscharf: Im ganzen Bild sind Einzelheiten gröber, wie durch 4,2 px@1080p",
  );
  assert.equal(
    inGerman("it comes and goes: 12 % of the view is blocked"),
    "es kommt und geht: 12 % der Sicht sind verdeckt",
  );
  assert.equal(
    inGerman("only 3 of 96 tiles have lasting edges; the picture by itself looks as it usually does"),
    "nur 3 von 96 Kacheln haben bleibende Kanten; das Bild für sich sieht wie sonst aus",
  );
});

test("what is not known stays, and English needs nothing", () => {
  assert.equal(inGerman("the moon is in the way"), "the moon is in the way");
  assert.equal(inGerman(""), "");
  assert.equal(translator(null, comma)("the picture has colour"), "the picture has colour");
});

test("a translation names no value that its format has not", () => {
  for (const [format, words] of Object.entries(german ?? {})) {
    const values = format.match(/%[-.\d]*(?:ll)?[a-z]/g)?.length ?? 0;
    for (const [, n] of words.matchAll(/\{(\d)\}/g)) assert.ok(Number(n) <= values, format);
  }
});
