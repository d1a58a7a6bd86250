// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The texts of live view, the live wall, and the map of tiles over a picture.
import type { HeatScale } from "../../lib/heat";

export const heat = {
  ends: {
    blur: ["sharp", "blurred"],
    lost: ["as usual", "detail lost"],
  } satisfies Record<HeatScale, readonly [string, string]>,
  unknown: "no colour: too little detail to tell",
  nothing: "Nowhere in the picture is detail enough to tell.",
  summary: {
    blur: (share: string): string => `${share} of what can be judged is blurred.`,
    lost: (share: string): string => `${share} of what can be judged has lost its detail.`,
  } satisfies Record<HeatScale, (share: string) => string>,
} as const;
