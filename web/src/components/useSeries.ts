// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What was measured on one camera and its events in a span of time, followed live where it ends now.
import { useEffect, useState } from "preact/hooks";
import { api } from "../api/client";
import type * as Api from "../api/types";
import { mergeEvents } from "../lib/events";
import { liveValue, measureOf, type MeasureKey } from "../lib/measures";
import { append, emptySeries, fromMeasurements, type Series } from "../lib/series";
import { seconds } from "../lib/time";
import { onMeasurement } from "../state/cameras";
import { events as recentEvents } from "../state/events";
import { connections } from "../state/live";
import { now_s } from "../state/now";

/** A span that ends now and is `seconds` long, or one between two times. */
export type Span = { last_s: number } | { from_s: number; to_s: number };

export const spanFrom = (span: Span, now: number): number =>
  "last_s" in span ? now - span.last_s : span.from_s;
export const spanTo = (span: Span, now: number): number => ("last_s" in span ? now : span.to_s);

const ROWS_MAX = 1200;
export const EVENTS_MAX = 1000;
/** What does not come live is read again this often. */
const AGAIN_MS = 15_000;
const VERDICTS: Record<Api.CameraStatus["verdict"], number> = {
  "NOT ASSESSABLE": 0,
  CLEAR: 1,
  BLURRY: 2,
};

export type SeriesState = {
  series: Series;
  events: Api.Event[];
  /** There are more than could be read. */
  moreEvents: boolean;
  loaded: boolean;
  error: unknown;
};

type Read = { events: Api.Event[]; more: boolean };

export function useSeries(id: string, span: Span, measureKey: MeasureKey): SeriesState {
  const [series, setSeries] = useState<Series>(emptySeries);
  const [read, setRead] = useState<Read>({ events: [], more: false });
  /** What was read last: until it is what is asked for, the old series stands. */
  const [loaded, setLoaded] = useState("");
  const [error, setError] = useState<unknown>(null);
  const generation = connections.value;
  const key = `${JSON.stringify(span)} ${measureKey}`;
  const measure = measureOf(measureKey);

  useEffect(() => {
    let gone = false;
    let timer: number | undefined;
    const load = (): void => {
      const now = now_s.peek();
      const [from_s, to_s] = [spanFrom(span, now), spanTo(span, now)];
      Promise.all([
        api.measurements(id, from_s, to_s, ROWS_MAX, measure),
        api.events({ camera: id, from_s, to_s, limit: EVENTS_MAX }),
      ])
        .then(
          ([measurements, page]) => {
            if (gone) return;
            setSeries(fromMeasurements(measurements, measure.column));
            setRead({ events: page.events, more: page.next_before !== null });
            setError(null);
            setLoaded(key);
          },
          (failure: unknown) => {
            if (!gone) setError(failure);
          },
        )
        .finally(() => {
          if (gone || measure.condition === null || !("last_s" in span)) return;
          timer = window.setTimeout(load, AGAIN_MS);
        });
    };
    load();
    return () => {
      gone = true;
      window.clearTimeout(timer);
    };
  }, [id, key, generation]);

  useEffect(() => {
    return onMeasurement((m) => {
      const value = liveValue(measure, m);
      if (value === undefined || m.camera_id !== id || m.time_s > spanTo(span, m.time_s)) return;
      setSeries((before) =>
        append(before, m.time_s, value, spanFrom(span, m.time_s), VERDICTS[m.verdict]),
      );
    });
  }, [id, key]);

  return {
    series,
    events: inSpan(id, span, read.events),
    moreEvents: read.more,
    loaded: loaded === key,
    error,
  };
}

/** What was read, with what the stream has said since. */
function inSpan(id: string, span: Span, read: Api.Event[]): Api.Event[] {
  const now = now_s.peek();
  const [from_s, to_s] = [spanFrom(span, now), spanTo(span, now)];
  const recent = (recentEvents.value ?? []).filter(
    (event) =>
      event.camera_id === id &&
      seconds(event.started) <= to_s &&
      (event.ended === null || seconds(event.ended) >= from_s),
  );
  return mergeEvents(read, recent);
}
