// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Holds a place for a live picture (lib/live.ts) while it is wanted and one is free.
import { useEffect, useState } from "preact/hooks";
import { onPlaceFree, takeLivePlace } from "../lib/live";

/** After a live stream failed, snapshots are shown for so long. */
const RETRY_MS = 10_000;
/** Places that another tab gives back are found by asking. */
const ASK_MS = 15_000;

export function useLivePlace(wanted: boolean): { granted: boolean; failed: () => void } {
  const [granted, setGranted] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const [failing, setFailing] = useState(false);

  useEffect(() => {
    if (!failing) return;
    const timer = window.setTimeout(() => setFailing(false), RETRY_MS);
    return () => window.clearTimeout(timer);
  }, [failing]);

  useEffect(() => {
    if (!wanted || failing) return;
    let release: (() => void) | null = null;
    let gone = false;
    let stopWaiting = (): void => undefined;
    void takeLivePlace().then((place) => {
      if (gone) return place?.();
      release = place;
      setGranted(place !== null);
      if (!place) stopWaiting = waitForPlace(() => setAttempt((n) => n + 1));
    });
    return () => {
      gone = true;
      stopWaiting();
      setGranted(false);
      release?.();
    };
  }, [wanted, failing, attempt]);

  return { granted, failed: () => setFailing(true) };
}

function waitForPlace(wake: () => void): () => void {
  const stop = onPlaceFree(wake);
  const timer = window.setTimeout(wake, ASK_MS);
  return () => {
    stop();
    window.clearTimeout(timer);
  };
}
