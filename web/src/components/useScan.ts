// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The scan that the daemon makes, followed while it runs. It is the daemon's: who comes back to
// the page finds it as it is by then.
import { useEffect, useState } from "preact/hooks";
import { api } from "../api/client";
import type * as Api from "../api/types";

const LOOK_MS = 700;

export type ScanView = {
  /** null: not read yet. */
  scan: Api.Scan | null;
  error: unknown;
  start: (order: Api.ScanRequest) => Promise<void>;
  cancel: () => void;
  /** Reads it again. */
  look: () => void;
};

export function useScan(): ScanView {
  const [scan, setScan] = useState<Api.Scan | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [turn, setTurn] = useState(0);
  const running = scan?.state === "running";

  useEffect(() => {
    let gone = false;
    const timer = window.setTimeout(
      () => {
        api
          .scan()
          .then((now) => {
            if (gone) return;
            setScan(now);
            setError(null);
          })
          .catch((failure: unknown) => {
            if (!gone) setError(failure);
          })
          .finally(() => {
            if (!gone) setTurn((n) => n + 1);
          });
      },
      turn === 0 ? 0 : LOOK_MS,
    );
    if (scan !== null && !running) window.clearTimeout(timer);
    return () => {
      gone = true;
      window.clearTimeout(timer);
    };
  }, [turn, running, scan === null]);

  const take = (now: Promise<Api.Scan>): Promise<void> =>
    now.then((answer) => {
      setScan(answer);
      setError(null);
    });
  return {
    scan,
    error,
    start: (order) => take(api.startScan(order)),
    cancel: () => void take(api.cancelScan()).catch(setError),
    look: () => void take(api.scan()).catch(setError),
  };
}
