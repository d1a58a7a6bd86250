// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// How many cameras are how.
import type * as Api from "../api/types";

export type CameraCounts = {
  clear: number;
  blurry: number;
  notAssessable: number;
  lost: number;
  connecting: number;
  disabled: number;
};

/** Each camera counts once. One that is watched but has had no picture yet is connecting. */
export function countCameras(cameras: readonly Api.Camera[]): CameraCounts {
  const counts = { clear: 0, blurry: 0, notAssessable: 0, lost: 0, connecting: 0, disabled: 0 };
  for (const { status } of cameras) counts[kindOf(status)]++;
  return counts;
}

function kindOf(status: Api.CameraStatus): keyof CameraCounts {
  if (status.state !== "watching") return status.state;
  if (status.picture_time === null) return "connecting";
  if (status.verdict === "CLEAR") return "clear";
  return status.verdict === "BLURRY" ? "blurry" : "notAssessable";
}
