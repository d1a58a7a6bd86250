// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Steps of the page's test: the chart of a camera, by pointer and by keyboard; and what was learnt of
// the camera. The camera has been out of focus once, and is not any more.
import assert from "node:assert/strict";
import { isAccessible } from "./axe.mjs";
import { until } from "./harness.mjs";

const area = (page) => page.locator(".chart-area");
const says = (page, name) => page.getByRole("application", { name }).waitFor();
const spoken = (page) => page.locator("[data-chart-spoken]").innerText();

/** On the page of the camera. */
export async function readsChart(page) {
  await says(page, /^Sharpness in the last hour: lowest/);
  await choosesMeasures(page);
  await goesByKeys(page);
  await zooms(page);
  await isAccessible(page, "the chart");
  await opensEvent(page);
}

async function choosesMeasures(page) {
  const measure = page.getByLabel("Measured", { exact: true });
  await measure.selectOption({ label: "Brightness" });
  await says(page, /^Brightness in the last hour: lowest \d+, highest \d+/);
  await page.locator(".chart-help", { hasText: "to 255, white" }).waitFor();
  await measure.selectOption({ label: "Contrast" });
  await says(page, /^Contrast in the last hour: lowest [\d.]+, highest [1-9][\d.]*/);
  await measure.selectOption({ label: "Covered" });
  await says(page, /^Covered in the last hour: lowest \d+/);
  await page.locator(".chart-legend", { hasText: "Sensitivity that is set" }).waitFor();
  await measure.selectOption({ label: "Out of focus" });
  // It was a fault with the sensitivity that is set.
  await says(page, /^Out of focus in the last hour: lowest ([1-9]|[1-4]\d|50), /);
  for (const [range, name] of [
    ["15 min", "the last 15 minutes"],
    ["3 y", "the last 3 years"],
    ["7 d", "the last 7 days"],
  ]) {
    await page.getByRole("radio", { name: range }).check();
    await says(page, new RegExp(`^Out of focus in ${name}: lowest`));
  }
  await measure.selectOption({ label: "Sharpness" });
  await page.getByRole("radio", { name: "1 h" }).check();
  await says(page, /^Sharpness in the last hour: lowest/);
}

async function goesByKeys(page) {
  await area(page).focus();
  await page.keyboard.press("Home");
  await until("the first value is read out", async () => /%/.test(await spoken(page)));
  const first = await spoken(page);
  // Two pictures may come in one second: ten do not.
  await page.keyboard.press("Shift+ArrowRight");
  await until("another value is read out", async () => (await spoken(page)) !== first);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("End");
  await until("the last value is read out", async () => / · clear/.test(await spoken(page)));
  assert.notEqual(await spoken(page), first);
}

async function zooms(page) {
  const whole = page.getByRole("button", { name: "Whole range" });
  assert.ok(await whole.isDisabled());
  await area(page).focus();
  await page.keyboard.press("+");
  await says(page, /^Sharpness in \S.* to /);
  await page.keyboard.press("PageUp");
  await page.keyboard.press("0");
  await says(page, /^Sharpness in the last hour/);

  const box = await page.locator(".chart .u-over").boundingBox();
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.5, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, y, { steps: 4 });
  await page.mouse.move(box.x + box.width * 0.99, y, { steps: 4 });
  await page.mouse.up();
  await says(page, /^Sharpness in \S.* to /);
  await whole.click();
  await says(page, /^Sharpness in the last hour/);
}

/** And comes back. */
async function opensEvent(page) {
  const mark = page.locator(".chart-events").getByRole("link", { name: /^Out of focus, / });
  await mark.click();
  await page.getByRole("heading", { name: "Out of focus: Front door" }).waitFor();
  await page.goBack();
  await says(page, /^Sharpness in the last hour/);
}

/** What was learnt by day: with a picture, beside that of now. */
export async function showsLearnt(page) {
  const learnt = () =>
    page.evaluate(async () => {
      const answer = await fetch("/api/v1/cameras/front-door/baselines");
      return (await answer.json()).baselines[0]?.pictures ?? 0;
    });
  const before = await learnt();
  const card = page.locator('[data-baseline="day 0"]');
  for (const name of ["What was learnt: By day, in colour", "Front door now"]) {
    const image = card.getByRole("img", { name });
    await image.scrollIntoViewIfNeeded();
    await until(name, () => image.evaluate((element) => element.naturalWidth > 0));
  }
  await card.locator("summary").click();
  await card.getByText(/^Losing focus slowly: /).waitFor();
  await card.getByRole("button", { name: "Forget: By day, in colour" }).click();
  await card.getByText("What was learnt of the others stays.").waitFor();
  await card.getByRole("button", { name: "Forget and learn anew" }).click();
  await until("it is learnt anew", async () => (await learnt()) < before);
  await card.getByText(/^Not assessable: /).waitFor();
  await isAccessible(page, "what was learnt");
}
