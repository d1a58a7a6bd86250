// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The guide of the first start, from a daemon that nobody has used yet to a camera that is watched:
// by keyboard alone, with what goes wrong on the way.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { isAccessible } from "./axe.mjs";
import { openPage, tabTo, type } from "./browser.mjs";
import { Daemon, DemoCamera, launchBrowser, until } from "./harness.mjs";
import { restoresBackup, savesBackup } from "./settings.mjs";

const PASSWORD = "Quiet-Harbour-7";
const ZONE = "Pacific/Auckland";
const PICTURE_MS = 60_000;

const daemon = new Daemon();
const camera = new DemoCamera();
/** Where alarms go: what was posted to it. */
const told = [];
const peer = createServer((request, response) => {
  let body = "";
  request.on("data", (part) => (body += part));
  request.on("end", () => {
    told.push(JSON.parse(body));
    response.end("thanks");
  });
});
let browser, page, watch;

before(async () => {
  await Promise.all([
    daemon.start(),
    camera.start(["--width", "640", "--height", "360"]),
    new Promise((resolve) => peer.listen(0, "127.0.0.1", resolve)),
  ]);
  browser = await launchBrowser();
  ({ page, watch } = await openPage(browser, daemon.url, { timezoneId: ZONE }));
});

after(async () => {
  await browser?.close();
  peer.closeAllConnections();
  peer.close();
  await camera.stop();
  await daemon.remove();
});

test("from the password to a camera that is watched", async (t) => {
  const start = performance.now();
  await setsPassword();
  await setsZone();
  await isLeftAndResumed();
  await typesWrongAddress();
  await seesPicture();
  await sendsAlarms();
  await ends();
  t.diagnostic(`the guide took ${((performance.now() - start) / 1000).toFixed(1)} s`);
  assert.deepEqual(watch.errors, []);
  assert.deepEqual(watch.violations, []);
  assert.deepEqual(watch.foreign, []);
});

test("back to a backup, and to the first start", async () => {
  // The daemon is away twice, and nobody is logged in then: the browser logs what fails.
  watch.expected = () => true;
  await savesBackup(page, daemon.data);
  await page.evaluate(async () => {
    const headers = { "X-Lenswatch": "1", "Content-Type": "application/json" };
    const body = JSON.stringify({ name: "Later", url: "http://127.0.0.1:1/x", enabled: false });
    await fetch("/api/v1/cameras", { method: "POST", headers, body });
  });
  assert.equal((await ask("/cameras")).cameras.length, 2);
  await restoresBackup(page, daemon.data, PASSWORD);
  await logsIn();
  assert.equal((await ask("/cameras")).cameras.length, 1);

  await page.evaluate(() => (location.hash = "#/settings/backup"));
  await page.getByRole("radio", { name: "Everything" }).check();
  const form = page.locator("form", { hasText: "Remove everything" });
  await form.getByLabel("Your password").fill("Wrong-Harbour-1");
  await form.getByRole("button", { name: "Remove everything" }).click();
  await form.getByText("The password is wrong").waitFor();
  await form.getByLabel("Your password").fill(PASSWORD);
  await form.getByRole("button", { name: "Remove everything" }).click();
  await page
    .getByRole("heading", { name: "Set the administrator password" })
    .waitFor({ timeout: PICTURE_MS });
});

/** Where it is still needed: a session that is in the backup goes on. */
async function logsIn() {
  const password = page.getByLabel("Password", { exact: true });
  const inside = page.getByRole("link", { name: "Settings", exact: true });
  await password.or(inside).first().waitFor({ timeout: PICTURE_MS });
  if (!(await password.isVisible())) return;
  await page.getByLabel("User").fill("admin");
  await password.fill(PASSWORD);
  await page.getByRole("button", { name: "Log in" }).click();
  await inside.waitFor();
}

const ask = (path) =>
  page.evaluate(async (path) => (await fetch(`/api/v1${path}`)).json(), path);

const enter = async (selector) => {
  await tabTo(page, selector);
  await page.keyboard.press("Enter");
};

/** Where one is; and that everybody can use it, also on a phone. */
async function at(heading) {
  await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
  await page.setViewportSize({ width: 375, height: 667 });
  const over = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  await page.setViewportSize({ width: 1280, height: 800 });
  assert.equal(over, 0, `“${heading}” scrolls sideways by ${over} px`);
  await isAccessible(page, heading);
}

