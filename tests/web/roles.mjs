// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A step of the page's test: what each role is shown, all of it in tables, and that what it is not
// shown is refused by its address, too, without asking the daemon for it.
import assert from "node:assert/strict";
import { isAccessible } from "./axe.mjs";
import { call, logIn, removeCamera } from "./browser.mjs";
import { until } from "./harness.mjs";

const PASSWORD = "Plain-Valley-8";
const ROLES = ["viewer", "operator", "administrator"];
const CAMERA = "#/cameras/front-door";
const REFUSED = "This page is not for your role";
const LIMIT_MS = 60_000;

/** The sections of the settings, and from which role on. */
const SECTIONS = [
  ["browser", "viewer"],
  ["users", "viewer"],
  ["network", "administrator"],
  ["certificates", "administrator"],
  ["storage", "administrator"],
  ["time", "administrator"],
  ["exceptions", "administrator"],
  ["config", "administrator"],
  ["backup", "administrator"],
  ["about", "viewer"],
  ["security", "administrator"],
  ["log", "administrator"],
];

/** Other addresses that are not for everybody. */
const VIEWS = [
  ["#/add", "administrator"],
  ["#/find", "administrator"],
  ["#/guide/camera", "administrator"],
  [`${CAMERA}/edit`, "administrator"],
  ["#/actions", "operator"],
  ["#/actions/new/email", "administrator"],
  ["#/rules/new", "administrator"],
];

/** Where, what everybody sees there, and what is shown from which role on. */
const CONTROLS = [
  ["#/", ["heading", "Cameras"], [
    ["link", "Live wall", "viewer"],
    ["link", "Judge pictures", "viewer"],
    ["link", "Actions", "operator"],
    ["link", "Add camera", "administrator"],
    ["link", "Find cameras", "administrator"],
  ]],
  [CAMERA, ["heading", "Recordings"], [
    ["link", "Live", "viewer"],
    ["link", "Arming", "viewer"],
    ["button", "Why? Out of focus", "viewer"],
    ["button", "Record 60 s", "operator"],
    ["button", "Learn anew…", "operator"],
    ["main link", "Settings", "administrator"],
  ]],
  [`${CAMERA}/arming`, ["heading", "Schedule"], [
    ["button", "Arm", "operator"],
    ["button", "Disarm", "operator"],
  ]],
  [`${CAMERA}/live`, ["combobox", "Sharpness over the picture"], [
    ["button", "Focus meter", "operator"],
    ["button", "Record 60 s", "operator"],
  ]],
  ["#/events", ["button", "Export as CSV"], [
    ["link", "Report as PDF", "viewer"],
    ["checkbox", "Choose all shown", "operator"],
  ]],
  ["#/settings/users", ["heading", "Users"], [
    ["group", "API tokens", "viewer"],
    ["group", "Second factor", "viewer"],
    ["button", "Make the user", "administrator"],
    ["heading", "Who may log in", "administrator"],
    ["heading", "Who is logged in", "administrator"],
  ]],
];

const has = (role, needed) => ROLES.indexOf(role) >= ROLES.indexOf(needed);
const goTo = (page, hash) => page.evaluate((to) => (location.hash = to), hash);

function find(page, [kind, name]) {
  if (kind === "group") return page.locator("summary", { hasText: name });
  if (kind === "main link") return page.locator("main").getByRole("link", { name, exact: true });
  return page.getByRole(kind, { name, exact: true });
}

/** page: the administrator's. other: a page without a login. */
export async function showsEachRole(page, other) {
  const here = page.url();
  const added = await call(page, "POST", "/cameras", {
    id: "side-door",
    name: "Side door",
    url: "http://127.0.0.1:1/x",
    enabled: false,
  });
  assert.equal(added.status, 201);
  for (const role of ["viewer", "operator"]) {
    const name = `a-${role}`;
    assert.equal((await call(page, "POST", "/users", { name, password: PASSWORD, role })).status, 201);
    await logIn(other, name, PASSWORD);
    await seesAll(other, role);
    assert.equal((await call(page, "DELETE", `/users/${name}`)).status, 204);
  }
  await seesAll(page, "administrator");
  await seesOneCamera(page, other);
  await removeCamera(page, "side-door");
  await page.goto(here);
}

