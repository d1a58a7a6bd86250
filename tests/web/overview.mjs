// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Steps of the page's test: how all cameras are, and what has changed. From the wall, and back.
import { isAccessible } from "./axe.mjs";

async function opens(page) {
  await page.getByRole("link", { name: "Overview", exact: true }).click();
  await page.getByRole("heading", { name: "Overview" }).waitFor();
}

const count = (page, health, number) =>
  page.locator(`.health-count[data-health="${health}"]`, { hasText: String(number) }).waitFor();

async function backToWall(page) {
  await page.getByRole("link", { name: "Cameras", exact: true }).click();
  await page.locator(".tile").first().waitFor();
}

/** While a camera is out of focus. */
export async function showsWorst(page) {
  await opens(page);
  await count(page, "faulty", 1);
  await count(page, "well", 0);
  const row = page.locator('[data-overview="front-door"]');
  await row.getByRole("link", { name: /^Out of focus for/ }).waitFor();
  await page.locator('[data-change="worse"]').getByRole("link", { name: "Front door" }).waitFor();
  await isAccessible(page, "the overview");
  await backToWall(page);
}

/** When it is over. */
export async function showsChange(page) {
  await opens(page);
  await count(page, "well", 1);
  await count(page, "faulty", 0);
  const change = page.locator('[data-change="passed"]');
  await change.getByRole("link", { name: /^Out of focus, / }).click();
  await page.getByRole("heading", { name: "Out of focus: Front door" }).waitFor();
  await backToWall(page);
}
