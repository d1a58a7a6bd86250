// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The measurements and events of one camera in a span of time, followed live where it ends now.
import { useEffect, useState } from "preact/hooks";
import { api } from "../api/client";
import type * as Api from "../api/types";
import { mergeEvents } from "../lib/events";
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
const EVENTS_MAX = 500;

export type SeriesState = {
  series: Series;
  events: Api.Event[];
  loaded: boolean;
  error: unknown;
};

export function useSeries(id: string, span: Span): SeriesState {
  const [series, setSeries] = useState<Series>(emptySeries);
  const [read, setRead] = useState<Api.Event[]>([]);
  const [loaded, setLoaded] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const generation = connections.value;
  const key = JSON.stringify(span);

  useEffect(() => {
    let gone = false;
    const now = now_s.peek();
    const [from_s, to_s] = [spanFrom(span, now), spanTo(span, now)];
    setLoaded(false);
    Promise.all([
      api.measurements(id, from_s, to_s, ROWS_MAX),
      api.events({ camera: id, from_s, to_s, limit: EVENTS_MAX }),
    ]).then(
      ([measurements, page]) => {
        if (gone) return;
        setSeries(fromMeasurements(measurements));
        setRead(page.events);
        setError(null);
        setLoaded(true);
      },
      (failure: unknown) => {
        if (!gone) setError(failure);
      },
    );
    return () => {
      gone = true;
    };
  }, [id, key, generation]);

  useEffect(() => {
    return onMeasurement((m) => {
      if (m.camera_id !== id || m.time_s > spanTo(span, m.time_s)) return;
      setSeries((before) => append(before, m.time_s, m.sharpness, spanFrom(span, m.time_s)));
    });
  }, [id, key]);

  return { series, events: inSpan(id, span, read), loaded, error };
}

/** What was read, with what the stream has said since. */
function inSpan(id: string, span: Span, read: Api.Event[]): Api.Event[] {
  const from_s = spanFrom(span, now_s.peek());
  const recent = (recentEvents.value ?? []).filter(
    (event) => event.camera_id === id && (event.ended === null || seconds(event.ended) >= from_s),
  );
  return mergeEvents(read, recent);
}
