// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What is measured of each picture and kept: its column, its scale, and how it is written. Of a
// condition that is its limit: the lowest sensitivity with which it would have been a fault.
import type { Measurement } from "../api/stream";

/** What the API adds when it is asked for. */
const ASKED = ["contrast", "noise", "colour"] as const;
export type Asked = (typeof ASKED)[number];
export const PLAIN = ["sharpness", "blur_probability", "brightness", ...ASKED] as const;
export type Plain = (typeof PLAIN)[number];
/** As in a list to choose from: a column, or "limit:covered". */
export type MeasureKey = Plain | `limit:${string}`;

export type Measure = {
  column: Plain | "limit";
  /** Whose limit it is; null: of the picture. */
  condition: string | null;
  kind: "share" | "level" | "levels" | "limit";
  /** null: by what was measured. */
  splits: readonly number[] | null;
};

/** The limit of a condition that was a fault at no sensitivity. */
export const NEVER = 101;

const LIMIT = "limit:";
const SHARES = [0, 0.25, 0.5, 0.75, 1];
const LEVELS = [0, 64, 128, 192, 255];
const LIMITS = [0, 25, 50, 75, 100];
const ENDS = [8, 16, 32, 64, 128, 256];

export const limitOf = (condition: string): MeasureKey => `${LIMIT}${condition}`;

export const isAsked = (key: string): key is Asked => ASKED.some((name) => name === key);

export function measureOf(key: MeasureKey): Measure {
  if (key === "brightness") {
    return { column: key, condition: null, kind: "level", splits: LEVELS };
  }
  if (isAsked(key)) return { column: key, condition: null, kind: "levels", splits: null };
  if (key === "sharpness" || key === "blur_probability") {
    return { column: key, condition: null, kind: "share", splits: SHARES };
  }
  return { column: "limit", condition: key.slice(LIMIT.length), kind: "limit", splits: LIMITS };
}

/** What the axis ends with; highest: of what is shown. */
export function mostOf({ kind, splits }: Measure, highest: number): number {
  if (splits === null) return ENDS.find((end) => end >= highest) ?? 256;
  return kind === "limit" ? NEVER : (splits.at(-1) ?? 1);
}

/** Where the axis is divided, which ends with most. */
export const splitsOf = ({ splits }: Measure, most: number): number[] =>
  splits === null ? SHARES.map((share) => share * most) : [...splits];

/** Of what comes live; undefined: that does not say. */
export const liveValue = (measure: Measure, now: Measurement): number | null | undefined =>
  measure.column === "limit" ? undefined : now[measure.column];
