// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Moving about in a chart: zooming, going from point to point, and putting marks together that
// would lie over each other. Pure functions.
import type * as Api from "../api/types";
import { seconds } from "./time";

export type Shown = { from_s: number; to_s: number };

/** Nearer than this there is nothing between two pictures. */
export const SHOWN_MIN_S = 60;

/** Shown longer by a factor, shorter if below 1; what is at at_s stays where it is. Null: all of it. */
export function zoomBy(shown: Shown, all: Shown, at_s: number, factor: number): Shown | null {
  const length = Math.max((shown.to_s - shown.from_s) * factor, SHOWN_MIN_S);
  const share = (at_s - shown.from_s) / (shown.to_s - shown.from_s);
  return within({ from_s: at_s - share * length, to_s: at_s + (1 - share) * length }, all);
}

/** Earlier or later by a share of what is shown. */
export function moveBy(shown: Shown, all: Shown, share: number): Shown | null {
  const by = (shown.to_s - shown.from_s) * share;
  return within({ from_s: shown.from_s + by, to_s: shown.to_s + by }, all);
}

/** Moved to lie in `all`, and no shorter than can be; null where that is all of it. */
export function within(shown: Shown, all: Shown): Shown | null {
  const length = Math.max(shown.to_s - shown.from_s, SHOWN_MIN_S);
  if (length >= all.to_s - all.from_s) return null;
  const middle = (shown.from_s + shown.to_s) / 2;
  const from_s = Math.min(Math.max(middle - length / 2, all.from_s), all.to_s - length);
  return { from_s, to_s: from_s + length };
}

/** So many points on that have a value, from one of them or (null) from the end; the last one there
 * is where they end. Null: there is none. */
export function step(
  values: readonly (number | null)[],
  from: number | null,
  by: number,
): number | null {
  const known = values.flatMap((value, i) => (value === null ? [] : [i]));
  if (known.length === 0) return null;
  const last = known.length - 1;
  const at = from === null ? last : known.findIndex((i) => i >= from);
  const start = at < 0 ? last : at;
  const target = from === null ? (by < 0 ? last : 0) : start + by;
  return known[Math.min(Math.max(target, 0), last)] ?? null;
}

/** The index of what lies nearest to a time; null of none. */
export function nearest(times: readonly number[], at_s: number | null): number | null {
  if (at_s === null || times.length === 0) return null;
  let best = 0;
  times.forEach((time_s, i) => {
    if (Math.abs(time_s - at_s) < Math.abs((times[best] ?? 0) - at_s)) best = i;
  });
  return best;
}

/** Events so near to each other that they are one mark. */
export type Mark = { at_s: number; events: Api.Event[] };

/** apart_s: less is one mark. */
export function marksOf(events: readonly Api.Event[], shown: Shown, apart_s: number): Mark[] {
  const marks: Mark[] = [];
  const inside = events
    .filter(
      ({ started, ended }) =>
        seconds(started) <= shown.to_s && (ended === null || seconds(ended) >= shown.from_s),
    )
    .sort((a, b) => seconds(a.started) - seconds(b.started));
  for (const event of inside) {
    const at_s = Math.max(seconds(event.started), shown.from_s);
    const last = marks.at(-1);
    if (last && at_s - last.at_s < apart_s) last.events.push(event);
    else marks.push({ at_s, events: [event] });
  }
  return marks;
}

/** What a mark of several events is opened to: their time, with some of what is around it. */
export function spanOfMark({ events }: Mark, now_s: number): Shown {
  const from_s = Math.min(...events.map(({ started }) => seconds(started)));
  const to_s = Math.max(
    ...events.map(({ started, ended }) =>
      Math.min(ended === null ? now_s : seconds(ended), seconds(started) + 3600),
    ),
  );
  const margin_s = Math.max((to_s - from_s) / 10, SHOWN_MIN_S / 2);
  return { from_s: from_s - margin_s, to_s: to_s + margin_s };
}
