// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Steps of the page's test: the live wall.
import assert from "node:assert/strict";
import { isAccessible } from "./axe.mjs";
import { call, removeCamera } from "./browser.mjs";
import { until } from "./harness.mjs";

const LONG_MS = 60_000;
const FIRST = "front-door";
const OTHERS = ["second", "third"];

const goTo = (page, address) => page.evaluate((to) => (location.hash = to), address);

/** The cameras of the windows that are seen, once they are these. */
const shows = (page, cameras) =>
  until(`the windows show ${cameras}`, () =>
    page.evaluate(
      (wanted) =>
        [...document.querySelectorAll("[data-window]")]
          .map((one) => one.dataset.camera)
          .join() === wanted,
      cameras.join(),
    ),
  );

const pictures = (page, what, count) =>
  until(`${count} windows show ${what}`, async () => {
    return (await page.locator(`[data-shows="${what}"]`).count()) === count;
  });

const divide = (page, name) => page.getByRole("radio", { name, exact: true }).check();
const window_ = (page, number) => page.locator(`[data-window="${number}"]`);

/** Widths of the videos in the windows, once they are these. */
const plays = (page, widths) =>
  until(`the videos are ${widths} pixels wide`, () =>
    page.evaluate(
      (wanted) =>
        [...document.querySelectorAll("[data-window] video")]
          .map((one) => one.videoWidth)
          .join() === wanted,
      widths.join(),
    ),
  );

/** A small window shows the sub stream, where there is one, unless somebody says otherwise. */
async function showsSub(page, sub) {
  const choice = page.locator("select[name=stream]");
  assert.equal(await choice.count(), 0);
  const changed = await call(page, "PATCH", "/cameras/second", { sub_url: sub.url });
  assert.equal(changed.body.sub_url, sub.url);
  await plays(page, [640, 480, 640]);
  await choice.selectOption("main");
  await plays(page, [640, 640, 640]);
  await choice.selectOption("sub");
  await plays(page, [640, 480, 640]);
}

async function arranges(page) {
  await page.getByRole("button", { name: "Arrange" }).click();
  await page.getByLabel("Camera of window 1").selectOption("third");
  await shows(page, ["third", "second", FIRST, ""]);
  await window_(page, 0).getByRole("button", { name: "Move" }).focus();
  await page.keyboard.press("ArrowRight");
  await shows(page, ["second", "third", FIRST, ""]);
  await until("the focus goes with it", () =>
    page.evaluate(() => document.activeElement.closest("[data-window]")?.dataset.window === "1"),
  );
  await window_(page, 2).locator(".window-bar").dragTo(window_(page, 0).locator(".window-bar"));
  await shows(page, [FIRST, "third", "second", ""]);
  await page.getByLabel("What window 2 shows").selectOption("pictures");
  await pictures(page, "picture", 1);
  await pictures(page, "video", 2);
  await isAccessible(page, "the wall that is arranged");
  await page.getByRole("button", { name: "Arrange" }).click();
}

async function turnsPages(page) {
  await divide(page, "1 × 1");
  await shows(page, [FIRST]);
  await page.getByText("1 of 3").waitFor();
  await page.getByRole("button", { name: "Next" }).click();
  await shows(page, ["third"]);
  await page.locator("select[name=cycle]").selectOption("5");
  await shows(page, ["second"]);
  await page.locator("select[name=cycle]").selectOption("0");
}

/** One more camera that is the same, and another, of which one has a sub stream: over one connection. From anywhere, to the page
 * of the first camera. */
export async function dividesWall(page, { url, user, password }, sub) {
  for (const id of OTHERS) {
    const settings = { id, name: id, url, user, password, interval_s: 2 };
    assert.equal((await call(page, "POST", "/cameras", settings)).status, 201);
  }
  await goTo(page, "#/");
  await page.getByRole("link", { name: "Live wall" }).click();
  await page.getByRole("heading", { name: "Live wall" }).waitFor();
  await shows(page, [FIRST, "second", "third", ""]);
  await pictures(page, "video", 3);
  // Server-sent events are the other one.
  assert.equal((await call(page, "GET", "/status")).body.clients.streams, 2);
  await showsSub(page, sub);
  await arranges(page);
  await page.locator("select[name=aspect]").selectOption("stretch");
  await turnsPages(page);
  // As it was left, after the page is loaded again.
  await page.reload();
  await shows(page, [FIRST]);
  assert.equal(await page.locator("select[name=aspect]").inputValue(), "stretch");
  assert.equal(await page.locator("select[name=stream]").inputValue(), "sub");
  await divide(page, "Fitted");
  await shows(page, [FIRST, "third", "second", ""]);
  await pictures(page, "picture", 1);
  await pictures(page, "video", 2);
  for (const id of OTHERS) await removeCamera(page, id);
  await shows(page, [FIRST]);
  await window_(page, 0).getByRole("link").click();
  await page.locator(".stage").waitFor({ timeout: LONG_MS });
  await goTo(page, `#/cameras/${FIRST}`);
}
