// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Steps of the page's test: what a user proves himself with beside the password.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { isAccessible } from "./axe.mjs";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** RFC 6238, as an app does it. later: steps of 30 s from now. */
function totp(secret, later) {
  const bits = [...secret].map((c) => LETTERS.indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const hash = createHmac("sha1", key).update(step).digest();
  const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** From the form that asks for the password to the codes that are shown once. */
export async function confirmsSecondFactor(page, password) {
  const form = page.locator("form", { hasText: "Set it up" });
  await form.getByLabel("Your password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Set it up" }).click();
  await page.getByRole("img", { name: "QR code for an authenticator app" }).waitFor();
  const secret = await page.locator("code.secret").textContent();
  await isAccessible(page, "setting up the second factor");
  await page.getByLabel("Code that the app shows").fill(totp(secret, 0));
  await page.getByRole("button", { name: "Switch it on" }).click();
  await page.getByRole("heading", { name: "Your recovery codes" }).waitFor();
  const codes = await page.locator(".recovery-codes li").allTextContents();
  assert.equal(codes.length, 10);
  return { secret, codes };
}

/** Who is logged in sets it up, logs out, and in again by a recovery code and by the app. */
export async function setsUpSecondFactor(page, name, password) {
  await page.getByRole("link", { name }).click();
  await page.getByText("Second factor", { exact: true }).click();
  const { secret, codes } = await confirmsSecondFactor(page, password);
  await page.getByRole("button", { name: "I have kept them" }).click();
  await page.getByText("10 recovery codes are left.").waitFor();
  for (const code of [codes[0], totp(secret, 1)]) {
    await page.getByRole("button", { name: "Log out" }).click();
    await page.getByLabel("User").fill(name);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Log in" }).click();
    await page.getByLabel("Code of the second factor").fill(code);
    await page.getByRole("button", { name: "Log in" }).click();
    await page.getByRole("button", { name: "Log out" }).waitFor();
  }
}

/** An administrator, on the page of users. */
export async function removesSecondFactor(page, name) {
  const row = page.locator(`[data-user="${name}"]`);
  await row.getByRole("button", { name: `Remove the second factor of ${name}` }).click();
  await page.getByRole("button", { name: "Remove for good" }).click();
  await row.getByRole("button", { name: `Remove the second factor of ${name}` }).waitFor({
    state: "detached",
  });
}

const ANSWERS = ["Käpt'n Nemo", "St. Mary's", "Elm Street"];

/** Who is logged in sets questions up, and gets in by them after losing the password. */
export async function losesPassword(page, name, password) {
  await page.getByText("If you lose your password", { exact: true }).click();
  for (const [i, answer] of ANSWERS.entries()) {
    await page.getByLabel(`Answer ${i + 1}`).fill(answer);
  }
  const form = page.locator("form", { hasText: "Save the questions" });
  await form.getByLabel("Your password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Save the questions" }).click();
  await page.getByText("Three questions are set up.").waitFor();
  await page.getByRole("button", { name: "Log out" }).click();
  await page.getByRole("button", { name: "Lost your password?" }).click();
  const ask = page.getByRole("button", { name: "Ask me" });
  const byQuestions = page.getByText("Security questions", { exact: true });
  await ask.or(byQuestions).first().waitFor();
  if (!(await ask.isVisible())) await byQuestions.click();
  await page.getByLabel("User").fill(name);
  await ask.click();
  const fields = page.locator('input[maxlength="100"]');
  await fields.first().waitFor();
  for (const [i, answer] of ANSWERS.entries()) await fields.nth(i).fill(answer.toLowerCase());
  await isAccessible(page, "a lost password");
  const fresh = `${password}-again`;
  await page.getByLabel("New password", { exact: true }).fill(fresh);
  await page.getByLabel("Password again").fill(fresh);
  await page.getByRole("button", { name: "Set the new password" }).click();
  await page.getByText("The password is set.").waitFor();
  await page.getByRole("button", { name: "Back to the login" }).click();
  await page.getByLabel("User").fill(name);
  await page.getByLabel("Password", { exact: true }).fill(fresh);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByRole("button", { name: "Log out" }).waitFor();
}
