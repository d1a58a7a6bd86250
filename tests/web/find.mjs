// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A step of the page's test: a camera is looked for, found, judged and added.
import assert from "node:assert/strict";
import { removeCamera } from "./browser.mjs";
import { DemoCamera, until } from "./harness.mjs";

const LONG_MS = 60_000;

/** From the page of a camera, and back to it. */
export async function findsCameras(page) {
  const here = page.url();
  const other = new DemoCamera();
  await other.start(["--width", "640", "--height", "360"]);
  try {
    await finds(page, other, here);
  } finally {
    await other.stop();
  }
}

async function finds(page, other, here) {
  await page.getByRole("link", { name: "Cameras", exact: true }).click();
  await page.getByRole("link", { name: "Find cameras" }).click();
  await page.getByRole("heading", { name: "Find cameras" }).waitFor();
  await page.getByLabel("Addresses", { exact: true }).fill("127.0.0.1");
  await page.getByText("How it looks").click();
  await page.getByLabel("Ports", { exact: true }).fill(new URL(other.url).port);
  await page.getByLabel("Ask the network, too").uncheck();
  await page.getByLabel("User 1").fill(other.user);
  await page.getByLabel("Password 1", { exact: true }).fill("not-this-one");
  await page.getByRole("button", { name: "One more user" }).click();
  await page.getByLabel("User 2").fill(other.user);
  await page.getByLabel("Password 2", { exact: true }).fill(other.password);
  await page.getByRole("button", { name: "Find cameras now" }).click();

  await page.locator('[data-scan="done"]').waitFor({ timeout: LONG_MS });
  const row = page.locator('[data-found="127.0.0.1"]');
  await row.locator('[data-verdict="CLEAR"]').waitFor();
  const picture = row.locator(".found-picture");
  await picture.waitFor();
  await until("its picture is there", () => picture.evaluate((image) => image.naturalWidth > 0));
  const add = page.getByRole("button", { name: "Add 1 camera", exact: true });
  assert.equal(await add.count(), 0, "something is chosen already");
  await page.getByLabel("Choose all that can be added").check();
  await add.click();
  await row.getByText("Added", { exact: true }).waitFor();
  assert.equal(await row.getByRole("checkbox").count(), 0, "it can be added twice");

  // It is watched, with the password that was let in.
  await row.getByRole("link").click();
  await page.locator('.facts [data-state="watching"]').waitFor({ timeout: LONG_MS });
  const added = decodeURIComponent(new URL(page.url()).hash.split("/").at(-1));
  await page.goto(here);
  await page.locator('.camera-picture[data-camera="front-door"]').waitFor();
  await removeCamera(page, added);
}
