// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Makes the pictures of docs/images from the running program: a daemon that watches four demo
// cameras, two of which lose their focus and find it again, and one that is out of focus still.
// `make screenshots`.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Daemon, DemoCamera, launchBrowser, sleep, until } from "./harness.mjs";

const images = fileURLToPath(new URL("../../docs/images/", import.meta.url));
const size = { width: 1440, height: 900 };
const QUALITY = 0.85;
const HEALTHY_MS = 30_000;
const FAULT_MS = 25_000;
const OFFICE = ["07:30-12:00", "13:00-18:30"];
const SCHEDULE = {
  days: { "mon-fri": OFFICE, sat: ["09:00-14:00"], holiday: [] },
  holidays: ["2026-12-25", "2026-12-26"],
};
const SETTINGS = { interval_s: 1, duration_s: 3, clear_duration_s: 3 };

const daemon = new Daemon();
const cameras = ["Car park", "Front door", "Loading bay", "Side gate"].map((name, i) => ({
  name,
  seed: i + 1,
  camera: new DemoCamera(),
}));
let browser, blank;

async function post(request, path, data, method = "POST") {
  const answer = await request.fetch(`${daemon.url}/api/v1${path}`, {
    method,
    data,
    headers: { "X-Lenswatch": "1" },
  });
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
}

/** Out of focus and back again, with time before and after. */
async function loseFocus({ camera }) {
  camera.tell("defocus");
  await sleep(FAULT_MS);
  camera.tell("focus");
  await sleep(HEALTHY_MS / 2);
}

async function openPage() {
  const context = await browser.newContext({ viewport: size, colorScheme: "light" });
  await post(context.request, "/setup", { password: "Quiet-Harbour-7" });
  for (const { name, camera } of cameras) {
    const { url, user, password } = camera;
    const id = name.toLowerCase().replace(" ", "-");
    await post(context.request, "/cameras", { id, name, url, user, password, ...SETTINGS });
  }
  const page = await context.newPage();
  await page.goto(daemon.url);
  return page;
}

async function shoot(page, name) {
  await page.evaluate(async () => {
    await Promise.all([...document.images].map((image) => image.src && image.decode()));
  });
  await sleep(1000);
  const webp = await smaller(await page.screenshot());
  writeFileSync(join(images, name), webp);
  console.log(`docs/images/${name}: ${Math.round(webp.length / 1024)} KB`);
}

/** PNG as WebP: a tenth of it where there are photographs. The browser is at hand, and knows how. */
async function smaller(png) {
  blank ??= await (await browser.newContext()).newPage();
  const text = await blank.evaluate(
    async ([png, quality]) => {
      const blob = await (await fetch(`data:image/png;base64,${png}`)).blob();
      const picture = await createImageBitmap(blob);
      const canvas = document.createElement("canvas");
      canvas.width = picture.width;
      canvas.height = picture.height;
      canvas.getContext("2d").drawImage(picture, 0, 0);
      return canvas.toDataURL("image/webp", quality).split(",")[1];
    },
    [png.toString("base64"), QUALITY],
  );
  return Buffer.from(text, "base64");
}

async function main() {
  mkdirSync(images, { recursive: true });
  await Promise.all([
    daemon.start(),
    ...cameras.map(({ name, seed, camera }) =>
      camera.start(["--name", name, "--seed", String(seed)]),
    ),
  ]);
  browser = await launchBrowser();
  const page = await openPage();
  await until(
    "all cameras are clear",
    async () => (await page.locator('.tile [data-verdict="CLEAR"]').count()) === cameras.length,
  );
  await sleep(HEALTHY_MS);
  await loseFocus(cameras[1]);
  await loseFocus(cameras[3]);
  cameras[2].camera.tell("defocus");
  await page.locator(".side .event-open").waitFor();
  await sleep(8000);
  await shoot(page, "wall.webp");

  await page.goto(`${daemon.url}/#/events`);
  await page.locator(".event-ended .event-title a").last().click();
  await page.locator(".event-page canvas").waitFor();
  await shoot(page, "event.webp");

  await page.goto(`${daemon.url}/#/overview`);
  await page.locator("[data-change]").first().waitFor();
  await shoot(page, "overview.webp");

  await page.goto(`${daemon.url}/#/live`);
  await until(
    "all windows show video",
    async () => (await page.locator('[data-shows="video"]').count()) === cameras.length,
  );
  await shoot(page, "live-wall.webp");

  await page.goto(`${daemon.url}/#/cameras/loading-bay/live`);
  await page.locator("select[name=heat]").selectOption("blur");
  await page.getByRole("button", { name: "Focus meter" }).click();
  await page.locator('[data-meter="running"]').waitFor();
  await page.locator('[data-live="video"]').waitFor();
  cameras[2].camera.tell("focus");
  await page.locator('[data-advice="best"]').waitFor();
  cameras[2].camera.tell("defocus 2");
  await page.locator('[data-advice="back"]').waitFor();
  await shoot(page, "focus-meter.webp");

  const request = page.context().request;
  await post(request, "/cameras/front-door/arming", SCHEDULE, "PATCH");
  await page.goto(`${daemon.url}/#/cameras/front-door/arming`);
  await page.locator(".period").first().waitFor();
  await shoot(page, "arming.webp");
}

try {
  await main();
} finally {
  await browser?.close();
  await Promise.all(cameras.map(({ camera }) => camera.stop()));
  await daemon.remove();
}
