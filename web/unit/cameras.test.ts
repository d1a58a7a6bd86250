// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Measurement } from "../src/api/stream";
import type * as Api from "../src/api/types";
import {
  applyMeasurement,
  cameraIds,
  cameraSignal,
  dropCamera,
  forgetCameras,
  loadCameras,
  putCamera,
  refreshCamera,
} from "../src/state/cameras";

const camera = (id: string): Api.Camera =>
  ({ id, name: id, status: { state: "watching" } }) as Api.Camera;

type Server = { asked: () => Promise<void>; answer: (body: unknown) => Promise<void> };

/** Answers requests when it is told to. */
function server(): Server {
  const waiting: ((answer: Response) => void)[] = [];
  Object.assign(globalThis, {
    window: globalThis,
    fetch: () => new Promise<Response>((resolve) => waiting.push(resolve)),
  });
  const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));
  const asked = async (): Promise<void> => {
    while (waiting.length === 0) await turn();
  };
  return {
    asked,
    answer: async (body) => {
      await asked();
      waiting.shift()?.(new Response(JSON.stringify(body)));
      await turn();
    },
  };
}

async function begin(...ids: string[]): Promise<Server> {
  const there = server();
  forgetCameras();
  const loaded = loadCameras();
  await there.answer({ cameras: ids.map(camera) });
  await loaded;
  assert.deepEqual(cameraIds.value, ids);
  return there;
}

test("a camera that is gone does not come back by an answer of before", async () => {
  const there = await begin("gate", "yard");
  refreshCamera("yard");
  await there.asked();
  dropCamera("yard");
  await there.answer(camera("yard"));
  assert.deepEqual(cameraIds.value, ["gate"]);
});

test("what was told while a list was on its way is newer than it", async () => {
  const there = await begin("gate", "yard");
  const loaded = loadCameras();
  dropCamera("yard");
  putCamera(camera("hall"));
  await there.answer({ cameras: [camera("gate"), camera("yard")] });
  await loaded;
  assert.deepEqual(cameraIds.value, ["gate", "hall"]);
});

test("a first picture is shown when it is known what the camera sends", async () => {
  const there = await begin("gate");
  const status = { state: "watching", picture_time: null, live_video: false };
  putCamera({ ...camera("gate"), status } as Api.Camera);
  applyMeasurement({ camera_id: "gate", time_s: 1_700_000_000, verdict: "CLEAR" } as Measurement);
  assert.equal(cameraSignal("gate")?.value.status.picture_time, null);
  const told = { ...status, picture_time: "2023-11-14T22:13:20.000Z", live_video: true };
  await there.answer({ ...camera("gate"), status: told });
  assert.deepEqual(cameraSignal("gate")?.value.status, told);
  applyMeasurement({ camera_id: "gate", time_s: 1_700_000_001, verdict: "CLEAR" } as Measurement);
  assert.equal(cameraSignal("gate")?.value.status.picture_time, "2023-11-14T22:13:21.000Z");
});
