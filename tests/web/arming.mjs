// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Steps of the page's test: an arming schedule drawn on bars, and found again.
import assert from "node:assert/strict";
import { isAccessible } from "./axe.mjs";
import { until } from "./harness.mjs";

const ARMING = "/api/v1/cameras/front-door/arming";

const stored = (page) => page.evaluate(async (path) => (await fetch(path)).json(), ARMING);

const bar = (page, day) => page.getByRole("group", { name: day, exact: true }).locator(".week-bar");

/** From one hour to another, over a bar. */
async function drag(page, day, from, to) {
  const box = await bar(page, day).boundingBox();
  const at = (hour) => [box.x + (hour / 24) * box.width, box.y + box.height / 2];
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at((from + to) / 2), { steps: 3 });
  await page.mouse.move(...at(to), { steps: 3 });
  await page.mouse.up();
}

const period = (page, name) => page.getByRole("button", { name, exact: true });

/** From the page of the camera, and back to it. */
export async function drawsSchedule(page, watch) {
  await page.getByRole("link", { name: "Arming" }).click();
  await page.getByRole("heading", { name: /^Arming of / }).waitFor();
  await page.locator('[data-armed="armed"]').waitFor();
  await page.getByLabel("By a schedule").check();
  await byPointer(page);
  await byKeyboard(page);
  // The browser itself logs every answer of 4xx.
  watch.expected = (message) => message.text().includes("400");
  await ownAndHolidays(page);
  watch.expected = () => false;
  await page.setViewportSize({ width: 375, height: 667 });
  await isAccessible(page, "arming on a phone");
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(over <= 0, `it scrolls sideways by ${over} px`);
  await page.setViewportSize({ width: 1280, height: 800 });
  await byHand(page);
  await page.goBack();
  await page.locator(".conditions-table").waitFor();
}

async function byPointer(page) {
  await period(page, "Monday, 00:00 to 24:00").click();
  await page.keyboard.press("Delete");
  await drag(page, "Monday", 8, 12);
  await period(page, "Monday, 08:00 to 12:00").waitFor();
  await drag(page, "Monday", 20, 13);
  await period(page, "Monday, 13:00 to 20:00").waitFor();
  // An end, which stops at the other period; then the whole of one.
  await drag(page, "Monday", 13, 10);
  await period(page, "Monday, 12:00 to 20:00").waitFor();
  await drag(page, "Monday", 20, 18);
  await drag(page, "Monday", 15, 16);
  await period(page, "Monday, 13:00 to 19:00").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await period(page, "Monday, 12:00 to 18:00").waitFor();
  await page.getByLabel("from", { exact: true }).fill("11:30");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").getByText("does not overlap").waitFor();
  await page.getByLabel("from", { exact: true }).fill("12:31");
  await page.keyboard.press("Enter");
  await period(page, "Monday, 12:31 to 18:00").waitFor();
}

async function byKeyboard(page) {
  await period(page, "Tuesday, 00:00 to 24:00").focus();
  await page.keyboard.press("Delete");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await period(page, "Tuesday, 08:00 to 18:00").focus();
  await page.keyboard.press("Shift+ArrowLeft");
  await page.keyboard.press("Tab");
  await page.getByRole("slider", { name: "Tuesday: start of period 1" }).waitFor();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Shift+ArrowRight");
  await period(page, "Tuesday, 07:15 to 18:00").waitFor();

  await page.getByRole("button", { name: "Copy… Tuesday" }).focus();
  await page.keyboard.press("Enter");
  const all = page.getByLabel("Every day of the week");
  await until("the first box has the focus", () =>
    all.evaluate((box) => box === document.activeElement),
  );
  await page.getByRole("checkbox", { name: "Wednesday" }).focus();
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Copy to these" }).focus();
  await page.keyboard.press("Enter");
  await period(page, "Wednesday, 07:15 to 18:00").waitFor();
}

async function ownAndHolidays(page) {
  await page.getByLabel("Other times on holidays").check();
  await page.getByLabel("Dates of holidays").fill("2026-12-25");
  await page.getByRole("button", { name: "Add date" }).click();
  await page.getByLabel("Time zone").fill("Nowhere/Land");
  await page.getByRole("button", { name: "Apply schedule" }).click();
  await page.getByRole("alert").getByText("there is no such zone").waitFor();
  await page.getByLabel("Time zone").fill("Europe/Berlin");
  await page.getByLabel("Condition", { exact: true }).selectOption("covered");
  await page.getByLabel("By a schedule").check();
  await page.getByRole("button", { name: "Apply schedule" }).click();
  await page.getByText("This is what is stored.").waitFor();
  await keepsSchedule(page);
}

async function byHand(page) {
  const span = page.getByLabel("For how long");
  await span.selectOption("1 h");
  await page.getByRole("button", { name: "Disarm", exact: true }).click();
  await page.locator('[data-armed="disarmed"]').waitFor();
  await page.getByText("Disarmed by hand until").waitFor();
  const { schedule } = await stored(page);
  assert.ok(Math.abs(Date.parse(schedule.until) - Date.now() - 3_600_000) < 120_000);
  await span.selectOption("");
  await page.getByRole("button", { name: "Arm", exact: true }).click();
  await page.locator('[data-armed="armed"]').waitFor();
  await page.getByText("Armed by hand, for good.").waitFor();
}

/** Also over a restart. */
export async function keepsSchedule(page) {
  const { schedule } = await stored(page);
  assert.equal(schedule.time_zone, "Europe/Berlin");
  assert.deepEqual(schedule.holidays, ["2026-12-25"]);
  assert.deepEqual(schedule.conditions.covered.sun, ["00:00-24:00"]);
  assert.deepEqual(schedule.days, {
    mon: ["08:00-12:00", "12:31-18:00"],
    tue: ["07:15-18:00"],
    wed: ["07:15-18:00"],
    thu: ["00:00-24:00"],
    fri: ["00:00-24:00"],
    sat: ["00:00-24:00"],
    sun: ["00:00-24:00"],
    holiday: [],
  });
}

/** What was drawn before the daemon was away is on the page again. */
export async function findsSchedule(page) {
  await keepsSchedule(page);
  await page.getByRole("link", { name: "Arming" }).click();
  await period(page, "Monday, 12:31 to 18:00").waitFor();
  await page.goBack();
  await page.locator(".conditions-table").waitFor();
  const body = { days: null, conditions: null, holidays: null, manual: null };
  const status = await page.evaluate(
    async ([path, body]) => {
      const headers = { "X-Lenswatch": "1", "Content-Type": "application/json" };
      return (await fetch(path, { method: "PATCH", headers, body })).status;
    },
    [ARMING, JSON.stringify(body)],
  );
  assert.equal(status, 200);
}
