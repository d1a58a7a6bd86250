// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Steps of the page's test: an action and a rule are set up, and what they did is shown.
import assert from "node:assert/strict";

const LONG_MS = 60_000;

/** From the page of a camera, and back to it. */
export async function setsUpAction(page) {
  const here = page.url();
  await page.getByRole("link", { name: "Actions", exact: true }).click();
  await page.getByText("Nothing is set up yet").waitFor();
  await page.getByText("Make an action first").waitFor();
  await page.getByLabel("Kind of the new action").selectOption("command");
  await page.getByText("Runs a program").waitFor();
  await page.getByRole("button", { name: "New action" }).click();

  // An error says what to do, and loses nothing that was entered.
  await page.getByRole("heading", { name: "New action: Program" }).waitFor();
  await page.getByLabel("Name", { exact: true }).fill("Tell the guard");
  const program = page.getByLabel("Program", { exact: true });
  await program.fill("cat");
  return { here, program };
}

export async function savesAction(page, { here, program }) {
  await page.getByRole("button", { name: "Save action" }).click();
  await page.getByRole("alert").waitFor();
  assert.equal(await program.inputValue(), "cat");
  await program.fill("/bin/cat");
  await page.getByRole("button", { name: "Save action" }).click();
  await page.getByRole("heading", { name: "Action: Tell the guard" }).waitFor();
  await program.fill("/usr/bin/cat");
  await page.getByRole("button", { name: "Save action" }).click();
  await page.getByText("Saved.").waitFor();
  assert.equal(await program.inputValue(), "/usr/bin/cat");
  await page.getByRole("button", { name: "Test Tell the guard" }).click();
  await page.locator('[data-tested="true"]').waitFor({ timeout: LONG_MS });

  await page.getByRole("link", { name: "All actions" }).click();
  await page.locator('[data-action="tell-the-guard"]').waitFor();
  await page.getByRole("link", { name: "New rule" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Any camera");
  const save = page.getByRole("button", { name: "Save rule" });
  assert.ok(await save.isDisabled(), "a rule without an action can be saved");
  await page.getByLabel("Tell the guard").check();
  await page.getByLabel("Out of focus").check();
  await save.click();
  const rule = page.locator('[data-rule="any-camera"]');
  await rule.getByText("Out of focus · every camera → Tell the guard").waitFor();
  await page.goto(here);
}

/** After a defocus that has ended. */
export async function showsWhatWasDone(page) {
  const here = page.url();
  await page.getByRole("link", { name: "Actions", exact: true }).click();
  for (const phase of ["started", "ended"]) {
    const row = page.locator('[data-row="done"]', { hasText: `front-door · ${phase}` });
    await row.waitFor({ timeout: LONG_MS });
    await row.getByRole("link", { name: "Out of focus" }).waitFor();
  }
  await page.locator('[data-action="tell-the-guard"]').getByText("last time done").waitFor();
  // A rule is changed, and both are removed; the rule first, which names the action.
  await page.getByRole("link", { name: "Any camera" }).click();
  assert.ok(await page.getByLabel("Out of focus").isChecked());
  await page.getByRole("button", { name: "Remove rule" }).click();
  await page.getByRole("button", { name: "Remove for good" }).click();
  await page.getByText("No rule yet").waitFor();
  await page.getByRole("link", { name: "Tell the guard" }).click();
  await page.getByRole("button", { name: "Remove action" }).click();
  await page.getByRole("button", { name: "Remove for good" }).click();
  await page.getByText("Nothing is set up yet").waitFor();
  await page.goto(here);
}
