// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Steps of the page's test: the live picture of a camera, and what is done while looking at it.
import assert from "node:assert/strict";
import { isAccessible } from "./axe.mjs";
import { call, removeCamera } from "./browser.mjs";
import { freePort, until } from "./harness.mjs";

const LONG_MS = 60_000;
const CAMERA = "#/cameras/front-door";
const LIVE = `${CAMERA}/live`;

const goTo = (page, address) => page.evaluate((to) => (location.hash = to), address);
const video = (page) => page.locator("video.live:not(.picture-none)");
const scale = async (page) => {
  const badge = page.locator("[data-zoom]");
  return (await badge.count()) === 0 ? 1 : Number(await badge.getAttribute("data-zoom"));
};
const zoomed = (page, what, holds) => until(what, async () => holds(await scale(page)));

async function drag(page, from, to) {
  const box = await page.locator(".stage-window").boundingBox();
  const at = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at(to), { steps: 4 });
  await page.mouse.up();
}

/** The picture as it lies in its window, in shares of the window. */
const lies = (page) =>
  page.evaluate(() => {
    const window_ = document.querySelector(".stage-window").getBoundingClientRect();
    const picture = document.querySelector(".stage-picture").getBoundingClientRect();
    return [(picture.x - window_.x) / window_.width, picture.width / window_.width];
  });

async function zooms(page) {
  // A box of a quarter of the picture fills the window.
  await drag(page, [0.5, 0.5], [0.75, 0.75]);
  await zoomed(page, "a box is zoomed to", (now) => Math.abs(now - 4) < 0.2);
  const [left, width] = await lies(page);
  assert.ok(Math.abs(width - 4) < 0.2 && Math.abs(left + 2) < 0.2, `${left}, ${width}`);
  await drag(page, [0.5, 0.5], [0.5, 0.5]);
  await zoomed(page, "a click shows all again", (now) => now === 1);
  await page.locator(".stage-window").hover();
  await page.mouse.wheel(0, -200);
  await zoomed(page, "the wheel zooms", (now) => now > 1.2);
  // By keys alone.
  await page.locator(".stage-window").focus();
  await page.keyboard.press("0");
  await zoomed(page, "0 shows all", (now) => now === 1);
  for (let i = 0; i < 4; i++) await page.keyboard.press("+");
  await zoomed(page, "+ zooms", (now) => now > 2);
  const [before] = await lies(page);
  await page.keyboard.press("ArrowRight");
  await until("an arrow key moves", async () => (await lies(page))[0] < before - 0.05);
  await page.getByRole("button", { name: "Show all" }).click();
}

async function counts(page) {
  const count = page.locator(".stage-count");
  await page.getByRole("radio", { name: "Count pixels" }).check();
  await drag(page, [0.25, 0.5], [0.75, 0.75]);
  const [width, height] = (await count.innerText()).match(/\d+/g).map(Number);
  // In the camera's 640 x 360, whatever the size on the screen.
  assert.ok(Math.abs(width - 320) <= 3 && Math.abs(height - 90) <= 3, `${width} x ${height}`);
  await page.locator(".stage-window").focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press("Shift+ArrowRight");
  await until("keys make it wider", async () => {
    const [now] = (await count.innerText()).match(/\d+/g).map(Number);
    return Math.abs(now - width - 32) <= 3;
  });
  await page.getByRole("radio", { name: "Zoom" }).check();
}

async function showsHeat(page) {
  for (const choice of ["blur", "lost"]) {
    await page.locator("select[name=heat]").selectOption(choice);
    const map = page.locator("canvas.heat-map");
    await map.waitFor({ timeout: LONG_MS });
    assert.match(await map.getAttribute("aria-label"), /\d+%|Nowhere/);
    await page.locator(".heat-legend").waitFor();
  }
  await page.locator("select[name=heat]").selectOption("off");
  await page.locator("canvas.heat-map").waitFor({ state: "detached" });
}

