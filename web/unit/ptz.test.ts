// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import { isStill, makeTurner, still, wayOf, type Way } from "../src/lib/ptz";

const left: Way = { ...still, pan: -1 };
const up: Way = { ...still, tilt: 1 };
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function camera(answer: () => Promise<void> = () => Promise.resolve(), hold_ms?: number) {
  const told: string[] = [];
  const failures: unknown[] = [];
  const say = (what: string): Promise<void> => {
    told.push(what);
    return answer();
  };
  const turner = makeTurner(
    {
      move: ({ pan, tilt }) => say(`${pan},${tilt}`),
      hold: () => say("hold"),
      stop: () => say("stop"),
    },
    (error) => failures.push(error),
    hold_ms,
  );
  return { told, failures, turner };
}

test("keys lead somewhere together", () => {
  assert.deepEqual(wayOf(["ArrowLeft", "ArrowUp"]), { pan: -1, tilt: 1, zoom: 0 });
  assert.ok(isStill(wayOf(["ArrowLeft", "ArrowRight", "x"])));
  assert.equal(wayOf(["+"]).zoom, 1);
});

test("it is stopped after it was begun, however quick the finger", async () => {
  const waiting: (() => void)[] = [];
  const { told, turner } = camera(() => new Promise((done) => waiting.push(done)));
  turner.turn(left);
  turner.turn(up);
  turner.turn(still);
  assert.deepEqual(told, ["-1,0"]);
  waiting.shift()?.();
  await settle();
  assert.deepEqual(told, ["-1,0", "stop"]);
  waiting.shift()?.();
  await settle();
  assert.deepEqual(told, ["-1,0", "stop"]);
});

test("it is held, until it is let go", async () => {
  const { told, turner } = camera(undefined, 1);
  turner.turn(left);
  while (told.length < 3) await new Promise((resolve) => setTimeout(resolve, 1));
  turner.turn(still);
  while (!told.includes("stop")) await settle();
  assert.deepEqual([...new Set(told)], ["-1,0", "hold", "stop"]);
  assert.equal(told.at(-1), "stop");
});

test("a failure is told, and not repeated", async () => {
  const { told, failures, turner } = camera(() => Promise.reject(new Error("away")));
  turner.turn(left);
  await settle();
  assert.deepEqual(told, ["-1,0"]);
  assert.equal(failures.length, 1);
  turner.turn(still);
  await settle();
  assert.deepEqual(told, ["-1,0"]);
});
