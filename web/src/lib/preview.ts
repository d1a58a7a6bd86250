// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The preview of a condition's settings as shapes: how near each moment came to a fault, and where
// the sensitivity lies. Heights are shares of 100, from the bottom.
import type * as Api from "../api/types";
import type { Span } from "./playback";

/** Of a limit as the API has it: a fault even at sensitivity 1 is 100, at none 0. */
export const heightOf = (limit: number): number => 101 - limit;

export type Curve = {
  /** SVG path in a box of 100 x 100, y down: the worst of each time. */
  path: string;
  /** 0..100 from the bottom: the curve reaches it where there is a fault. */
  line: number;
};

/** The line stands between two whole limits, so that a curve that touches it is above it. */
export const lineOf = (sensitivity: number): number => heightOf(sensitivity) - 0.5;

const column = (chart: Api.Measurements, name: string): Array<number | null> =>
  chart.data[chart.columns.indexOf(name)] ?? [];

/** Broken where nothing was measured or could be judged for gap_s. */
export function curvePath(chart: Api.Measurements, span: Span, gap_s: number): string {
  const times = column(chart, "time_s");
  const limits = column(chart, "limit_min");
  const width_s = span.to_s - span.from_s;
  let path = "";
  let last_s = -Infinity;
  times.forEach((time_s, i) => {
    const limit = limits[i];
    if (time_s === null || limit === null || limit === undefined) return;
    const x = ((time_s - span.from_s) / width_s) * 100;
    path += `${time_s - last_s > gap_s ? "M" : "L"}${x.toFixed(2)} ${100 - heightOf(limit)}`;
    last_s = time_s;
  });
  return path;
}
