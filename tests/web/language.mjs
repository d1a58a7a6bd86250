// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A step of the page's test: the page speaks the browser's language, or the one that is chosen.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { call, removeCamera } from "./browser.mjs";

const language = (page) => page.evaluate(() => document.documentElement.lang);

/** Shorter ones are words of both languages. */
const PART_MIN = 12;

/** What the daemon says in English, and the fixed parts of its formats. */
function saidInEnglish(kinds) {
  const said = ["said", "saidOfCameras", "saidOfRequests"]
    .map((name) => readFileSync(new URL(`../../web/src/api/${name}.ts`, import.meta.url), "utf8"))
    .map((made) => /export type Said[^]*?;\n/.exec(made)[0])
    .join("\n");
  const sentences = [...said.matchAll(/\| (".*")/g)].map(([, text]) => JSON.parse(text));
  const settings = kinds.flatMap(({ help, settings }) => [
    help,
    ...Object.values(settings.properties).map(({ description }) => description),
  ]);
  return [...sentences, ...settings]
    .flatMap((text) => text.split(/%[-.*\d]*(?:ll|[lz])?[a-z%]/))
    .map((part) => part.trim())
    .filter((part) => part.length >= PART_MIN);
}

/** Every page that shows what the daemon says, and by what one sees that it is there. */
async function walks(page) {
  const { kinds } = (await call(page, "GET", "/action-kinds")).body;
  const { events } = (await call(page, "GET", "/events?camera=front-door&limit=1")).body;
  const said = saidInEnglish(kinds);
  const pages = [
    ["#/overview", "[data-overview]"],
    ["#/", ".tile"],
    ["#/events", ".event-reason"],
    [`#/events/${events[0].id}`, ".event-facts"],
    ["#/actions", "select[name=kind]"],
    ...kinds.map(({ name }) => [`#/actions/new/${name}`, "form.form fieldset .field-help"]),
    ["#/guide/alarm", "form.form .field-help"],
    ["#/settings/security", "[data-setting]"],
    ["#/cameras/front-door", ".conditions-reason:not(:empty)"],
  ];
  for (const [address, sign] of pages) {
    await page.evaluate(() => document.querySelector("main h1").setAttribute("data-old", ""));
    await page.evaluate((to) => (location.hash = to), address);
    await page.locator("main:not(:has([data-old]))").locator(sign).first().waitFor();
    await isGerman(page, address, said);
  }
  await page.locator('[data-condition="defocus"] button').click();
  await page.locator('[data-explained="defocus"] .numbers tbody tr').first().waitFor();
  await isGerman(page, "the explanation", said);
}

async function isGerman(page, name, said) {
  const english = await page.evaluate((parts) => {
    const main = document.querySelector("main");
    const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    let shown = "";
    // What others answered is as they said it.
    while (texts.nextNode()) {
      if (!texts.currentNode.parentElement.closest("[data-answer]")) shown += texts.currentNode.data;
    }
    return parts.filter((part) => shown.includes(part));
  }, said);
  assert.deepEqual(english, [], `${name} is not all in German`);
}

/** What is wrong, and what to do: with a request, and with a camera. others: of another page. */
async function saysWhatIsWrong(page, others) {
  const { kinds } = (await call(page, "GET", "/action-kinds")).body;
  const added = { id: "gone", name: "Gone", url: "http://127.0.0.1:1/still.jpg", timeout_s: 1 };
  assert.equal((await call(page, "POST", "/cameras", added)).status, 201);
  await page.evaluate(() => (location.hash = "#/cameras/gone"));
  await page.locator(".lost-reason", { hasText: "127.0.0.1:1 lehnt die Verbindung ab" }).waitFor();
  await isGerman(page, "a lost camera", saidInEnglish(kinds));
  await page.evaluate(() => (location.hash = "#/settings"));
  await page.getByLabel("Sprache").waitFor();
  await removeCamera(others, "gone");
}

/** page: one of a browser in German that is not logged in; others: one of somebody else. */
export async function speaksGerman(page, others, user, password) {
  await page.getByRole("heading", { name: "Anmelden" }).waitFor();
  assert.equal(await language(page), "de");
  const loaded = await page.evaluate(() =>
    performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname),
  );
  const texts = loaded.flatMap((path) => /^\/assets\/text-(\w+)-.*\.js$/.exec(path)?.[1] ?? []);
  assert.deepEqual(texts, ["de"], "not one language is loaded");
  await page.getByLabel("Benutzer").fill(user);
  await page.getByLabel("Passwort", { exact: true }).fill(`not ${password}`);
  await page.getByRole("button", { name: "Anmelden" }).click();
  const wrong = page.getByText("Der Benutzer oder das Passwort ist falsch");
  await wrong.waitFor();
  assert.equal(await wrong.getAttribute("lang"), "de");
  await page.getByLabel("Passwort", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Anmelden" }).click();
  await page.getByRole("heading", { name: "Kameras", level: 1 }).waitFor();
  await walks(page);
  await saysWhatIsWrong(page, others);
  await page.getByRole("link", { name: "Einstellungen", exact: true }).first().click();
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
