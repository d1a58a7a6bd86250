// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A step of the page's test: two administrators change the same at once. The second is told and
// chooses; what does not touch is kept of both.
import assert from "node:assert/strict";
import { isAccessible } from "./axe.mjs";
import { call, logIn } from "./browser.mjs";

const CAMERA = "front-door";
const STALE = "Somebody else has changed this meanwhile";

const goTo = (page, hash) => page.evaluate((to) => (location.hash = to), hash);
const button = (page, name) => page.getByRole("button", { name, exact: true });
const save = (page) => button(page, "Save").click();

const settings = async (page) => (await call(page, "GET", "/settings")).body;

/** page: the first administrator's. other: a page of another browser, without a login. */
export async function letsChoose(page, other, user, password) {
  const here = page.url();
  const before = await settings(page);
  await logIn(other, user, password);
  await keepsBoth(page, other);
  await takesTheirs(page, other);
  await overwrites(page, other);
  await choosesOfSchedules(page, other);
  await choosesOfUsers(page, other);
  await choosesOfTheAccount(page, other, password);
  await choosesInTheGuide(page, other);
  const { time_zone, measurement_days } = before;
  await call(page, "PATCH", "/settings", { time_zone, measurement_days });
  await page.goto(here);
}

async function keepsBoth(page, other) {
  for (const one of [page, other]) await goTo(one, "#/settings/time");
  const zone = other.getByLabel("Time zone");
  await zone.waitFor();
  await goTo(page, "#/settings/storage");
  await page.getByLabel("Keep measurements for").fill("41");
  await save(page);
  await page.getByText("Saved.").waitFor();
  await zone.fill("Asia/Seoul");
  await save(other);
  await other.getByText("Saved.").waitFor();
  const now = await settings(page);
  assert.deepEqual([now.measurement_days, now.time_zone], [41, "Asia/Seoul"]);
}

/** Both have the zone open, and the first has saved another one. */
async function collide(page, other, theirs, mine) {
  await goTo(page, "#/settings/about");
  await goTo(page, "#/settings/time");
  await page.getByLabel("Time zone").fill(theirs);
  await save(page);
  await page.getByText("Saved.").waitFor();
  await other.getByLabel("Time zone").fill(mine);
  await save(other);
  await other.getByRole("alert").getByText(STALE).waitFor();
  assert.equal((await settings(page)).time_zone, theirs);
  assert.equal(await other.getByLabel("Time zone").inputValue(), mine, "what was typed is gone");
}

async function takesTheirs(page, other) {
  await collide(page, other, "Asia/Tokyo", "Asia/Tbilisi");
  await isAccessible(other, "a conflict");
  await button(other, "Load theirs").click();
  await other.waitForFunction(
    () => document.querySelector('input[name="time-zone"]')?.value === "Asia/Tokyo",
  );
  assert.equal(await other.getByText(STALE).count(), 0);
}

async function overwrites(page, other) {
  await collide(page, other, "Asia/Jakarta", "Asia/Almaty");
  await button(other, "Overwrite with mine").click();
  await other.getByText("Saved.").waitFor();
  assert.equal((await settings(page)).time_zone, "Asia/Almaty");
}

const dates = async (page) =>
  (await call(page, "GET", `/cameras/${CAMERA}/arming`)).body.schedule.holidays ?? [];

async function addHoliday(page, date) {
  await page.locator('input[type="date"]').fill(date);
  await button(page, "Add date").click();
}

async function choosesOfSchedules(page, other) {
  const before = await dates(page);
  for (const one of [page, other]) {
    await goTo(one, `#/cameras/${CAMERA}/arming`);
    await button(one, "Apply schedule").waitFor();
  }
  // What is drawn is not replaced by what another one saves.
  await addHoliday(other, "2031-01-02");
  await addHoliday(page, "2031-01-01");
  await button(page, "Apply schedule").click();
  await page.getByText("This is what is stored.").waitFor();
  await button(other, "Apply schedule").click();
  await other.getByRole("alert").getByText(STALE).waitFor();
  assert.deepEqual(await dates(page), [...before, "2031-01-01"]);
  await button(other, "Load theirs").click();
  await button(other, "Remove 2031-01-01").waitFor();
  assert.equal(await button(other, "Remove 2031-01-02").count(), 0);
  // And on that it is saved without a word.
  await button(other, "Remove 2031-01-01").click();
  await button(other, "Apply schedule").click();
  await other.getByText("This is what is stored.").waitFor();
  assert.deepEqual(await dates(page), before);
}

async function choosesOfUsers(page, other) {
  const name = "a-third";
  const added = { name, password: "Plain-Valley-8", role: "viewer" };
  assert.equal((await call(page, "POST", "/users", added)).status, 201);
  // The second one's table stays as it is first read, as when both choose in the same moment.
  let list = null;
  await other.route("**/api/v1/users", async (route) => {
    list ??= await (await route.fetch()).body();
    await route.fulfill({ body: list, contentType: "application/json" });
  });
  await goTo(other, "#/settings/users");
  const role = other.getByLabel(`Role of ${name}`);
  await role.waitFor();
  const changed = await call(page, "PATCH", `/users/${name}`, { role: "operator" });
  assert.equal(changed.status, 200);
  await role.selectOption("administrator");
  await other.getByRole("alert").getByText(STALE).waitFor();
  const roleNow = async () => (await call(page, "GET", `/users/${name}`)).body.role;
  assert.equal(await roleNow(), "operator");
  await button(other, "Overwrite with mine").click();
  await other.getByText(STALE).waitFor({ state: "detached" });
  await other.waitForFunction(
    async (path) => (await (await fetch(path)).json()).role === "administrator",
    `/api/v1/users/${name}`,
  );
  await other.unroute("**/api/v1/users");
  assert.equal((await call(page, "DELETE", `/users/${name}`)).status, 204);
}

async function choosesOfTheAccount(page, other, password) {
  await goTo(other, "#/settings/users");
  await other.getByText("If you lose your password", { exact: true }).click();
  const address = other.locator("input[name=email]");
  await address.waitFor();
  const email = async () => (await call(page, "GET", "/account")).body.email;
  const before = await email();
  const theirs = { email: "theirs@example.com", password };
  assert.equal((await call(page, "PATCH", "/account", theirs)).status, 200);
  await address.fill("mine@example.com");
  const form = other.locator("form:has(input[name=email])");
  await form.locator("input[name=own-password]").fill(password);
  await form.locator("button[type=submit]").click();
  await form.getByText(STALE).waitFor();
  assert.equal(await email(), "theirs@example.com");
  await button(other, "Overwrite with mine").click();
  await form.getByRole("status").waitFor();
  assert.equal(await email(), "mine@example.com");
  await call(page, "PATCH", "/account", { email: before, password });
}

async function choosesInTheGuide(page, other) {
  await goTo(other, "#/guide/place");
  const zone = other.getByLabel("Time zone");
  await other.waitForFunction(() => document.querySelector('input[name="time-zone"]')?.value);
  await call(page, "PATCH", "/settings", { time_zone: "Asia/Tokyo" });
  await zone.fill("Asia/Tbilisi");
  await other.locator("form button[type=submit]").click();
  await other.getByRole("alert").getByText(STALE).waitFor();
  assert.equal((await settings(page)).time_zone, "Asia/Tokyo");
}
