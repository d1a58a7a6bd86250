// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import { translator } from "../src/lib/said";
import { said as german } from "../src/text/de/said";

const comma = (text: string): string => text.replace(/^(-?\d+)\.(\d+)$/, "$1,$2");
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
    const values = format.match(/%[-.*\d]*(?:ll|[lz])?[a-z]/g)?.length ?? 0;
    for (const [, n] of words.matchAll(/\{(\d)\}/g)) assert.ok(Number(n) <= values, format);
  }
});

test("why a camera is lost, and what to do", () => {
  assert.equal(
    inGerman("192.0.2.10:554 refuses the user name or the password"),
    "192.0.2.10:554 lehnt den Benutzernamen oder das Passwort ab",
  );
  assert.equal(
    inGerman("rtsp://192.0.2.10:554/x sent nothing for 10 s"),
    "rtsp://192.0.2.10:554/x hat 10 s lang nichts gesendet",
  );
  assert.equal(
    inGerman("the certificate of camera.example is not trusted: The certificate has expired"),
    "dem Zertifikat von camera.example wird nicht vertraut: The certificate has expired",
  );
  assert.equal(
    inGerman("the camera at 192.0.2.10 cannot say where it looks"),
    "die Kamera auf 192.0.2.10 kann nicht: sagen, wohin sie sieht",
  );
  assert.equal(inGerman("Check the port."), "Prüfen Sie den Port.");
});

test("what is wrong with a request", () => {
  assert.equal(inGerman("There is no camera 'gate'"), "Es gibt keine Kamera „gate“");
  assert.equal(inGerman("there are 512 cameras already"), "es gibt schon 512 Kameras");
  assert.equal(
    inGerman("The user or the password is wrong"),
    "Der Benutzer oder das Passwort ist falsch",
  );
  assert.equal(
    inGerman("interval_s: it must be from 0.1 to 86400"),
    "interval_s: Es muss von 0,1 bis 86400 sein",
  );
  assert.equal(
    inGerman("Write @ : / ? # and % in a user name or password as %40 %3A %2F %3F %23 %25, or give user and password apart from the url."),
    "Schreiben Sie @ : / ? # und % in Benutzernamen oder Passwort als %40 %3A %2F %3F %23 %25, oder geben Sie beide getrennt von der URL an.",
  );
});

test("what it is about stands before it, whatever it is", () => {
  assert.equal(inGerman("url: there is no host in it"), "URL: es steht kein Host darin");
  assert.equal(
    inGerman("front-door: 192.0.2.10 does not answer"),
    "front-door: 192.0.2.10 antwortet nicht",
  );
  assert.equal(inGerman("front-door: what a peer said"), "front-door: what a peer said");
});
