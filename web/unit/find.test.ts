// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import type * as Api from "../src/api/types";
import { canAdd, nameOf, newFind, orderOf } from "../src/lib/find";

test("addresses and ports come with commas, blanks and lines between", () => {
  const order = orderOf({ ...newFind, ranges: " 192.0.2.0/24,\n cam.example ;", ports: "80, 554" });
  assert.deepEqual(order.ranges, ["192.0.2.0/24", "cam.example"]);
  assert.equal(order.ports, "80,554");
  assert.equal("ports" in orderOf(newFind), false);
});

test("only users with a password are tried, in their order", () => {
  const users = [
    { user: "admin", password: "" },
    { user: " b ", password: " secret " },
    { user: "", password: "x" },
    { user: "a", password: "y" },
  ];
  assert.deepEqual(orderOf({ ...newFind, users }).credentials, [
    { user: "b", password: " secret " },
    { user: "a", password: "y" },
  ]);
});

const found = (camera: object, more: object = {}): Api.FoundCamera =>
  ({ can_be_added: true, camera_id: null, camera, ...more }) as Api.FoundCamera;

test("a camera is named by what is known of it", () => {
  assert.equal(nameOf(found({ brand: "Axis", model: "P3245", name: "Yard" }), "?"), "Axis P3245");
  assert.equal(nameOf(found({ brand: "", model: "", name: "Yard" }), "?"), "Yard");
  assert.equal(nameOf(found({ brand: "", model: "", name: "" }), "?"), "?");
});

test("what is watched already is not added again", () => {
  assert.ok(canAdd(found({})));
  assert.ok(!canAdd(found({}, { camera_id: "yard" })));
  assert.ok(!canAdd(found({}, { can_be_added: false })));
});
