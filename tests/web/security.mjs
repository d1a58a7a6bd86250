// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Steps of the page's test: API tokens, locked logins, the address filter, and the switch to all
// strict settings.
import assert from "node:assert/strict";
import { confirmsSecondFactor } from "./account.mjs";
import { isAccessible } from "./axe.mjs";
import { call, openPage } from "./browser.mjs";

const GUESSED = { name: "bea", password: "Plain-Valley-8", role: "viewer" };
const ATTEMPTS = 3;
/** Reserved for documentation (RFC 5737); a trusted proxy at this machine says who asks. */
const GUESSER = "198.51.100.7";
const ELSEWHERE = "198.51.100.8";

const goTo = (page, hash) => page.evaluate((to) => (location.hash = to), hash);
const button = (page, name) => page.getByRole("button", { name, exact: true });

async function fromAddress(browser, url, address) {
  const opened = await openPage(browser, url, { extraHTTPHeaders: { "X-Forwarded-For": address } });
  // The browser itself logs what is refused.
  opened.watch.expected = (message) => /4\d\d/.test(message.text());
  return opened.page;
}

async function typesLogin(page, user, password) {
  await page.getByLabel("User").fill(user);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await button(page, "Log in").click();
}

/** A token is shown once, lets a program in as far as it may, and no longer when it is revoked. */
export async function managesTokens(page, url) {
  await goTo(page, "#/settings/users");
  const summary = page.locator("summary", { hasText: "API tokens" });
  await summary.focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("What it is for").fill("Home Assistant");
  await page.keyboard.press("Enter");
  const status = page.getByRole("status").filter({ hasText: "it is not shown again" });
  const secret = await status.locator("code").innerText();
  assert.ok(secret.length >= 20, "that is no secret");
  const headers = { Authorization: `Bearer ${secret}` };
  const ask = async (method, path) =>
    (await fetch(`${url}/api/v1${path}`, { method, headers })).status;
  assert.equal(await ask("GET", "/cameras"), 200);
  assert.equal(await ask("GET", "/users"), 403, "a token of a viewer");
  assert.equal(await ask("POST", "/cameras/front-door/capture"), 403, "it only reads");
  await isAccessible(page, "a new token");

  await page.reload();
  await summary.click();
  const row = page.locator('[data-token="Home Assistant"]');
  await row.getByText("viewer, read only").waitFor();
  assert.ok(!(await page.content()).includes(secret), "the token is shown again");
  await button(row, "Revoke Home Assistant").click();
  await button(page, "Remove for good").click();
  await row.waitFor({ state: "detached" });
  assert.equal(await ask("GET", "/cameras"), 401);
}

/** Who guesses is told so; an administrator unlocks the user that was guessed at. */
export async function unlocks(page, browser, url) {
  const settings = { trusted_proxies: "127.0.0.1", login_attempts: ATTEMPTS };
  assert.equal((await call(page, "PATCH", "/settings", settings)).status, 200);
  assert.equal((await call(page, "POST", "/users", GUESSED)).status, 201);
  const guesser = await fromAddress(browser, url, GUESSER);
  for (let i = 0; i < ATTEMPTS; i++) {
    await typesLogin(guesser, GUESSED.name, `Wrong-Valley-${i}`);
    await guesser.getByRole("alert").getByText("wrong").waitFor();
    await button(guesser, "Log in").and(guesser.locator(":enabled")).waitFor();
  }
  await typesLogin(guesser, GUESSED.name, GUESSED.password);
  await guesser.getByRole("alert").getByText("Too many logins").waitFor();
  await isAccessible(guesser, "a locked login");

  await goTo(page, "#/");
  await goTo(page, "#/settings/users");
  const row = page.locator(`[data-user="${GUESSED.name}"]`);
  const unlock = button(row, `Unlock ${GUESSED.name}`);
  await unlock.focus();
  await page.keyboard.press("Enter");
  await unlock.waitFor({ state: "detached" });
  await typesLogin(guesser, GUESSED.name, GUESSED.password);
  await button(guesser, "Log out").waitFor();
  await guesser.context().close();
  assert.equal((await call(page, "DELETE", `/users/${GUESSED.name}`)).status, 204);
}

/** A file may hold what keeps out the one who takes it. */
async function asksBeforeImport(page) {
  await goTo(page, "#/settings/config");
  await page.getByLabel("File", { exact: true }).setInputFiles({
    name: "away.yaml",
    mimeType: "application/yaml",
    buffer: Buffer.from(
      "lenswatch: 1\nsettings:\n  address_filter: true\n  addresses_allowed: 203.0.113.0/24\n",
    ),
  });
  await button(page, "See what would change").click();
  await button(page, "Take it").click();
  await page.getByRole("alert").getByText("keep out the one that you ask from").waitFor();
  await button(page, "Do it all the same").waitFor();
  assert.equal((await call(page, "GET", "/settings")).body.address_filter, false);
}

/** Requests of that method wait until what is returned is called. */
async function holdsBack(page, method, address) {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  const held = [];
  await page.route(address, (route) => {
    const gone = route.request().method() === method ? released : Promise.resolve();
    held.push(gone.then(() => route.continue()));
  });
  return async () => {
    release();
    await Promise.all(held);
    await page.unroute(address);
  };
}

/**
 * Lines that come late do not take the form away from under the pointer, and what is entered while
 * it is being saved stays.
 */
