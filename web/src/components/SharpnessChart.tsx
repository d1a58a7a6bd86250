// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Sharpness of one camera over time, its events shaded.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { breakGaps, nightsOf, usualGap, type Series } from "../lib/series";
import { formatMoment } from "../lib/time";
import { themeChanges } from "../lib/theme";
import { now_s } from "../state/now";
import { percent, text } from "../text";
import { chartOptions } from "./chartOptions";
import { ErrorNotice } from "./ErrorNotice";
import { spanFrom, spanTo, useSeries, type SeriesState, type Span } from "./useSeries";

const HEIGHT = 220;

type Props = {
  id: string;
  span: Span;
  /** The span in words: "the last hour". */
  spanName: string;
};

export function SharpnessChart({ id, span, spanName }: Props) {
  const state = useSeries(id, span);
  const [cursor, setCursor] = useState<number | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const drawn = useDrawnSeries(state.series);
  useChart(box, drawn, state, span, setCursor);

  const empty = state.loaded && state.series.time_s.length === 0;
  return (
    <figure class="chart">
      <figcaption class="chart-readout" aria-hidden="true">
        {readout(drawn, cursor, "last_s" in span)}
      </figcaption>
      <ErrorNotice error={state.error} />
      <div class="chart-area" role="img" aria-label={summary(state, spanName)}>
        <div class="chart-canvas" ref={box} />
        {empty && (
          <p class="chart-empty">{"last_s" in span ? text.chart.noneYet : text.chart.none}</p>
        )}
      </div>
    </figure>
  );
}

/** With breaks; made again only when the series has changed. */
function useDrawnSeries(series: Series): Series {
  const made = useRef<{ from: Series; drawn: Series } | null>(null);
  if (made.current?.from !== series) {
    made.current = { from: series, drawn: breakGaps(series, usualGap(series)) };
  }
  return made.current.drawn;
}

function useChart(
  box: { current: HTMLDivElement | null },
  drawn: Series,
  state: SeriesState,
  span: Span,
  onCursor: (index: number | null) => void,
): void {
  const chart = useRef<uPlot | null>(null);
  const events = useRef(state.events);
  events.current = state.events;
  const nights = useRef(nightsOf(drawn));
  nights.current = useMemo(() => nightsOf(drawn), [drawn]);
  const themes = themeChanges.value;

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const size = { width: element.clientWidth, height: HEIGHT };
    const source = {
      events: () => events.current,
      nights: () => nights.current,
      now_s: () => now_s.peek(),
      onCursor,
    };
    const made = new uPlot(chartOptions(element, size, source), [[], [], [], []], element);
    chart.current = made;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0) made.setSize({ width: element.clientWidth, height: HEIGHT });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [themes]);

  useEffect(() => {
    const none = drawn.time_s.map(() => null);
    chart.current?.setData(
      [drawn.time_s, drawn.sharpness, drawn.high ?? none, drawn.low ?? none],
      false,
    );
  }, [drawn, themes]);

  useEffect(() => {
    const scroll = (): void => {
      const now = now_s.peek();
      chart.current?.setScale("x", {
        min: shownFrom(span, now, drawn.time_s[0]),
        max: spanTo(span, now),
      });
    };
    scroll();
    if (!("last_s" in span)) return;
    // A thousandth of the span at a time, about a pixel.
    const timer = window.setInterval(scroll, Math.max(1000, span.last_s));
    return () => window.clearInterval(timer);
  }, [drawn, JSON.stringify(span), state.events.length, themes]);
}

/**
 * Where the chart begins. A camera that has been watched for less than the span fills it from its
 * first measurement on, once that makes a twelfth of the span: five minutes of an hour.
 */
function shownFrom(span: Span, now: number, first_s: number | undefined): number {
  const from_s = spanFrom(span, now);
  if (!("last_s" in span) || first_s === undefined) return from_s;
  return Math.max(from_s, Math.min(first_s, now - span.last_s / 12));
}

/** What is under the cursor; without one the newest value, where the chart goes on. */
function readout(series: Series, cursor: number | null, live: boolean): string {
  const last = live ? series.sharpness.findLastIndex((value) => value !== null) : -1;
  const index = cursor ?? last;
  const time_s = series.time_s[index];
  const value = series.sharpness[index];
  if (time_s === undefined || value === null || value === undefined) return "\u00a0";
  if (cursor === null) return text.chart.now(percent(value));
  return text.chart.point(formatMoment(time_s, now_s.peek()), percent(value));
}

function summary(state: SeriesState, spanName: string): string {
  const values = state.series.sharpness.filter((v): v is number => v !== null);
  if (values.length === 0) return text.chart.noSummary(spanName);
  return text.chart.summary(
    spanName,
    percent(values.reduce((a, b) => Math.min(a, b))),
    percent(values.reduce((a, b) => Math.max(a, b))),
    state.events.length,
  );
}
