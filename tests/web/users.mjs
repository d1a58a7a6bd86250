// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A step of the page's test: a user is made, sees what he may, and is logged out by another.
import assert from "node:assert/strict";
import { losesPassword, removesSecondFactor, setsUpSecondFactor } from "./account.mjs";

const NAME = "ada";
const GIVEN = "Quiet-Harbour-5";
const PASSWORD = "Silent-Meadow-3";

/** From any page of the administrator's, and back to it. other: a page without a login. views: what
 * else is to be seen as a viewer. */
export async function managesUsers(page, other, views) {
  const here = page.url();
  await page.getByRole("link", { name: "admin" }).click();
  await page.getByRole("heading", { name: "Who may log in" }).waitFor();
  const admin = page.locator('[data-user="admin"]');
  await admin.waitFor();
  assert.ok(await admin.getByRole("combobox").isDisabled(), "one can take one's own role away");
  await page.getByLabel("Name", { exact: true }).fill(NAME);
  await page.getByLabel("Password", { exact: true }).fill(GIVEN);
  await page.getByLabel("Password again").last().fill(GIVEN);
  await page.getByRole("button", { name: "Make the user" }).click();
  const row = page.locator(`[data-user="${NAME}"]`);
  await row.waitFor();

  await other.getByLabel("User").fill(NAME);
  await other.getByLabel("Password", { exact: true }).fill(GIVEN);
  await other.getByRole("button", { name: "Log in" }).click();
  // The administrator knows it, so it has to be changed first.
  await other.getByRole("heading", { name: "Choose a password of your own" }).waitFor();
  await other.getByLabel("Present password").fill(GIVEN);
  await other.getByLabel("New password").fill(PASSWORD);
  await other.getByLabel("Password again").fill(PASSWORD);
  await other.getByRole("button", { name: "Change password" }).click();
  await other.getByRole("heading", { name: "Cameras" }).waitFor();
  // A viewer is not offered what would be refused.
  for (const name of ["Actions", "Add camera", "Find cameras"])
    assert.equal(await other.getByRole("link", { name, exact: true }).count(), 0, name);

  await views(other);

  await setsUpSecondFactor(other, NAME, PASSWORD);
  await page.reload();
  await removesSecondFactor(page, NAME);
  await losesPassword(other, NAME, PASSWORD);

  await limitsCameras(page, other);

  const changed = page.waitForResponse((answer) => answer.request().method() === "PATCH");
  await page.getByLabel(`Role of ${NAME}`).selectOption("operator");
  await changed;
  await other.reload();
  await other.getByRole("link", { name: "Actions", exact: true }).waitFor();
  assert.equal(await other.getByRole("link", { name: "Add camera" }).count(), 0);

  await page.reload();
  await row.getByText("1 browser").waitFor();
  await row.getByRole("button", { name: `Log ${NAME} out` }).click();
  await row.getByText("no", { exact: true }).waitFor();
  await other.reload();
  await other.getByRole("heading", { name: "Log in" }).waitFor();
  await row.getByRole("button", { name: `Remove ${NAME}` }).click();
  await page.getByRole("button", { name: "Remove for good" }).click();
  await row.waitFor({ state: "detached" });
  await page.goto(here);
}

/** Takes all cameras away and gives them back; the user's page follows by itself. */
async function limitsCameras(page, other) {
  await other.goto(other.url().split("#")[0]);
  await other.locator(".tile").first().waitFor();
  await page.getByLabel(`Cameras of ${NAME}`).click();
  const all = page.locator(`[name="cameras-${NAME}-all"]`);
  await all.click();
  await page.getByLabel(`Cameras of ${NAME}`).getByText("0 cameras").waitFor();
  await other.locator(".tile").first().waitFor({ state: "detached" });
  await all.click();
  await other.locator(".tile").first().waitFor();
  // The browser of the other is online, and so is this one.
  await page.locator(`[data-session="${NAME}"]`).waitFor();
  await page.locator('[data-session="admin"]').getByText("this browser").first().waitFor();
}
