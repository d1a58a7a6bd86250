// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What was learnt of a camera: in each light, at each preset.
import type * as Api from "../../api/types";
import { number, plural } from "../words";

export const baselines = {
  title: "What it looks like when it is healthy",
  help: "Learnt by itself, apart for each light and preset. Every new picture is compared with it.",
  none: "Nothing was learnt of this camera yet.",
  lights: {
    day: "By day, in colour",
    night: "By night, grey",
    lamps: "By night, in colour under lamps",
  } satisfies Record<Api.Baseline["light"], string>,
  preset: (name: string, preset: number): string => `${name}, preset ${preset}`,
  current: "now",
  reference: "Learnt",
  now: "Now",
  referenceOf: (name: string): string => `What was learnt: ${name}`,
  nowOf: (camera: string): string => `${camera} now`,
  noPicture: "No picture of it yet: one is kept when a picture without a fault is learnt.",
  since: "Reference since",
  learnt: "Learnt",
  pictures: (count: number): string => plural(count, "picture", "pictures"),
  learning: (count: number, needed: number): string =>
    `${number(count)} of ${number(needed)} pictures that it needs`,
  pictureOf: "Picture of",
  edges: "Edges to judge by",
  edgesShare: (share: string): string => `in ${share} of the picture`,
  judges: "Can judge",
  judgesAll: (count: number): string => `all ${count} conditions`,
  judgesSome: (count: number, of: number): string => `${count} of ${of} conditions`,
  whyNot: (count: number): string =>
    `Not assessable: ${plural(count, "condition", "conditions")}`,
  forget: "Forget this…",
  forgetOf: (name: string): string => `Forget: ${name}`,
  question: (name: string): string =>
    `Forget what this camera looks like: ${name}? It is learnt anew when that light and view come again. What was learnt of the others stays.`,
} as const;