async function takesPicture(page) {
  const [download] = await Promise.all([
    page.waitForEvent("download", { timeout: LONG_MS }),
    page.getByRole("button", { name: "Snapshot" }).click(),
  ]);
  assert.match(download.suggestedFilename(), /\.jpg$/);
  await page.getByText("Kept among the recordings").waitFor();
}

/** A decoder that fell behind, as far as what is kept goes, does not stay there. */
async function catchesUp(page) {
  await until("there is something to be behind of", () =>
    video(page).evaluate(({ buffered }) => buffered.end(buffered.length - 1) - buffered.start(0) > 2),
  );
  await video(page).evaluate((one) => (one.currentTime = one.buffered.start(0)));
  await until("it is close again", () =>
    video(page).evaluate(
      ({ buffered, currentTime }) => buffered.end(buffered.length - 1) - currentTime < 1.5,
    ),
  );
}

/** From the page of the camera, and back to it. */
export async function looksInto(page) {
  await goTo(page, CAMERA);
  await page.locator("main").getByRole("link", { name: "Live", exact: true }).click();
  await video(page).waitFor({ timeout: LONG_MS });
  await page.locator('[data-live="video"]', { hasText: "s behind" }).waitFor();
  await zooms(page);
  await counts(page);
  await showsHeat(page);
  await takesPicture(page);
  await catchesUp(page);
  for (const [aspect, ratio] of [
    ["4:3", 4 / 3],
    ["original", 16 / 9],
  ]) {
    await page.locator("select[name=aspect]").selectOption(aspect);
    await until(`it is shown as ${aspect}`, async () => {
      const box = await page.locator(".stage-window").boundingBox();
      return Math.abs(box.width / box.height - ratio) < 0.02;
    });
  }
  const full = page.getByRole("button", { name: "Full screen" });
  for (const wanted of [true, false]) {
    await full.click();
    await until(`full screen: ${wanted}`, () =>
      page.evaluate((now) => (document.fullscreenElement !== null) === now, wanted),
    );
  }
  await isAccessible(page, "the live picture");
  await goTo(page, CAMERA);
}

/** The sounds that the page makes, and what they are like: none is made before something was
 * pressed, and each goes through something that can be listened at. */
const listen = (page) =>
  page.evaluate(() => {
    const sounds = [];
    const Sound = window.AudioContext;
    window.AudioContext = class extends Sound {
      constructor(...options) {
        super(...options);
        sounds.push(this);
      }
      createGain() {
        const gain = super.createGain();
        this.ear = this.createAnalyser();
        this.ear.fftSize = 8192;
        gain.connect(this.ear);
        return gain;
      }
    };
    window.heard = () => {
      const sound = sounds.at(-1);
      if (!sound) return null;
      const wave = new Float32Array(sound.ear.fftSize);
      sound.ear.getFloatTimeDomainData(wave);
      const loud = Math.sqrt(wave.reduce((sum, one) => sum + one * one, 0) / wave.length);
      const waves = wave.filter((one, i) => i > 0 && wave[i - 1] < 0 && one >= 0).length;
      const share = Number(document.querySelector("[data-share]").dataset.share);
      return { state: sound.state, loud, hz: (waves * sound.sampleRate) / wave.length, share };
    };
  });

const heard = (page) => page.evaluate(() => window.heard());

/** Three octaves from nothing to the best. */
const sounds = (page, what, holds) =>
  until(what, async () => {
    const { state, loud, hz, share } = await heard(page);
    const due = 160 * 2 ** (3 * share);
    return state === "running" && loud > 0.01 && Math.abs(hz / due - 1) < 0.1 && holds(hz);
  });

const share = (page) =>
  page.locator("[data-share]").evaluate((one) => Number(one.dataset.share));

