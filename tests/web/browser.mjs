// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What tests do with a browser: watch all that a page asks for and complains of, use the keyboard.
import assert from "node:assert/strict";

/** For whatever is waited for: a busy machine takes its time. */
const PATIENCE_MS = 60_000;

/** Of each page, the cameras that were removed behind its back. */
const removed = new WeakMap();

/** What a page asked of a camera before it could know that it was gone: the browser logs a 404. */
function isCrossed(page, message) {
  const { pathname } = new URL(message.location().url || page.url());
  const id = /^\/api\/v1\/cameras\/([^/]+)/.exec(pathname)?.[1];
  return message.text().includes("404") && removed.get(page).has(id);
}

/** A page whose requests, errors and violations are written down. */
export async function openPage(browser, url, options = {}) {
  const viewport = { width: 1280, height: 800 };
  const context = await browser.newContext({ viewport, ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  removed.set(page, new Set());
  const watch = { foreign: [], images: [], errors: [], violations: [], expected: () => false };
  page.on("request", (request) => {
    const { origin, pathname } = new URL(request.url());
    if (origin !== url) watch.foreign.push(request.url());
    if (pathname.endsWith("/live.mjpeg")) watch.images.push(pathname);
  });
  page.on("pageerror", (error) => watch.errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() !== "error" || watch.expected(message) || isCrossed(page, message)) return;
    watch.errors.push(`${message.text()} (${message.location().url})`);
  });
  await page.exposeFunction("reportViolation", (what) => watch.violations.push(what));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      window.reportViolation(`${event.violatedDirective}: ${event.blockedURI}`);
    });
  });
  await page.goto(url);
  return { page, watch };
}

/** Asks the API in a page's name; body: what was answered. */
export const call = (page, method, path, body) =>
  page.evaluate(
    async ([method, path, body]) => {
      const headers = { "X-Lenswatch": "1", "Content-Type": "application/json" };
      const answer = await fetch(`/api/v1${path}`, { method, headers, body });
      return { status: answer.status, body: await answer.json().catch(() => null) };
    },
    [method, path, body && JSON.stringify(body)],
  );

/** Removes a camera as somebody else would, while the page may show it and ask for it. */
export async function removeCamera(page, id) {
  removed.get(page).add(id);
  assert.equal((await call(page, "DELETE", `/cameras/${id}`)).status, 204);
}

/** Whoever was logged in before. */
export async function logIn(page, user, password) {
  const { status } = await call(page, "POST", "/session", { user, password });
  assert.equal(status, 200, `${user} cannot log in`);
  await page.reload();
  await page.getByRole("button", { name: "Log out" }).waitFor();
}

/** Tab until the element that selector names has the focus, as a person would. */
export async function tabTo(page, selector) {
  for (let i = 0; i < 60; i++) {
    if (await page.evaluate((s) => document.activeElement?.matches(s) ?? false, selector)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`no amount of Tab leads to ${selector}`);
}

export async function type(page, selector, value) {
  await tabTo(page, selector);
  await page.keyboard.press("Control+A");
  await page.keyboard.type(value);
}
