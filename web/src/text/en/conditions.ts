// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What is said of the health of cameras: verdicts, states, conditions.
import type * as Api from "../../api/types";
import { plural } from "../words";

export const conditionNames = {
  defocus: "Out of focus",
  focus_drift: "Losing focus slowly",
  covered: "Covered",
  scene_changed: "Scene changed",
  dirty_lens: "Dirty lens",
  impaired_visibility: "Impaired visibility",
  too_dark: "Too dark",
  too_bright: "Too bright",
  colour_cast: "Colour cast",
  monochrome: "Colour lost",
  noise: "Noise",
  stripes: "Stripes",
  frozen: "Frozen picture",
  shaking: "Shaking",
  flashing: "Flashing",
  compression: "Broken picture",
  no_signal_picture: "“No signal” picture",
  signal_lost: "Signal lost",
  disk_full: "Disk full",
  disk_error: "Disk error",
  network_lost: "Network lost",
  illegal_login: "Illegal login",
  certificate_expiring: "Certificate about to expire",
} as const;

export const verdict = {
  names: {
    CLEAR: "CLEAR",
    BLURRY: "BLURRY",
    "NOT ASSESSABLE": "NOT ASSESSABLE",
  } satisfies Record<Api.CameraStatus["verdict"], string>,
  none: "No verdict yet",
  label: "Verdict",
} as const;

export const state = {
  names: {
    disabled: "Switched off",
    connecting: "Connecting",
    watching: "Watching",
    lost: "Lost",
  } satisfies Record<Api.CameraStatus["state"], string>,
  connecting: "Connecting…",
  disabledHint: "It is not watched. Switch it on in its settings.",
  lostFor: (duration: string): string => `Lost for ${duration}`,
  retryIn: (duration: string): string => `Next attempt in ${duration}`,
  retrying: "Trying again now",
  noPicture: "No picture yet",
  waitingForPicture: "Waiting for the first picture…",
} as const;

export const strip = {
  label: "Cameras by state",
  clear: "clear",
  blurry: "blurry",
  notAssessable: "not assessable",
  lost: "lost",
  connecting: "connecting",
  disabled: "off",
} as const;

export const conditions = {
  title: "Conditions",
  condition: "Condition",
  state: "State",
  reason: "Reason",
  why: "Why?",
  explain: (condition: string): string => `Why? ${condition}`,
  states: {
    ok: "ok",
    fault: "fault",
    "not assessable": "not assessable",
  } satisfies Record<Api.ConditionStatus["state"], string>,
  severe: "severe fault",
  lights: {
    unknown: "",
    day: " by day",
    night: " by night",
  } satisfies Record<Api.CameraStatus["light"], string>,
  notLearnt: "Nothing was learnt of this camera yet.",
  learning: (pictures: number, needed: number, light: string): string =>
    `Learning what it looks like${light}: ${pictures} of ${needed} pictures.`,
  learnt: (pictures: number, light: string): string =>
    `Learnt what it looks like${light} from ${plural(pictures, "picture", "pictures")}.`,
  progress: "Learning",
  usable: (share: string): string => `${share} of the picture has edges to judge by.`,
  tooLittle: (reason: string): string => `The focus of this camera cannot be judged: ${reason}.`,
  tooLittleHint:
    "The scene needs lasting edges, such as buildings, fences or furniture, that are lit and not shielded. Turn the camera, light the scene, or draw other areas.",
  noExplanation: "It cannot be explained now.",
  number: "Measured",
  now: "Now",
  healthy: "Healthy",
} as const;

export const overview = {
  title: "Overview",
  counts: "Cameras by health",
  health: {
    well: "well",
    faulty: "faulty",
    unknown: "not assessable",
    lost: "lost",
    starting: "starting",
    off: "switched off",
  },
  noneHint: "They are counted here when there are some.",
  worst: "All cameras, the worst first",
  changes: "Changed since yesterday, this time",
  noChange: "Nothing has changed: every camera is as it was, and no event has come or gone.",
  change: { worse: "faulty since", better: "well again", passed: "for a while" },
  since: (condition: string, time: string): string => `${condition}, ${time}`,
  more: (count: number): string => `and ${count} more`,
} as const;
