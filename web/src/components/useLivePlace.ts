// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Holds a place for a live picture (lib/live.ts) while it is wanted and one is free.
import { useEffect, useRef, useState } from "preact/hooks";
import { onPlaceFree, takeLivePlace } from "../lib/live";

/** After a live stream failed, snapshots are shown for so long: the longer, the more often in turn
 * it has failed. One that has lasted was well. */
const RETRY_MS = 1000;
const RETRY_MAX_MS = 10_000;
const LASTED_MS = 10_000;
/** Places that another tab gives back are found by asking. */
const ASK_MS = 15_000;

export function useLivePlace(wanted: boolean): { granted: boolean; failed: () => void } {
  const [granted, setGranted] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const [failing, setFailing] = useState(false);
  const failures = useRef(0);
  const since = useRef(0);

  useEffect(() => {
    if (granted) since.current = Date.now();
  }, [granted]);

  useEffect(() => {
    if (!failing) return;
    failures.current = Date.now() - since.current > LASTED_MS ? 0 : failures.current + 1;
    const wait = Math.min(RETRY_MS * 2 ** failures.current, RETRY_MAX_MS);
    const timer = window.setTimeout(() => setFailing(false), wait);
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
