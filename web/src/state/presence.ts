// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Tells the daemon now and then that somebody is there: what the page asks for by itself does not
// put off the end of the session.
import { api } from "../api/client";

const EVERY_MS = 60_000;

let told_ms = 0;

function tell(): void {
  const now_ms = Date.now();
  if (now_ms - told_ms < EVERY_MS) return;
  told_ms = now_ms;
  // Whether the session is over is found out by what is asked next.
  void api.stay().catch(() => undefined);
}

/** Begins to listen; returns how to end that. */
export function watchPresence(): () => void {
  const kinds = ["pointerdown", "keydown", "wheel"] as const;
  for (const kind of kinds) window.addEventListener(kind, tell, { passive: true });
  return () => {
    for (const kind of kinds) window.removeEventListener(kind, tell);
  };
}
