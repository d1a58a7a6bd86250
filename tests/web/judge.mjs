// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A step of the page's test: pictures are dropped and judged.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { isAccessible } from "./axe.mjs";
import { until } from "./harness.mjs";

const LONG_MS = 60_000;

/** What the camera sees now, as it is and out of focus. */
const pictures = (page) =>
  page.evaluate(async () => {
    const answer = await fetch("/api/v1/cameras/front-door/snapshot.jpg");
    const sharp = await createImageBitmap(await answer.blob());
    const encode = async (filter) => {
      const canvas = new OffscreenCanvas(sharp.width, sharp.height);
      const context = canvas.getContext("2d");
      context.filter = filter;
      context.drawImage(sharp, 0, 0);
      const blob = await canvas.convertToBlob({ type: "image/jpeg" });
      return [...new Uint8Array(await blob.arrayBuffer())];
    };
    return { sharp: await encode("none"), soft: await encode("blur(4px)") };
  });

/** From the page of a camera, and back to it. */
export async function judgesPictures(page) {
  const here = page.url();
  const { sharp, soft } = await pictures(page);
  await page.getByRole("link", { name: "Cameras", exact: true }).click();
  await page.getByRole("link", { name: "Judge pictures" }).click();
  await page.getByText("Drop pictures or folders here").waitFor();
  await page.getByLabel("Choose pictures").first().setInputFiles([
    { name: "sharp.jpg", mimeType: "image/jpeg", buffer: Buffer.from(sharp) },
    { name: "note.txt", mimeType: "text/plain", buffer: Buffer.from("no picture") },
  ]);
  const dropped = await page.evaluateHandle((bytes) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], "soft.jpg", { type: "image/jpeg" }));
    return data;
  }, soft);
  await page.dispatchEvent(".drop", "drop", { dataTransfer: dropped });

  await page.locator('[data-judging="false"]').waitFor({ timeout: LONG_MS });
  await page.getByText("3 of 3 pictures judged").waitFor();
  await page.locator('[data-judged="sharp.jpg"] [data-verdict="CLEAR"]').waitFor();
  await page.locator('[data-judged="soft.jpg"] [data-verdict="BLURRY"]').waitFor();
  await page.locator('[data-judged="note.txt"]').getByText("Failed").waitFor();
  const thumb = page.locator('[data-judged="soft.jpg"] canvas.found-picture');
  await until("its picture is drawn", () =>
    thumb.evaluate((canvas) => canvas.width > 16 && canvas.height > 9),
  );
  await page.locator('[data-judged="soft.jpg"] .heat-map').waitFor();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export as CSV" }).click();
  const rows = readFileSync(await (await download).path(), "utf8").split("\r\n");
  assert.equal(rows.length, 5);
  assert.match(rows[0], /^name,width,height,verdict,/);
  await page.getByLabel("Show where pictures are blurred").uncheck();
  await page.locator(".judged-table .heat-map").first().waitFor({ state: "detached" });
  await page.getByLabel("Most blurred first").check();
  await page.locator('tbody tr:first-child[data-judged="soft.jpg"]').waitFor();
  await isAccessible(page, "judged pictures");
  await page.getByRole("button", { name: "Clear the list" }).click();
  await page.locator(".judged-table").waitFor({ state: "detached" });
  await page.goto(here);
  await page.locator(".camera-picture").waitFor();
}
