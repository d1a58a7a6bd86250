// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What is measured of each picture and kept: its column, its scale, and how it is written. Of a
// condition that is its limit: the lowest sensitivity with which it would have been a fault.
import type { Measurement } from "../api/stream";

export const PLAIN = ["sharpness", "blur_probability", "brightness"] as const;
export type Plain = (typeof PLAIN)[number];
/** As in a list to choose from: a column, or "limit:covered". */
export type MeasureKey = Plain | `limit:${string}`;

export type Measure = {
  column: Plain | "limit";
  /** Whose limit it is; null: of the picture. */
  condition: string | null;
  kind: "share" | "level" | "limit";
  splits: readonly number[];
};

/** The limit of a condition that was a fault at no sensitivity. */
export const NEVER = 101;

const LIMIT = "limit:";
const SHARES = [0, 0.25, 0.5, 0.75, 1];
const LEVELS = [0, 64, 128, 192, 255];
const LIMITS = [0, 25, 50, 75, 100];

export const limitOf = (condition: string): MeasureKey => `${LIMIT}${condition}`;

export function measureOf(key: MeasureKey): Measure {
  if (key === "brightness") {
    return { column: key, condition: null, kind: "level", splits: LEVELS };
  }
  if (key === "sharpness" || key === "blur_probability") {
    return { column: key, condition: null, kind: "share", splits: SHARES };
  }
  return { column: "limit", condition: key.slice(LIMIT.length), kind: "limit", splits: LIMITS };
}

/** What the axis ends with. */
export const mostOf = ({ kind, splits }: Measure): number =>
  kind === "limit" ? NEVER : (splits.at(-1) ?? 1);

/** Of what comes live; undefined: that does not say. */
export const liveValue = (measure: Measure, now: Measurement): number | null | undefined =>
  measure.column === "limit" ? undefined : now[measure.column];
