// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Trying other settings of a condition on what is stored, in the form of the camera. There was one
// defocus.

/** Changes nothing in the end. */
export async function triesSettings(page) {
  const defocus = page.locator('[data-preview="defocus"]');
  await defocus.getByText("this would have been 1 event,").waitFor();
  await defocus.locator(".preview-event").waitFor({ state: "attached" });
  await defocus.locator(".preview-curve[d^=M]").waitFor({ state: "attached" });
  const duration = page.getByLabel("Duration", { exact: true });
  const before = await duration.inputValue();
  await duration.fill("3600");
  await defocus.getByText("this would have been no event").waitFor();
  await duration.fill(before);
  await defocus.getByText("this would have been 1 event,").waitFor();

  // By keyboard alone: the line follows, and the words.
  const slider = page.getByLabel("Sensitivity", { exact: true });
  const line = defocus.locator(".preview-line");
  const at = await line.getAttribute("y1");
  const set = await slider.inputValue();
  await slider.press("ArrowRight");
  await page.waitForFunction(([y]) => document.querySelector(".preview-line").getAttribute("y1") !== y, [
    at,
  ]);
  await slider.fill(set);

  await page.locator("summary", { hasText: "Conditions" }).click();
  const covered = page.locator(".condition-field", { hasText: "Covered" });
  await covered.locator("summary").click();
  await page.locator('[data-preview="covered"]').getByText("this would have been").waitFor();
  await page.locator("summary", { hasText: "Conditions" }).click();
}