async function seesAll(page, role) {
  await seesSections(page, role);
  await seesControls(page, role);
  await isRefused(page, role);
}

async function seesSections(page, role) {
  await goTo(page, "#/settings");
  const links = page.locator(".settings-nav a");
  await links.first().waitFor();
  const shown = await links.evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  const meant = SECTIONS.filter(([, needed]) => has(role, needed)).map(([name]) => name);
  const actions = has(role, "operator") ? ["#/actions"] : [];
  assert.deepEqual(shown, [...meant.map((name) => `#/settings/${name}`), ...actions], role);
}

async function seesControls(page, role) {
  for (const [address, everybody, controls] of CONTROLS) {
    await goTo(page, address);
    await find(page, everybody).first().waitFor();
    const shown = controls.filter(([, , needed]) => has(role, needed));
    for (const control of shown) await find(page, control).first().waitFor();
    for (const control of controls.filter((one) => !shown.includes(one)))
      assert.equal(await find(page, control).count(), 0, `${role}, ${address}: ${control[1]}`);
  }
}

async function isRefused(page, role) {
  const addresses = SECTIONS.map(([name, needed]) => [`#/settings/${name}`, needed]).concat(VIEWS);
  const hidden = addresses.filter(([, needed]) => !has(role, needed)).map(([address]) => address);
  if (hidden.length === 0) return;
  assert.deepEqual(await headings(page, hidden), hidden.map(() => REFUSED), `${hidden} as ${role}`);
  await isAccessible(page, `${hidden.at(-1)} as ${role}`);
}

/** What each address has at its top; another page lies between any two. */
const headings = (page, addresses) =>
  page.evaluate(
    async ([addresses, limit_ms]) => {
      const top = () => document.querySelector("main h1")?.textContent ?? "";
      const leads = async (address, other) => {
        const end = Date.now() + limit_ms;
        location.hash = address;
        while (top() === other && Date.now() < end) await new Promise(requestAnimationFrame);
        return top();
      };
      const found = [];
      for (const address of addresses) {
        const between = await leads("#/settings/about", found.at(-1) ?? "");
        found.push(await leads(address, between));
      }
      return found;
    },
    [addresses, LIMIT_MS],
  );

/** Who may see one camera does not learn that there are others. */
async function seesOneCamera(page, other) {
  const user = { name: "a-guest", password: PASSWORD, role: "operator", cameras: ["side-door"] };
  const { events } = (await call(page, "GET", "/events?camera=front-door&limit=1")).body;
  assert.equal((await call(page, "POST", "/users", user)).status, 201);
  await logIn(other, user.name, PASSWORD);
  await goTo(other, "#/");
  await other.locator(".tile").first().waitFor();
  assert.deepEqual(await other.locator(".tile-name").allInnerTexts(), ["Side door"]);
  const others = ["", "/live", "/arming", "/playback"].map((end) => CAMERA + end);
  assert.deepEqual(
    await headings(other, others),
    others.map(() => "There is no such camera"),
  );
  await goTo(other, `#/events/${events[0].id}`);
  await other.getByRole("heading", { name: "There is no such event", level: 1 }).waitFor();
  await goTo(other, "#/events");
  await other.getByText("No events").first().waitFor();
  const cameras = other.getByLabel("Camera", { exact: true }).locator("option");
  await until("the cameras to choose from are there", async () => (await cameras.count()) > 1);
  assert.deepEqual(await cameras.allInnerTexts(), ["All cameras", "Side door"]);
  assert.equal((await call(page, "DELETE", `/users/${user.name}`)).status, 204);
}
