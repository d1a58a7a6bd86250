// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A step of the page's test: HTTPS is switched on with a certificate that is chosen, and opened.
import assert from "node:assert/strict";
import { freePort } from "./harness.mjs";

/** From any page of the administrator's, and back to it. browser: opens the page by HTTPS. */
export async function servesHttps(page, browser, user, password) {
  const here = page.url();
  const port = await freePort();
  await page.goto(new URL("#/settings/certificates", here).href);
  const inUse = page.locator('[data-in-use="true"]');
  await inUse.getByText("localhost", { exact: false }).waitFor();
  await page.getByLabel("How", { exact: true }).selectOption("make one that is signed by itself");
  await page.getByLabel("Host names and addresses").fill("127.0.0.1\ncams.example");
  await page.getByLabel("Organization").fill("Guards of the test");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  const made = page.locator("[data-certificate]", { hasText: "Guards of the test" });
  await made.getByRole("button", { name: /^Use/ }).click();
  await page.locator('[data-in-use="true"]', { hasText: "Guards of the test" }).waitFor();

  await page.goto(new URL("#/settings/network", here).href);
  await page.getByLabel("Serve HTTPS").check();
  await page.getByLabel("Address and port").fill(`127.0.0.1:${port}`);
  await page.getByLabel("Forbidden").fill("nowhere");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("'nowhere' is no range of addresses").waitFor();
  await page.getByLabel("Forbidden").fill("198.51.100.0/24\n2001:db8::/32");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.locator(`[data-https="${port}"]`).waitFor();

  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: "en-GB" });
  try {
    const other = await context.newPage();
    await other.goto(`https://127.0.0.1:${port}/`);
    await other.getByLabel("User").fill(user);
    await other.getByLabel("Password", { exact: true }).fill(password);
    await other.getByRole("button", { name: "Log in" }).click();
    await other.getByRole("link", { name: user }).waitFor();
    const cookies = await context.cookies();
    assert.deepEqual(
      cookies.map(({ name, secure, httpOnly }) => ({ name, secure, httpOnly })),
      [{ name: `__Host-lenswatch_session_${port}`, secure: true, httpOnly: true }],
    );
  } finally {
    await context.close();
  }

  // Both are logged in, side by side; and it is switched off again.
  await page.getByLabel("Serve HTTPS").uncheck();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.locator('[data-https=""]').waitFor();
  await page.goto(here);
}
