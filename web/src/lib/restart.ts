// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Waits for a daemon that begins anew, and loads the page again when it is there: its sessions, its
// users, all may be others by then.
import { api } from "../api/client";

const EVERY_MS = 500;

/** started: when the daemon that is going had begun. */
export function reloadWhenBack(started: string | undefined): void {
  const look = async (): Promise<void> => {
    try {
      const status = await api.status();
      if (!status.authenticated || status.started !== started) return location.reload();
    } catch {
      // It is away: that is what was asked for.
    }
    window.setTimeout(() => void look(), EVERY_MS);
  };
  window.setTimeout(() => void look(), EVERY_MS);
}
