// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The map of tiles to lay over the live picture: read again whenever the camera was judged, or
// taken from the focus meter while that runs, which is far more often.
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/client";
import type { Reading } from "../../lib/focusMeter";
import type { HeatScale, Tiles } from "../../lib/heat";
import { onMeasurement } from "../../state/cameras";

export type HeatChoice = "off" | HeatScale;

const GAP_MS = 900;

export function useHeat(
  id: string,
  choice: HeatChoice,
  reading: Reading | null,
): { tiles: Tiles | null; error: unknown } {
  const [tiles, setTiles] = useState<Tiles | null>(null);
  const [error, setError] = useState<unknown>(null);
  const measured = choice === "blur" && reading !== null;

  useEffect(() => {
    setTiles(null);
    setError(null);
    if (choice === "off" || measured) return;
    let gone = false;
    let asked = 0;
    const read = (): void => {
      asked = Date.now();
      const answer: Promise<Tiles> =
        choice === "blur" ? api.sharpness(id) : api.explain(id, "defocus");
      answer.then(
        (now) => {
          if (gone) return;
          setTiles(now);
          setError(null);
        },
        (failure: unknown) => {
          if (!gone) setError(failure);
        },
      );
    };
    read();
    const stop = onMeasurement(({ camera_id }) => {
      if (camera_id === id && Date.now() - asked >= GAP_MS) read();
    });
    return () => {
      gone = true;
      stop();
    };
  }, [id, choice, measured]);

  return { tiles: measured ? reading : tiles, error };
}