async function keepsLogs(page) {
  const kept = page.locator("[aria-labelledby=logs-kept]");
  const showLines = await holdsBack(page, "GET", /\/api\/v1\/audit(\?|$)/);
  await goTo(page, "#/settings/log");
  await kept.getByLabel("Lines of the system log").fill("50000");
  await button(kept, "Save").hover();
  const store = await holdsBack(page, "PATCH", "**/api/v1/settings");
  await page.mouse.down();
  await showLines();
  await page.locator("[data-operation]").first().waitFor();
  await page.mouse.up();
  await button(kept, "Save").and(kept.locator(":disabled")).waitFor();
  const days = kept.getByLabel("Keep the system log for");
  await days.fill("33");
  await store();
  await button(kept, "Save").and(kept.locator(":enabled")).waitFor();
  assert.equal(await days.inputValue(), "33", "what was entered meanwhile is gone");
  assert.equal(await kept.getByText("Saved.").count(), 0, "not all of it is saved");
  await button(kept, "Save").click();
  await kept.getByText("Saved.").waitFor();
}

/** How people log in is set where the strict settings are, and how long logs stay at the logs. */
export async function setsLogins(page) {
  const { body: before } = await call(page, "GET", "/settings");
  await goTo(page, "#/settings/security");
  await page.getByLabel("Logged out when idle for").fill("45");
  await page.getByLabel("Scripts may log in by HTTP Digest").check();
  await page.getByLabel("Screens on a wall").fill("hall");
  await button(page, "Save").click();
  await page.getByText("Saved.").waitFor();
  await goTo(page, "#/");
  await keepsLogs(page);
  await isAccessible(page, "how long logs are kept");
  const { body } = await call(page, "GET", "/settings");
  assert.deepEqual(
    [body.session_idle_minutes, body.http_digest, body.always_on, body.log_max, body.log_days],
    [45, true, "hall", 50_000, 33],
  );
  const { log_days } = before;
  const old = { session_idle_minutes: 10_080, http_digest: false, always_on: "", log_max: 100_000, log_days };
  assert.equal((await call(page, "PATCH", "/settings", old)).status, 200);
}

/** Who would keep himself out is asked first; this machine itself is never kept out. */
export async function filtersAddresses(page, browser, url, user, password) {
  const away = await fromAddress(browser, url, ELSEWHERE);
  await typesLogin(away, user, password);
  await button(away, "Log out").waitFor();
  await asksBeforeImport(away);
  await goTo(away, "#/settings/network");
  await away.getByLabel("Filter addresses").check();
  await away.getByLabel("Allowed").fill("203.0.113.0/24");
  await button(away, "Save").click();
  await away.getByRole("alert").getByText("keep out the one that you ask from").waitFor();
  assert.equal((await call(page, "GET", "/settings")).body.address_filter, false);
  await isAccessible(away, "keeping oneself out");
  await button(away, "Do it all the same").click();
  await away.waitForFunction(async () => (await fetch("/api/v1/status")).status === 403);
  await away.context().close();

  const { body } = await call(page, "GET", "/settings");
  assert.deepEqual([body.address_filter, body.addresses_allowed], [true, "203.0.113.0/24"]);
  await goTo(page, "#/");
  await goTo(page, "#/settings/network");
  await page.getByLabel("Filter addresses").uncheck();
  await page.getByLabel("Allowed").fill("");
  await page.getByLabel("Trusted proxies").fill("");
  await button(page, "Save").click();
  await page.getByText("Saved.").waitFor();
  assert.equal((await call(page, "GET", "/settings")).body.address_filter, false);
}

/** One switch makes all strict, shows before what it changes, and takes it back. */
export async function reinforces(page, watch, password) {
  const before = (await call(page, "GET", "/settings")).body;
  await goTo(page, "#/settings/security");
  await page.getByText("It is off.", { exact: true }).waitFor();
  const length = page.locator('[data-setting="password_length"]');
  assert.match(await length.innerText(), /8\s+12/);
  await button(page, "Switch it on").click();
  await isAccessible(page, "the question before the reinforcement");
  await button(page, "Leave it as it is").click();
  assert.equal((await call(page, "GET", "/security/reinforcement")).body.enabled, false);

  // The browser itself logs what is refused until the second factor is there.
  watch.expected = (message) => message.text().includes("403");
  await button(page, "Switch it on").focus();
  await page.keyboard.press("Enter");
  await button(page, "Do it").click();
  await page.getByText("Administrators must have a second factor here").waitFor();
  await confirmsSecondFactor(page, password);
  await button(page, "I have kept them").click();
  await page.getByText("It is on.", { exact: true }).waitFor();
  watch.expected = () => false;

  // What is strict cannot be made weaker, and the page knows the rules that hold now.
  watch.expected = (message) => message.text().includes("403");
  assert.equal((await call(page, "PATCH", "/settings", { password_length: 8 })).status, 403);
  watch.expected = () => false;
  await goTo(page, "#/settings/users");
  await page.getByText("12 to 128 characters").last().waitFor();
  await page.getByLabel("Password", { exact: true }).fill("Winter-2026");
  await page.getByLabel("Password again").last().fill("Winter-2026");
  await page.getByLabel("Name", { exact: true }).fill("short");
  assert.ok(await button(page, "Make the user").isDisabled(), "a short password can be sent");

  await goTo(page, "#/settings/security");
  await button(page, "Switch it off").click();
  await button(page, "Do it").click();
  await page.getByText("It is off.", { exact: true }).waitFor();
  assert.deepEqual((await call(page, "GET", "/settings")).body, before);

  await goTo(page, "#/settings/users");
  const factor = page.locator("details", { hasText: "Second factor" }).first();
  await factor.locator("summary").click();
  await factor.getByLabel("Your password", { exact: true }).fill(password);
  await button(factor, "Switch it off").click();
  await factor.getByText("It is off.").waitFor();
}
