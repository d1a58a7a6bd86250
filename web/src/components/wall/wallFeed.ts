// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Fetches what the windows of a wall show, and hands it to them; comes back by itself when the
// connection ends.
import { wallUrl } from "../../api/client";
import type { Stream } from "../../lib/stream";
import { recordsOf, type WallRecord } from "../../lib/wallStream";

/** A window: takes what is meant for it. */
export type Sink = (record: WallRecord) => void;

const RETRY_MS = 1000;
const RETRY_MAX_MS = 10_000;

export type WallFeed = {
  /** Returns what ends it. */
  attach: (window: number, sink: Sink) => () => void;
  close: () => void;
};

/** cameras: by window; an asterisk behind one asks for pictures. */
export function openFeed(cameras: readonly string[], of: Stream, width: number): WallFeed {
  const sinks = new Map<number, Sink>();
  const abort = new AbortController();
  let timer: number | undefined;
  let wait = RETRY_MS;

  const read = async (): Promise<void> => {
    const answer = await fetch(wallUrl(cameras, of, width), { signal: abort.signal });
    if (!answer.ok || !answer.body) return;
    wait = RETRY_MS;
    const records = recordsOf();
    const reader = answer.body.getReader();
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        for (const record of records(next.value)) sinks.get(record.window)?.(record);
      }
    } finally {
      void reader.cancel().catch(() => undefined);
    }
  };
  const run = (): void => {
    void read()
      .catch(() => undefined)
      .then(() => {
        if (abort.signal.aborted) return;
        timer = window.setTimeout(run, wait);
        wait = Math.min(wait * 2, RETRY_MAX_MS);
      });
  };
  run();
  return {
    attach: (window_, sink) => {
      sinks.set(window_, sink);
      return () => {
        if (sinks.get(window_) === sink) sinks.delete(window_);
      };
    },
    close: () => {
      window.clearTimeout(timer);
      abort.abort();
    },
  };
}
