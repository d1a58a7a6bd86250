// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The texts of live view, the live wall, and the map of tiles over a picture.
import type { HeatScale } from "../../lib/heat";

export const heat = {
  ends: {
    blur: ["scharf", "verschwommen"],
    lost: ["wie sonst", "Einzelheiten verloren"],
  } satisfies Record<HeatScale, readonly [string, string]>,
  unknown: "ohne Farbe: zu wenig Einzelheiten für ein Urteil",
  nothing: "Nirgends im Bild sind genug Einzelheiten für ein Urteil.",
  summary: {
    blur: (share: string): string => `${share} von dem, was beurteilbar ist, sind verschwommen.`,
    lost: (share: string): string =>
      `${share} von dem, was beurteilbar ist, haben ihre Einzelheiten verloren.`,
  } satisfies Record<HeatScale, (share: string) => string>,
} as const;