/** While the lens is turned. The page of the camera is where it begins and ends. */
export async function metersFocus(page, camera) {
  await goTo(page, LIVE);
  await listen(page);
  await page.getByRole("button", { name: "Focus meter" }).click();
  await page.locator('[data-meter="running"]').waitFor({ timeout: LONG_MS });
  await until("it is at its best", async () => (await share(page)) > 0.9);
  assert.equal(await heard(page), null, "it sounds without having been asked to");
  const sound = page.getByRole("button", { name: "Sound", exact: true });
  await sound.click();
  await sounds(page, "it sounds high", (hz) => hz > 1000);
  camera.tell("defocus");
  await page.locator('[data-advice="back"]').waitFor({ timeout: LONG_MS });
  assert.ok((await share(page)) < 0.9);
  await sounds(page, "it sounds lower", (hz) => hz < 800);
  await isAccessible(page, "the focus meter");
  await sound.click();
  assert.equal(await sound.getAttribute("aria-pressed"), "false");
  await until("it is silent", async () => (await heard(page)).state === "closed");
  camera.tell("focus");
  await page.locator('[data-advice="best"]').waitFor({ timeout: LONG_MS });
  // A tab that nobody looks at decodes nothing.
  const open = () =>
    page.evaluate(async () => (await (await fetch("/api/v1/status")).json()).clients.streams);
  const before = await open();
  await hide(page, true);
  await until("the hidden tab lets go of picture and meter", async () => (await open()) <= before - 2);
  await hide(page, false);
  await page.locator('[data-meter="running"]').waitFor({ timeout: LONG_MS });
  await video(page).waitFor({ timeout: LONG_MS });
  await meterEnds(page);
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await page.locator("[data-meter]").waitFor({ state: "detached" });
  await goTo(page, CAMERA);
}

/** A meter that has had its time is not opened again by itself. In a browser window of its own,
 * whose clock is moved. */
async function meterEnds(page) {
  const reading = await page.evaluate(async () =>
    (await fetch("/api/v1/cameras/front-door/sharpness")).json(),
  );
  const storageState = await page.context().storageState();
  const context = await page.context().browser().newContext({ storageState });
  const other = await context.newPage();
  let asked = 0;
  const last = (route) => {
    asked++;
    const body = `${JSON.stringify({ ...reading, left_s: 0 })}\n`;
    return route.fulfill({ contentType: "application/x-ndjson", body });
  };
  await other.route("**/meter", last);
  await other.clock.install();
  await other.goto(new URL(LIVE, page.url()).href);
  await other.getByRole("button", { name: "Focus meter" }).click();
  await other.locator('[data-meter="over"]').waitFor({ timeout: LONG_MS });
  await other.getByText("A meter ends after 15 minutes").waitFor();
  await other.clock.runFor(60_000);
  assert.equal(asked, 1, "it has opened again");
  await other.unroute("**/meter", last);
  await other.getByRole("button", { name: "Go on" }).click();
  await other.locator('[data-meter="running"]').waitFor({ timeout: LONG_MS });
  await context.close();
}

/** As when another tab is in front: a browser without a screen has none that is not. */
const hide = (page, hidden) =>
  page.evaluate((now) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => now });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);

const LATE_MS = 2000;
const LOOKS = 10;

/** How old the picture is that is shown, by the clock that is drawn in it; null: not to be read. */
const age_ms = (page, selector) =>
  page.locator(selector).evaluate((picture) => {
    const canvas = document.createElement("canvas");
    canvas.width = 400;
    canvas.height = 225;
    const context = canvas.getContext("2d");
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const { data } = context.getImageData(0, 5, canvas.width, 1);
    const bits = Array.from({ length: 40 }, (_, i) => (data[(i * 10 + 5) * 4] > 127 ? 1 : 0));
    const bytes = [0, 8, 16, 24, 32].map((at) => parseInt(bits.slice(at, at + 8).join(""), 2));
    const [a, b, c, d, check] = bytes;
    if ((a ^ b ^ c ^ d) !== check) return null;
    const then = ((a * 256 + b) * 256 + c) * 256 + d;
    return (Date.now() - then + 2 ** 32) % 2 ** 32;
  });

