// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Steps of the page's test: the log says who did what; of two people who change the same thing the
// second is told.
import assert from "node:assert/strict";
import { call } from "./browser.mjs";

const goTo = (page, hash) => page.evaluate((to) => (location.hash = to), hash);

/** After a user was made and removed. */
export async function readsLog(page) {
  const here = page.url();
  await goTo(page, "#/settings/log");
  await page.getByRole("heading", { name: "Log", exact: true }).waitFor();
  const removed = page.locator('[data-operation="removeUser"]').first();
  await removed.getByText("name: ada").waitFor();
  await removed.getByText("browser, 127.0.0.1").waitFor();

  await page.getByRole("searchbox", { name: "Search" }).fill("front-door");
  await page.getByLabel("Kind").selectOption("Changes");
  await removed.waitFor({ state: "detached" });
  const change = page.locator('[data-operation="changeCamera"]').first();
  await change.waitFor();
  assert.match(await change.innerText(), /→/);
  const link = await page.getByRole("link", { name: "Export as CSV" }).getAttribute("href");
  const csv = await page.evaluate(async (url) => (await fetch(url)).text(), link);
  assert.match(csv, /^seq,time,kind,/);
  assert.match(csv, /changeCamera/);
  assert.doesNotMatch(csv, /removeUser/);
  await page.getByRole("button", { name: "Check the chain" }).click();
  await page.getByText("The log is whole").waitFor();

  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Make the archive" }).click(),
  ]);
  assert.equal(saved.suggestedFilename(), "lenswatch-diagnosis.tar.gz");

  await page.getByRole("searchbox", { name: "Search" }).fill("");
  await sendsItElsewhere(page);
  await page.getByRole("radio", { name: "System" }).check();
  await page.getByLabel("Kind").selectOption("Alarms");
  await page.locator('[data-minor="defocus"]').first().waitFor();
  await page.getByRole("searchbox", { name: "Search" }).fill("nothing says this");
  await page.getByText("Nothing is there that fits.").waitFor();
  await page.goto(here);
}

/** To where nobody listens: it is said so, and the next words are given. */
async function sendsItElsewhere(page) {
  const server = page.getByRole("textbox", { name: "Syslog server" });
  const section = page.locator("[aria-labelledby=syslog]");
  const save = section.getByRole("button", { name: "Save", exact: true });
  await server.fill("tcp://127.0.0.1:1");
  await save.click();
  await page.getByRole("button", { name: "Send a test" }).click();
  await page.getByText("127.0.0.1:1: it takes no connection").first().waitFor();
  await server.fill("");
  await save.click();
  await page.getByRole("button", { name: "Send a test" }).waitFor({ state: "detached" });
}

export async function tellsTheSecond(page, watch) {
  const here = page.url();
  const url = "http://127.0.0.1:1/";
  await call(page, "POST", "/actions", { id: "two", kind: "http", settings: { url } });
  const rule = { id: "two", name: "Two", enabled: false, actions: ["two"] };
  await call(page, "POST", "/rules", rule);
  await goTo(page, `#/rules/${rule.id}`);
  const name = page.getByLabel("Name", { exact: true });
  await name.waitFor();
  await call(page, "PATCH", `/rules/${rule.id}`, { name: "By the other" });
  await name.fill("By me");
  watch.expected = (message) => message.text().includes("412");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Somebody else has changed this meanwhile").waitFor();
  assert.equal((await call(page, "GET", `/rules/${rule.id}`)).body.name, "By the other");
  await page.getByRole("button", { name: "Load theirs" }).click();
  await page.waitForFunction(
    () => document.querySelector('input[name="name"]')?.value === "By the other",
  );
  watch.expected = () => false;
  await name.fill(rule.name);
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { name: "Actions", exact: true }).waitFor();
  assert.equal((await call(page, "GET", `/rules/${rule.id}`)).body.name, rule.name);
  await call(page, "DELETE", "/rules/two");
  await call(page, "DELETE", "/actions/two");
  await page.goto(here);
}
