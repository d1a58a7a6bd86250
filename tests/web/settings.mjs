// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A step of the page's test: the pages of the settings.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const RESTART_MS = 60_000;
const PASSPHRASE = "a long way home";

const open = async (page, section, heading) => {
  await page.evaluate((name) => (location.hash = `#/settings/${name}`), section);
  await page.getByRole("heading", { name: heading, level: 1 }).waitFor();
};

const settings = (page) =>
  page.evaluate(async () => (await fetch("/api/v1/settings")).json());

async function keepsWhatIsSet(page) {
  await open(page, "storage", "Storage and quotas");
  await page.locator('[data-kept="front-door"]').getByText("30 days").waitFor();
  const days = page.getByLabel("Keep measurements for");
  await days.fill("45");
  const saved = page.waitForResponse((answer) => answer.request().method() === "PATCH");
  await page.getByRole("button", { name: "Save" }).click();
  // Only what was changed goes out.
  assert.deepEqual((await saved).request().postDataJSON(), { measurement_days: 45 });
  await page.reload();
  await page.getByLabel("Keep measurements for").waitFor();
  assert.equal(await page.getByLabel("Keep measurements for").inputValue(), "45");

  await open(page, "time", "Name and time");
  await page.getByLabel("Name of this Lenswatch").fill("Harbour");
  await page.getByLabel("Time zone").fill("Asia/Tokyo");
  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForFunction(
    async () => (await (await fetch("/api/v1/settings")).json()).time_zone === "Asia/Tokyo",
  );
  await page.locator(".brand").getByText("Harbour", { exact: true }).waitFor();
  assert.match(await page.title(), / – Harbour$/);
  await open(page, "exceptions", "Alarms of the system");
  await page.getByLabel("A network interface without a link is an event").uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForFunction(
    async () => !(await (await fetch("/api/v1/settings")).json()).network_lost,
  );
}

/** The file that the page saves, as text. */
async function exported(page, passphrase) {
  await page.getByLabel("Passphrase").first().fill(passphrase);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save the file" }).click();
  return readFileSync(await (await download).path(), "utf8");
}

async function movesConfiguration(page, secret, folder) {
  await open(page, "config", "Import and export");
  const plain = await exported(page, "");
  await page.getByText("These secrets are not in it:").waitFor();
  const sealed = await exported(page, PASSPHRASE);
  await page.getByText("Nothing was left out.").waitFor();
  for (const yaml of [plain, sealed]) {
    assert.match(yaml, /measurement_days: 45/);
    assert.ok(!yaml.includes(secret), "a secret is in the file");
    assert.ok(!yaml.includes(PASSPHRASE));
  }
  assert.ok(!/^secrets:/m.test(plain), "secrets are in a file without a passphrase");
  assert.match(sealed, /^secrets:/m);

  const file = join(folder, "config.yaml");
  writeFileSync(file, sealed.replace("measurement_days: 45", "measurement_days: 46"));
  await page.getByLabel("File", { exact: true }).setInputFiles(file);
  await page.getByLabel("Passphrase").last().fill(PASSPHRASE);
  await page.getByRole("button", { name: "See what would change" }).click();
  await page.getByText("This would change:").waitFor();
  assert.equal((await settings(page)).measurement_days, 45, "looking has changed something");
  await page.getByRole("button", { name: "Take it" }).click();
  await page.getByText("Taken:").waitFor();
  assert.equal((await settings(page)).measurement_days, 46);

  const wrong = join(folder, "wrong.yaml");
  writeFileSync(wrong, "lenswatch: 1\nrules:\n  night:\n    actions: [nobody]\n");
  await page.getByLabel("File", { exact: true }).setInputFiles(wrong);
  await page.getByRole("button", { name: "See what would change" }).click();
  await page.getByText("It cannot be taken:").waitFor();
  assert.equal(await page.getByRole("button", { name: "Take it" }).count(), 0);
}

async function namesLibraries(page) {
  await open(page, "about", "About");
  for (const name of ["Lenswatch", "sqlite3", "libmicrohttpd", "preact", "uplot"])
    await page.locator(`[data-library="${name}"]`).waitFor();
  const preact = page.locator('[data-library="preact"]');
  await preact.locator("summary").click();
  await preact.getByText("Permission is hereby granted").waitFor();
}

/** Into the folder, and looks through it. */
export async function savesBackup(page, folder) {
  await open(page, "backup", "Backup and defaults");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Save a backup" }).click();
  const file = join(folder, "backup.db");
  await (await download).saveAs(file);
  await page.locator("input[name=backup]").setInputFiles(file);
  await page.getByRole("button", { name: "Look through it" }).click();
  await page.getByText("It is whole, and holds 1 camera").waitFor();
}

/** Goes back to the backup that lies in the folder, until the page has come back. */
export async function restoresBackup(page, folder, password) {
  await open(page, "backup", "Backup and defaults");
  await page.locator("input[name=backup]").setInputFiles(join(folder, "backup.db"));
  await page.getByRole("button", { name: "Look through it" }).click();
  const form = page.locator("form[data-checked]");
  await form.getByLabel("Your password").fill(password);
  const loaded = page.waitForEvent("load", { timeout: RESTART_MS });
  await form.getByRole("button", { name: "Put it in place" }).click();
  await loaded;
}

/** secret: a password that is stored. folder: for files. */
export async function managesSettings(page, secret, folder) {
  const here = page.url();
  await keepsWhatIsSet(page);
  await movesConfiguration(page, secret, folder);
  await namesLibraries(page);
  await page.goto(here);
}