/** From the lens to the screen, in most looks in a row: whatever else the machine has to do. */
async function isNotLate(page, selector) {
  let ages = [];
  await until("the picture is less than 2 s late", async () => {
    const age = await age_ms(page, selector);
    if (age !== null) ages = [...ages, age].slice(-LOOKS);
    return ages.length === LOOKS && [...ages].sort((a, b) => a - b)[LOOKS / 2] < LATE_MS;
  }).catch((error) => assert.fail(`${error.message}: ${ages.join(", ")} ms`));
  if (process.env.LENSWATCH_SAY_AGES) console.log(`# ${selector}: ${ages.join(", ")} ms late`);
}

const onWall = (page, what) =>
  page
    .locator(`[data-camera="changing"] [data-shows="${what}"]`)
    .waitFor({ state: "attached", timeout: LONG_MS });

/**
 * A camera that sends what this browser plays or not, goes away, and comes back with another codec
 * and another size, while somebody looks. From anywhere, to the page of the first camera.
 */
export async function followsChanges(page, camera) {
  const port = ["--port", String(await freePort())];
  const plays = await page.evaluate(() =>
    MediaSource.isTypeSupported('video/mp4; codecs="hvc1.1.6.L93.B0"'),
  );
  const options = [...port, "--coded-clock"];
  await camera.start([...options, "--width", "640", "--height", "360", "--codec", "h265"]);
  const { url, user, password } = camera;
  const settings = { id: "changing", name: "Changing", url, user, password, timeout_s: 2 };
  const added = await call(page, "POST", "/cameras", { ...settings, interval_s: 0.5 });
  assert.equal(added.status, 201);
  await goTo(page, "#/cameras/changing/live");
  if (plays) await video(page).waitFor({ timeout: LONG_MS });
  else {
    await page.getByText("does not play the camera’s video (H.265)").waitFor({ timeout: LONG_MS });
    const image = page.locator("img.live:not(.picture-none)");
    await image.waitFor({ timeout: LONG_MS });
    assert.ok((await image.evaluate((one) => one.naturalWidth)) >= 320);
  }
  await goTo(page, "#/live");
  await onWall(page, plays ? "video" : "picture");
  const words = page.getByText("Some cameras send video that this browser does not play");
  await words.waitFor({ state: plays ? "detached" : "visible" });
  await goTo(page, "#/cameras/changing/live");
  await camera.stop();
  await camera.start([...options, "--width", "480", "--height", "270", "--codec", "h264"]);
  await until("the other video plays", () =>
    page.evaluate(() => document.querySelector("video.live")?.videoWidth === 480),
  );
  await page.getByText("does not play").waitFor({ state: "detached" });
  await isNotLate(page, "video.live");
  await goTo(page, "#/live");
  await onWall(page, "video");
  await isNotLate(page, '[data-camera="changing"] video');
  await goTo(page, "#/cameras/changing/live");
  await removeCamera(page, "changing");
  await page.getByRole("heading", { name: "There is no such camera" }).waitFor();
  await goTo(page, CAMERA);
}

/** What reached the camera, once it is that; of each action its code and the speeds. */
const turned = (lens, wanted) =>
  until(`the camera was told ${wanted}`, async () => {
    const told = (await lens.state()).turned.map(([action, code]) => `${action} ${code}`);
    return told.join() === wanted.join();
  });

