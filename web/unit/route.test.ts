// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import { linkTo, parseRoute, type Route } from "../src/lib/route";

test("every route is found again by its link", () => {
  const routes: Route[] = [
    { view: "wall" },
    { view: "overview" },
    { view: "judge" },
    { view: "add" },
    { view: "guide", step: "" },
    { view: "guide", step: "camera" },
    { view: "settings", section: "" },
    { view: "settings", section: "users" },
    { view: "camera", id: "front-door" },
    { view: "edit", id: "add" },
    { view: "arming", id: "add" },
    { view: "playback", id: "front-door" },
    { view: "events" },
    { view: "event", id: 17 },
  ];
  for (const route of routes) assert.deepEqual(parseRoute(linkTo(route)), route);
});

test("an address that means nothing is the wall", () => {
  for (const hash of ["", "#", "#/x", "#/cameras", "#/%E0%A4%A"]) {
    assert.deepEqual(parseRoute(hash), { view: "wall" });
  }
  assert.deepEqual(parseRoute("#/events/x1"), { view: "events" });
});
