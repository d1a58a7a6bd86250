// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Measurements as columns for the chart: reading the API's answer, appending live ones, and
// breaking the line where nothing was measured. Pure functions; arrays are replaced, not changed.
import type * as Api from "../api/types";

export type Series = {
  /** Seconds since 1970 UTC, ascending. */
  time_s: number[];
  /** null breaks the line. */
  value: Array<number | null>;
  /** The least and the most of what a point stands for, whether most of it was by night, and its
   * worst verdict; all four or none. */
  low?: Array<number | null>;
  high?: Array<number | null>;
  night?: boolean[];
  /** 0 NOT ASSESSABLE, 1 CLEAR, 2 BLURRY; null: nothing was measured. */
  verdict?: Array<number | null>;
};

const NIGHT = 2;

export const emptySeries: Series = { time_s: [], value: [] };

/** name: of the column that is shown. */
export function fromMeasurements(measurements: Api.Measurements, name: string): Series {
  const column = (of: string): Array<number | null> =>
    measurements.data[measurements.columns.indexOf(of)] ?? [];
  const value = column(name);
  const [least, most] = [column(`${name}_min`), column(`${name}_max`)];
  const [light, verdict] = [column("light"), column("verdict")];
  const series: Series = { time_s: [], value: [] };
  if (most.length > 0) Object.assign(series, { low: [], high: [], night: [], verdict: [] });
  column("time_s").forEach((time_s, i) => {
    if (time_s === null) return;
    series.time_s.push(time_s);
    series.value.push(value[i] ?? null);
    series.low?.push(least[i] ?? null);
    series.high?.push(most[i] ?? null);
    series.night?.push(light[i] === NIGHT);
    series.verdict?.push(verdict[i] ?? null);
  });
  return series;
}

/**
 * Adds one measurement at the end and drops what is older than from_s. One that is not newer
 * than the last is left out: the list that was read and the live events overlap.
 */
export function append(
  series: Series,
  time_s: number,
  value: number | null,
  from_s: number,
  verdict: number | null = null,
): Series {
  const last = series.time_s.at(-1);
  if (last !== undefined && time_s <= last) return series;
  const first = series.time_s.findIndex((t) => t >= from_s);
  const keep = first < 0 ? series.time_s.length : first;
  return {
    time_s: [...series.time_s.slice(keep), time_s],
    value: [...series.value.slice(keep), value],
    ...(series.low && series.high && series.night && series.verdict
      ? {
          low: [...series.low.slice(keep), value],
          high: [...series.high.slice(keep), value],
          verdict: [...series.verdict.slice(keep), verdict],
          // What comes live does not say: as it was.
          night: [...series.night.slice(keep), series.night.at(-1) ?? false],
        }
      : {}),
  };
}

/** Puts a null between two measurements that are further apart than gap_s. */
export function breakGaps(series: Series, gap_s: number): Series {
  const broken: Series = { time_s: [], value: [] };
  if (series.night) Object.assign(broken, { low: [], high: [], night: [], verdict: [] });
  series.time_s.forEach((time_s, i) => {
    const before = series.time_s[i - 1];
    if (before !== undefined && time_s - before > gap_s) {
      broken.time_s.push((before + time_s) / 2);
      broken.value.push(null);
      broken.low?.push(null);
      broken.high?.push(null);
      broken.night?.push(false);
      broken.verdict?.push(null);
    }
    broken.time_s.push(time_s);
    broken.value.push(series.value[i] ?? null);
    broken.low?.push(series.low?.[i] ?? null);
    broken.high?.push(series.high?.[i] ?? null);
    broken.night?.push(series.night?.[i] ?? false);
    broken.verdict?.push(series.verdict?.[i] ?? null);
  });
  return broken;
}

/**
 * How far apart measurements may be on a line without a break: three times the median distance,
 * which is the interval, or the width of a group where rows were averaged.
 */
export function usualGap(series: Series): number {
  const distances = series.time_s.slice(1).map((t, i) => t - (series.time_s[i] ?? t));
  if (distances.length === 0) return Infinity;
  distances.sort((a, b) => a - b);
  return 3 * (distances[Math.floor(distances.length / 2)] ?? 0) + 2;
}

/** Points further apart say nothing of single nights. */
const NIGHT_STEP_MAX_S = 4 * 3600;

/** From when to when it was night; a gap is neither. None where points are too far apart for it. */
export function nightsOf(series: Series): { from_s: number; to_s: number }[] {
  const nights: { from_s: number; to_s: number }[] = [];
  const { time_s } = series;
  const length_s = (time_s.at(-1) ?? 0) - (time_s[0] ?? 0);
  if (length_s > NIGHT_STEP_MAX_S * (time_s.length - 1)) return [];
  let open = false;
  series.night?.forEach((night, i) => {
    const at_s = time_s[i] ?? 0;
    const last = nights.at(-1);
    if (night && open && last) last.to_s = at_s;
    else if (night) nights.push({ from_s: at_s, to_s: at_s });
    open = night;
  });
  return nights;
}

/** From when to when each verdict was the worst, of those that are known. */
export function verdictsOf(series: Series): { from_s: number; to_s: number; verdict: number }[] {
  const spans: { from_s: number; to_s: number; verdict: number }[] = [];
  let open = false;
  series.verdict?.forEach((verdict, i) => {
    const at_s = series.time_s[i] ?? 0;
    const last = spans.at(-1);
    if (open && last) last.to_s = at_s;
    open = verdict !== null;
    if (verdict === null || (open && last?.verdict === verdict && last.to_s === at_s)) return;
    spans.push({ from_s: at_s, to_s: at_s, verdict });
  });
  return spans;
}

/** At most `count` points of evenly spaced groups, the worst of each: for a sparkline. */
export function thin(series: Series, count: number): Series {
  if (series.time_s.length <= count) return series;
  const thinned: Series = { time_s: [], value: [] };
  for (let group = 0; group < count; group++) {
    const from = Math.floor((group * series.time_s.length) / count);
    const to = Math.floor(((group + 1) * series.time_s.length) / count);
    const values = series.value.slice(from, to).filter((v): v is number => v !== null);
    thinned.time_s.push(series.time_s[from] ?? 0);
    thinned.value.push(values.length > 0 ? Math.min(...values) : null);
  }
  return thinned;
}
