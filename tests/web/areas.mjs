// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Steps of the page's test: areas and shields on the live picture, and learning anew.
import assert from "node:assert/strict";
import { until } from "./harness.mjs";

const LONG_MS = 60_000;
const CAMERA = "/api/v1/cameras/front-door";

const camera = (page) => page.evaluate(async (path) => (await fetch(path)).json(), CAMERA);

const patch = (page, settings) =>
  page.evaluate(
    async ([path, body]) => {
      const headers = { "X-Lenswatch": "1", "Content-Type": "application/json" };
      return (await fetch(path, { method: "PATCH", headers, body })).status;
    },
    [CAMERA, JSON.stringify(settings)],
  );

/** What is stored, once it is so many areas and shields. */
async function stored(page, areas, shields) {
  let now;
  await until(`${areas} areas and ${shields} shields are stored`, async () => {
    now = await camera(page);
    return now.areas.length === areas && now.shields.length === shields;
  });
  return now;
}

/** From the page of the camera, and back to it. */
export async function drawsAreas(page) {
  await page.locator("main").getByRole("link", { name: "Settings" }).click();
  const overlay = page.locator(".area-overlay");
  await overlay.scrollIntoViewIfNeeded();
  const box = await overlay.boundingBox();
  const at = (x, y) => [box.x + x * box.width, box.y + y * box.height];

  // By pointer: four corners, and the first again.
  await page.getByRole("button", { name: "Draw a detection area" }).click();
  for (const [x, y] of [
    [0.1, 0.1],
    [0.9, 0.1],
    [0.9, 0.8],
    [0.1, 0.8],
    [0.1, 0.1],
  ])
    await page.mouse.click(...at(x, y));
  const area = page.locator("polygon.area-areas");
  await area.waitFor();
  await page.getByText("Not saved yet.").waitFor();

  // A corner is dragged, and that is undone.
  const drawn = await area.getAttribute("points");
  await page.mouse.move(...at(0.9, 0.8));
  await page.mouse.down();
  await page.mouse.move(...at(0.8, 0.7), { steps: 4 });
  await page.mouse.up();
  assert.notEqual(await area.getAttribute("points"), drawn, "the corner did not move");
  await page.getByRole("button", { name: "Undo" }).click();
  assert.equal(await area.getAttribute("points"), drawn, "it was not undone");

  // By keyboard alone: a rectangle, whose first corner moves.
  await page.getByRole("button", { name: "Draw a shield" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("Click the corners of the shield").waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Shield 2" }).focus();
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Tab");
  await page.getByRole("button", { name: "Point 1, 30% across, 25% down" }).waitFor();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Delete");
  await page.keyboard.press("Control+z");
  await page.getByRole("button", { name: "Apply areas" }).click();

  const now = await stored(page, 1, 1);
  assert.deepEqual(now.shields, [
    [
      [0.3, 0.24],
      [0.8, 0.25],
      [0.8, 0.75],
      [0.3, 0.75],
    ],
  ]);
  assert.equal(now.areas[0].length, 4);
  for (const [i, want] of [0.1, 0.1].entries())
    assert.ok(Math.abs(now.areas[0][0][i] - want) < 0.01, `corner at ${now.areas[0][0]}`);
  await page.getByText("2 areas and shields").waitFor();
  await page.goBack();
  await page.locator(".conditions-table").waitFor();
}

export async function keepsAreas(page) {
  await stored(page, 1, 1);
  assert.equal(await patch(page, { areas: [], shields: [] }), 200);
}

/** Where everything is shielded there is nothing to judge by, and the page says so. */
export async function tellsTooLittle(page) {
  const all = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ];
  assert.equal(await patch(page, { shields: [all] }), 200);
  await page
    .getByText("The focus of this camera cannot be judged")
    .waitFor({ timeout: LONG_MS });
  assert.equal(await patch(page, { shields: [] }), 200);
  await page
    .getByText("The focus of this camera cannot be judged")
    .waitFor({ state: "detached", timeout: LONG_MS });
}

export async function learnsAnew(page) {
  const before = (await camera(page)).status.learning.pictures;
  await page.getByRole("button", { name: "Learn anew" }).click();
  const keep = page.getByRole("button", { name: "Keep" });
  await until("the harmless answer has the focus", () =>
    keep.evaluate((button) => button === document.activeElement),
  );
  await keep.click();
  await page.getByRole("button", { name: "Learn anew" }).click();
  await page.getByLabel("in every light").check();
  await page.getByRole("button", { name: "Forget and learn anew" }).click();
  await page.getByText("Forgotten. It is learning.").waitFor();
  await until("it learns anew", async () => {
    const { pictures } = (await camera(page)).status.learning;
    return pictures < before;
  });
}
