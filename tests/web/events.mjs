// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A step of the page's test: events are acknowledged, noted, exported and compared.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { isAccessible } from "./axe.mjs";
import { until } from "./harness.mjs";

/** As the daemon has it. */
const newest = (page) =>
  page.evaluate(async () => (await (await fetch("/api/v1/events?limit=1")).json()).events[0]);

/** From the list of events under filters, and back to it. */
export async function saysOfEvents(page) {
  await narrows(page);
  const many = page.getByRole("group", { name: "Chosen events" });
  await many.getByLabel("Choose all shown").check();
  await many.getByText("1 event chosen").waitFor();
  await many.getByLabel("Note").fill("fog, again");
  await many.getByRole("button", { name: "Save note" }).click();
  await many.getByText("Said of 1 event.").waitFor();
  await page.locator(".event-comment", { hasText: "fog, again" }).waitFor();
  // By keyboard alone.
  await page.getByLabel("Choose Out of focus: Front door").focus();
  await page.keyboard.press("Space");
  await many.getByRole("button", { name: "Acknowledge" }).focus();
  await page.keyboard.press("Enter");
  await page.locator('.event-ended [data-acknowledged="admin"]').waitFor();
  const { comment, acknowledged_by: by } = await newest(page);
  assert.deepEqual([comment, by], ["fog, again", "admin"]);

  const download = page.waitForEvent("download");
  await many.getByRole("button", { name: "Export as CSV" }).click();
  const [names, row] = readFileSync(await (await download).path(), "utf8").split("\r\n");
  assert.match(names, /^id,camera_id,camera_name,condition,/);
  assert.match(row, /^\d+,front-door,Front door,defocus,.*,admin,false,"fog, again"$/);
  await many.getByText("1 event exported.").waitFor();
  const exported = await page.evaluate(async () =>
    (await fetch("/api/v1/audit?kind=export&limit=1")).json(),
  );
  assert.equal(exported.records[0].operation, "listEvents");
  const report = page.waitForEvent("download");
  await many.getByRole("link", { name: "Report as PDF" }).click();
  assert.equal(readFileSync(await (await report).path(), "latin1").slice(0, 5), "%PDF-");
  await isAccessible(page, "events");
  await opens(page);
}

async function narrows(page) {
  const condition = page.getByLabel("Condition", { exact: true });
  await condition.selectOption({ label: "Covered" });
  await page.getByText("No event matches").waitFor();
  await condition.selectOption({ label: "Out of focus" });
  await page.locator(".event-ended").waitFor();
  await page.getByLabel("To this day").fill("2020-01-01");
  await page.getByText("No event matches").waitFor();
  await page.getByLabel("To this day").fill("");
  await page.getByLabel("From this day").fill("2020-01-01");
  await page.locator(".event-ended").waitFor();
}

async function opens(page) {
  await page.locator(".event-title a").first().click();
  await page.getByText("What is said of it").waitFor();
  await page.getByRole("button", { name: "Take back" }).click();
  await page.getByRole("button", { name: "Acknowledge" }).waitFor();
  await page.getByLabel("False alarm").check();
  await page.locator("[data-false-alarm]").waitFor();
  await page.getByLabel("Note").fill("a spider");
  await page.getByRole("button", { name: "Save note" }).click();
  await until("it is stored", async () => (await newest(page)).comment === "a spider");
  const event = await newest(page);
  assert.deepEqual([event.acknowledged, event.false_alarm], [null, true]);

  const over = page.locator(".compare-over");
  const clip = () => over.evaluate((image) => getComputedStyle(image).clipPath);
  await page.getByLabel("How much of the healthy picture is shown").focus();
  assert.equal(await clip(), "inset(0px 50% 0px 0px)");
  await page.keyboard.press("Home");
  await until("nothing of it is shown", async () => (await clip()) === "inset(0px 100% 0px 0px)");
  await page.getByLabel("At the end").check();
  await until("the other picture is there", () =>
    page
      .locator(".compare-pictures img")
      .first()
      .evaluate((image) => image.naturalWidth > 0 && image.src.endsWith("end.jpg")),
  );
  await isAccessible(page, "an event");
  await page.goBack();
}
