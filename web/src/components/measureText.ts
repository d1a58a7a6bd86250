// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What a chart says in words: its measures, their units, the value under the cursor, the whole.
import type * as Api from "../api/types";
import { NEVER, type Measure } from "../lib/measures";
import type { Series } from "../lib/series";
import { formatMoment, seconds } from "../lib/time";
import { now_s } from "../state/now";
import { number, percent, text } from "../text";

const words = text.chart;

export function nameOf({ column, condition }: Measure): string {
  if (condition !== null) return text.events.condition(condition);
  return column === "limit" ? "" : words.measures[column];
}

export function helpOf({ column, condition }: Measure): string {
  if (condition !== null) return words.limitHelp(text.events.condition(condition));
  return column === "limit" ? "" : words.helps[column];
}

/** At the axis. */
export function tickOf({ kind }: Measure, value: number): string {
  return kind === "share" ? percent(value) : number(value);
}

export function valueOf({ kind }: Measure, value: number): string {
  if (kind === "share") return percent(value);
  if (kind === "level") return words.level(number(value));
  if (kind === "levels") return words.levels(number(value));
  return value >= NEVER ? words.limitNever : words.limit(number(value));
}

/** What is under the cursor; without one the newest value, where the chart goes on. */
export function readingOf(
  measure: Measure,
  series: Series,
  cursor: number | null,
  events: readonly Api.Event[],
  live: boolean,
): string {
  const last = live ? series.value.findLastIndex((value) => value !== null) : -1;
  const index = cursor ?? last;
  const time_s = series.time_s[index];
  const value = series.value[index];
  if (time_s === undefined || value === null || value === undefined) return "\u00a0";
  const parts = [valueOf(measure, value), ...rangeOf(measure, series, index)];
  if (cursor === null) return words.now(parts.join(" "));
  const verdict = series.verdict?.[index];
  const said = [
    words.point(formatMoment(time_s, now_s.peek()), parts.join(" ")),
    ...(verdict === 0 || verdict === 1 || verdict === 2 ? [words.verdicts[verdict]] : []),
    ...(series.night?.[index] ? [words.night] : []),
    ...conditionsAt(events, time_s).map(words.eventAt),
  ];
  return said.join(" · ");
}

/** From the least to the most, where a point stands for several pictures. */
function rangeOf(measure: Measure, series: Series, index: number): string[] {
  const [low, high] = [series.low?.[index] ?? null, series.high?.[index] ?? null];
  if (low === null || high === null || low === high) return [];
  return [words.range(tickOf(measure, low), tickOf(measure, high))];
}

const conditionsAt = (events: readonly Api.Event[], at_s: number): string[] => [
  ...new Set(
    events
      .filter(
        ({ started, ended }) =>
          seconds(started) <= at_s && (ended === null || seconds(ended) >= at_s),
      )
      .map(({ condition }) => text.events.condition(condition)),
  ),
];

/** The whole chart in one sentence. */
export function summaryOf(
  measure: Measure,
  series: Series,
  spanName: string,
  events: number,
): string {
  const values = series.value.filter((value): value is number => value !== null);
  if (values.length === 0) return words.noSummary(nameOf(measure), spanName);
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  return words.summary(
    nameOf(measure),
    spanName,
    tickOf(measure, low),
    tickOf(measure, high),
    events,
  );
}