/** For as long as a button or keys are held. */
async function turns(page, lens) {
  const pad = page.locator(".ptz");
  const button = pad.getByRole("button", { name: "Left", exact: true });
  await button.scrollIntoViewIfNeeded();
  const left = await button.boundingBox();
  await page.mouse.move(left.x + left.width / 2, left.y + left.height / 2);
  await page.mouse.down();
  const told = ["start Left"];
  await turned(lens, told);
  await page.mouse.up();
  told.push("stop Left");
  await turned(lens, told);
  // By keys alone: two together lead between.
  await pad.getByRole("button", { name: "Up", exact: true }).focus();
  for (const [key, ...more] of [
    ["down ArrowUp", "start Up"],
    ["down ArrowRight", "stop Up", "start RightUp"],
    ["up ArrowUp", "stop RightUp", "start Right"],
    ["up ArrowRight", "stop Right"],
  ]) {
    const [how, name] = key.split(" ");
    await page.keyboard[how](name);
    told.push(...more);
    await turned(lens, told);
  }
  await pad.getByRole("radio", { name: "Fast" }).check();
  await pad.getByRole("button", { name: "Closer" }).focus();
  await page.keyboard.down("Space");
  told.push("start ZoomTele");
  await turned(lens, told);
  assert.deepEqual((await lens.state()).turned.at(-1), ["start", "ZoomTele", 0, 8]);
  // Who leaves the page lets go.
  await goTo(page, "#/cameras/lens");
  told.push("stop ZoomTele");
  await turned(lens, told);
  await page.keyboard.up("Space");
}

async function goesToPresets(page, lens) {
  const pad = page.locator(".ptz");
  await pad.getByLabel("Preset", { exact: true }).selectOption("Yard, far");
  await pad.getByRole("button", { name: "Go there" }).click();
  await until("the camera goes there", async () => (await lens.state()).preset === 4);
  await pad.getByLabel("Name of this view").fill("Pond");
  await pad.getByRole("button", { name: "Keep as preset" }).click();
  await pad.getByRole("option", { name: "Pond" }).waitFor({ state: "attached" });
  assert.equal((await lens.state()).saved[2], "Pond");
  await isAccessible(page, "the page of a camera that turns");
}

/** Somebody who may only look sees no pad of a camera that an operator turns. */
export async function hidesPad(page, viewer, lens) {
  const { url, user, password } = lens;
  const settings = { id: "turns", name: "Turns", user, password, driver: "dahua", address: url };
  const picture = `${url}/cgi-bin/snapshot.cgi?channel=1`;
  const added = await call(page, "POST", "/cameras", { ...settings, url: picture });
  assert.equal(added.status, 201);
  const here = page.url();
  for (const one of [page, viewer]) {
    await goTo(one, "#/cameras/turns/live");
    await one.locator(".stage").waitFor({ timeout: LONG_MS });
  }
  await page.locator(".ptz").waitFor({ timeout: LONG_MS });
  assert.equal(await viewer.locator(".ptz, .lens").count(), 0);
  assert.equal((await call(viewer, "GET", "/cameras/turns/ptz")).status, 403);
  await page.goto(here);
  await goTo(viewer, "#/");
  await removeCamera(page, "turns");
}

/** A motor lens goes where its buttons say. From anywhere, to the page of the first camera. */
export async function movesLens(page, lens) {
  await lens.start();
  const { url, user, password } = lens;
  const settings = { id: "lens", name: "Lens", user, password, driver: "dahua", address: url };
  const picture = `${url}/cgi-bin/snapshot.cgi?channel=1`;
  const camera = { ...settings, url: picture, interval_s: 0.5 };
  assert.equal((await call(page, "POST", "/cameras", camera)).status, 201);
  await goTo(page, "#/cameras/lens/live");
  const before = await lens.focus();
  await page.getByRole("radio", { name: "20 %" }).check();
  await page.getByRole("button", { name: "Farther" }).click();
  await page.locator('[data-lens="done"]').waitFor({ timeout: LONG_MS });
  assert.ok((await lens.focus()) > before + 0.1, "the lens has not moved");
  assert.notEqual((await page.locator("[data-lens]").innerText()).trim(), "");
  await page.locator('[data-live="images"]').waitFor({ timeout: LONG_MS });
  assert.equal(await page.getByText("does not play").count(), 0);
  await isAccessible(page, "the lens");
  await turns(page, lens);
  await goesToPresets(page, lens);
  await removeCamera(page, "lens");
  await goTo(page, CAMERA);
}
