// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A step of the page's test: what was recorded plays along a time line.
import assert from "node:assert/strict";
import { isAccessible } from "./axe.mjs";
import { until } from "./harness.mjs";

/** From the page of a camera that has recorded more than once, and back to it. */
export async function playsBack(page) {
  const here = page.url();
  await page.getByRole("link", { name: "Playback" }).click();
  await page.getByRole("heading", { name: /^Playback of / }).waitFor();
  const video = page.locator("video.recording-player");
  await page.getByRole("button", { name: "Play the newest clip" }).click();
  await until("the newest clip plays", () => video.evaluate((one) => one.currentTime > 0));
  assert.ok(await page.getByRole("button", { name: "Next clip" }).isDisabled());

  const newest = await video.getAttribute("src");
  await page.getByRole("button", { name: "Clip before" }).click();
  await until("another clip is there", async () => (await video.getAttribute("src")) !== newest);
  // By keyboard: midnight has nothing, so that the first clip of the day plays.
  const slider = page.getByLabel("Time", { exact: true });
  await slider.focus();
  await page.keyboard.press("Home");
  await page.getByRole("button", { name: "Clip before", disabled: true }).waitFor();
  await until("the first clip plays", () => video.evaluate((one) => one.readyState > 1));
  await page.getByLabel("An hour").check();
  await page.getByLabel("2×").check();
  await until("it is faster", () => video.evaluate((one) => one.playbackRate === 2));
  const download = page.getByRole("link", { name: /^Download this clip/ });
  assert.match(await download.getAttribute("href"), /^\/api\/v1\/cameras\/front-door\/.*download=1$/);
  await isAccessible(page, "playback");

  await page.getByRole("button", { name: "Day before" }).click();
  await page.getByText("Nothing was recorded on this day.").waitFor();
  await page.getByRole("button", { name: "Day after" }).click();
  await page.getByRole("button", { name: "Play the newest clip" }).waitFor();
  await page.goto(here);
  await page.locator(".camera-picture").waitFor();
}
