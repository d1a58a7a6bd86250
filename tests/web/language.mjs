// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A step of the page's test: the page speaks the browser's language, or the one that is chosen.
import assert from "node:assert/strict";

const language = (page) => page.evaluate(() => document.documentElement.lang);

/** page: one of a browser in German that is not logged in. */
export async function speaksGerman(page, user, password) {
  await page.getByRole("heading", { name: "Anmelden" }).waitFor();
  assert.equal(await language(page), "de");
  const loaded = await page.evaluate(() =>
    performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname),
  );
  const texts = loaded.flatMap((path) => /^\/assets\/text-(\w+)-.*\.js$/.exec(path)?.[1] ?? []);
  assert.deepEqual(texts, ["de"], "not one language is loaded");
  await page.getByLabel("Benutzer").fill(user);
  await page.getByLabel("Passwort", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Anmelden" }).click();
  await page.getByRole("link", { name: "Einstellungen", exact: true }).click();
  await page.getByLabel("Farben", { exact: true }).selectOption("dunkel");
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");

  // Its words are longer.
  for (const width of [375, 960]) {
    await page.setViewportSize({ width, height: 800 });
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(over, 0, `at ${width} px it scrolls sideways by ${over} px`);
  }

  // Another one is chosen, and kept.
  await page.getByLabel("Sprache").selectOption("English");
  await page.getByRole("heading", { name: "This browser" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "This browser" }).waitFor();
  assert.equal(await language(page), "en");
  assert.equal(await page.getByLabel("Colours", { exact: true }).inputValue(), "dark");
}
