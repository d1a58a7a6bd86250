// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import type * as Api from "../src/api/types";
import { countCameras } from "../src/lib/counts";

function camera(status: Partial<Api.CameraStatus>): Api.Camera {
  return {
    id: "yard",
    name: "Yard",
    url: "rtsp://127.0.0.1/a",
    enabled: true,
    has_password: false,
    conditions: {},
    areas: [],
    shields: [],
    status: {
      state: "watching",
      verdict: "CLEAR",
      picture_time: "2026-11-21T10:00:00.000Z",
      ...status,
    } as Api.CameraStatus,
  };
}

test("each camera counts once", () => {
  const counts = countCameras([
    camera({}),
    camera({ verdict: "BLURRY" }),
    camera({ verdict: "NOT ASSESSABLE" }),
    camera({ state: "lost", verdict: "BLURRY" }),
    camera({ state: "connecting" }),
    camera({ state: "disabled" }),
    camera({ picture_time: null, verdict: "NOT ASSESSABLE" }),
  ]);
  assert.deepEqual(counts, {
    clear: 1,
    blurry: 1,
    notAssessable: 1,
    lost: 1,
    connecting: 2,
    disabled: 1,
  });
});
