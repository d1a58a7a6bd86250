// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The readings of a focus meter while it is wanted and can be seen; it comes back by itself.
import { useEffect, useState } from "preact/hooks";
import { meterUrl } from "../../api/client";
import { readMeter, type Reading } from "../../lib/focusMeter";

export type MeterState = "off" | "opening" | "running" | "busy" | "away" | "over";

const RETRY_MS = 1500;
/** What ends with no more than this left has ended by itself. */
const OVER_S = 3;

/** round: another number opens another meter, when one is over. */
export function useMeter(
  id: string,
  wanted: boolean,
  round: number,
  on: (reading: Reading) => void,
): MeterState {
  const [state, setState] = useState<MeterState>("off");
  useEffect(() => {
    if (!wanted) return setState("off");
    const abort = new AbortController();
    let timer: number | undefined;
    const open = (): void => {
      let left_s = Infinity;
      readMeter(meterUrl(id), abort.signal, (reading) => {
        left_s = reading.left_s ?? Infinity;
        setState("running");
        on(reading);
      })
        .catch(() => 0)
        .then((status) => {
          if (abort.signal.aborted) return;
          if (left_s <= OVER_S) return setState("over");
          setState(status === 503 ? "busy" : "away");
          timer = window.setTimeout(open, RETRY_MS);
        });
    };
    setState("opening");
    open();
    return () => {
      window.clearTimeout(timer);
      abort.abort();
    };
  }, [id, wanted, round]);
  return state;
}