async function setsPassword() {
  await at("Set the administrator password");
  await type(page, "input[name=new-password]", PASSWORD);
  await type(page, "input[name=repeat-password]", PASSWORD);
  await page.keyboard.press("Enter");
}

async function setsZone() {
  await at("Which time is it here?");
  const zone = page.getByLabel("Time zone");
  await until("the browser's zone is offered", async () => (await zone.inputValue()) === ZONE);

  // The browser itself logs every answer of 4xx.
  watch.expected = (message) => message.text().includes("400");
  await type(page, "input[name=time-zone]", "Mars/Olympus");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").getByText("no such zone").waitFor();
  watch.expected = () => false;

  await type(page, "input[name=time-zone]", ZONE);
  await type(page, "input[name=site-name]", "Harbour, gate 3");
  await page.keyboard.press("Enter");
  await at("Which camera is to be watched?");
  const { time_zone, site_name } = await ask("/settings");
  assert.deepEqual([time_zone, site_name], [ZONE, "Harbour, gate 3"]);
  assert.match(await page.title(), / – Harbour, gate 3$/);
}

async function isLeftAndResumed() {
  await enter(".page-head a.button");
  await page.getByRole("heading", { name: "Add your first camera" }).waitFor();
  await page.reload();
  await page.getByText("The guide waits for you at: Camera.").waitFor();
  await enter(".guide-notice .button-main");
  await page.getByRole("heading", { name: "Which camera is to be watched?" }).waitFor();
}

async function typesWrongAddress() {
  await tabTo(page, "input[type=radio][value=find]");
  await page.keyboard.press("ArrowRight");
  await type(page, "input[name=name]", "Yard");
  await type(page, "input[name=url]", "rtsp://127.0.0.1:1/stream");
  await page.keyboard.press("Enter");
  await at("Does the picture come?");
  // Why, and what to do.
  const lost = page.locator(".lost-notice");
  await lost.waitFor({ timeout: PICTURE_MS });
  assert.notEqual((await lost.locator(".lost-hint").innerText()).trim(), "");
  assert.ok(await page.getByRole("button", { name: "I see it" }).isDisabled());
  await enter('.guide-picture a[href="#/guide/camera"]');
  await at("Which camera is to be watched?");
}

async function seesPicture() {
  assert.equal(await page.getByLabel("Name").inputValue(), "Yard");
  await type(page, "input[name=url]", camera.url);
  await type(page, "input[name=camera-user]", camera.user);
  await type(page, "input[name=camera-password]", camera.password);
  await page.keyboard.press("Enter");
  await page.locator('[data-there="true"]').waitFor({ timeout: PICTURE_MS });
  await page.locator(".guide-picture :is(.live, .still):not(.picture-none)").first().waitFor();
  assert.equal((await ask("/cameras")).cameras.length, 1, "the camera was made twice");
  await enter(".guide-picture .button-main");
}

async function sendsAlarms() {
  await at("Who is to be told?");
  await tabTo(page, "select[name=kind]");
  await page.keyboard.type("Req");
  await page.getByText("Request to a web address").waitFor({ state: "attached" });
  await type(page, "input[name=url]", "http://127.0.0.1:1/alarm");
  await page.keyboard.press("Enter");
  const failed = page.locator('[data-tested="false"]');
  await failed.waitFor({ timeout: PICTURE_MS });
  assert.ok((await failed.innerText()).split("\n").length > 1, "it does not say why");

  await type(page, "input[name=url]", `http://127.0.0.1:${peer.address().port}/alarm`);
  await page.keyboard.press("Enter");
  await page.locator('[data-tested="true"]').waitFor({ timeout: PICTURE_MS });
  assert.equal(told.length, 1);
  assert.equal((await ask("/actions")).actions.length, 1, "the action was made twice");
  const { rules } = await ask("/rules");
  assert.deepEqual(
    rules.map((one) => one.actions.length),
    [1],
  );
  await enter(".form .form-actions .button-main");
}

async function ends() {
  await at("Lenswatch is watching");
  await page.getByText("Every event is sent to you.").waitFor();
  await enter("main .panel .button-main");
  await page.getByRole("heading", { name: "Yard", level: 1 }).waitFor();
  assert.equal(await page.locator(".guide-notice").count(), 0);
}
