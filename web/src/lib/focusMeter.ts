// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The focus meter: readings of the live picture as they come, and what they tell who turns the
// lens.
import type * as Api from "../api/types";

export type Reading = Api.Sharpness;

export type Advice = "turn" | "better" | "back" | "best";

/** What is remembered of the readings. Sharpness is smoothed: a number that flickers cannot be read
 * from a ladder. */
export type Meter = { sharpness: number; peak: number; low: number; advice: Advice };

/** Of a new reading, so much counts at once. */
const WEIGHT = 0.5;
/** Within so much of the peak, it is the peak; noise and moving things alone do as much. */
const AT_PEAK = 0.97;
/** So far below it, one has gone past it. */
const PAST_PEAK = 0.9;
const RISING = 1.01;

export function nextMeter(before: Meter | null, sharpness: number): Meter {
  if (before === null) return { sharpness, peak: sharpness, low: sharpness, advice: "turn" };
  const now = before.sharpness + (sharpness - before.sharpness) * WEIGHT;
  const peak = Math.max(before.peak, now);
  const low = Math.min(before.low, now);
  return { sharpness: now, peak, low, advice: adviceOf(before, now, peak, low) };
}

function adviceOf(before: Meter, now: number, peak: number, low: number): Advice {
  // Nothing was turned yet, as far as can be told.
  if (low > peak * PAST_PEAK) return "turn";
  if (now >= peak * AT_PEAK) return before.peak * RISING < peak ? "better" : "best";
  if (now > before.sharpness * RISING) return "better";
  return now < peak * PAST_PEAK ? "back" : before.advice;
}

/** 0..1 of the peak, for the bar. */
export const shareOfPeak = ({ sharpness, peak }: Meter): number =>
  peak > 0 ? Math.min(sharpness / peak, 1) : 0;

/** Lines of a stream, each an object; what is half there waits for its rest. */
export function linesOf(): (bytes: Uint8Array) => Reading[] {
  const decoder = new TextDecoder();
  let rest = "";
  return (bytes) => {
    const parts = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    return parts.filter((line) => line !== "").map((line) => JSON.parse(line) as Reading);
  };
}

/** Calls on for each reading until the stream ends or `signal` is aborted. Gives the answer's
 * status. */
export async function readMeter(
  url: string,
  signal: AbortSignal,
  on: (reading: Reading) => void,
): Promise<number> {
  const answer = await fetch(url, { signal, cache: "no-store" });
  if (!answer.ok || !answer.body) return answer.status;
  const reader = answer.body.getReader();
  const lines = linesOf();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    // Those that piled up while the page was busy are old.
    const last = lines(next.value).at(-1);
    if (last) on(last);
  }
  return answer.status;
}
