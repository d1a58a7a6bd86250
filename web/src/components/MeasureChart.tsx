// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// One measure of one camera over time: nights and events shaded, verdicts below the line. Read by
// pointer and by keyboard; a drag zooms where somebody takes it up.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type * as Api from "../api/types";
import { nearest, step, type Shown } from "../lib/chart";
import { measureOf, type MeasureKey } from "../lib/measures";
import { go } from "../lib/route";
import { breakGaps, nightsOf, usualGap, verdictsOf, type Series } from "../lib/series";
import { seconds } from "../lib/time";
import { themeChanges } from "../lib/theme";
import { now_s } from "../state/now";
import { text } from "../text";
import { ChartEvents } from "./ChartEvents";
import { chartOptions, CHART_LEFT } from "./chartOptions";
import { ErrorNotice } from "./ErrorNotice";
import { readingOf, summaryOf } from "./measureText";
import { EVENTS_MAX, spanFrom, spanTo, useSeries, type SeriesState, type Span } from "./useSeries";

const HEIGHT = 220;
/** Values that an arrow key passes with Shift. */
const STRIDE = 10;

/** What the keys and a drag ask for. */
export type Zooming = {
  to: (shown: Shown) => void;
  by: (shown: Shown, at_s: number, factor: number) => void;
  move: (shown: Shown, share: number) => void;
  whole: () => void;
};

type Props = {
  id: string;
  span: Span;
  /** The span in words: "the last hour". */
  spanName: string;
  measureKey?: MeasureKey;
  /** A line across: the sensitivity that is set. */
  mark?: number | null;
  zoom?: Zooming;
};

export function MeasureChart(props: Props) {
  const { id, span, spanName, measureKey = "sharpness", mark = null, zoom } = props;
  const state = useSeries(id, span, measureKey);
  /** A time: which point it is changes with what is read. */
  const [cursor_s, setCursor] = useState<number | null>(null);
  const [spoken, setSpoken] = useState("");
  const box = useRef<HTMLDivElement>(null);
  const drawn = useDrawnSeries(state.series);
  const { chart, shown } = useChart({ box, drawn, state, span, measureKey, mark, zoom, setCursor });
  const cursor = nearest(drawn.time_s, cursor_s);

  const reading = (index: number | null): string =>
    readingOf(measureOf(measureKey), drawn, index, state.events, "last_s" in span);
  const onKeyDown = (press: KeyboardEvent): void => {
    const made = chart.current;
    if (!made || press.ctrlKey || press.altKey || press.metaKey) return;
    const to = keyTarget(press, drawn, cursor);
    if (to !== undefined) {
      const time_s = to === null ? undefined : drawn.time_s[to];
      if (time_s === undefined) return;
      made.setCursor({ left: made.valToPos(time_s, "x"), top: 0 });
      setCursor(time_s);
      setSpoken(reading(to));
    } else if (press.key === "Enter") {
      const event = eventAt(state.events, drawn.time_s[cursor ?? -1]);
      if (event) go({ view: "event", id: event.id });
    } else if (!zoom || !zoomByKey(press.key, zoom, shown, drawn.time_s[cursor ?? -1])) {
      return;
    }
    press.preventDefault();
  };

  const empty = state.loaded && state.series.time_s.length === 0;
  const summary = (): string =>
    summaryOf(measureOf(measureKey), state.series, spanName, state.events.length);
  return (
    <figure class="chart" data-loaded={state.loaded} data-points={drawn.time_s.length}>
      <figcaption class="chart-readout" aria-hidden="true">
        {reading(cursor)}
      </figcaption>
      <ErrorNotice error={state.error} />
      <div
        class="chart-area"
        role="application"
        aria-roledescription={text.chart.chart}
        aria-label={state.loaded ? summary() : text.loading}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div class="chart-canvas" ref={box} />
        {empty && (
          <p class="chart-empty">{"last_s" in span ? text.chart.noneYet : text.chart.none}</p>
        )}
      </div>
      <p class="visually-hidden" aria-live="polite" data-chart-spoken>
        {spoken}
      </p>
      <ChartEvents events={state.events} shown={shown} left={CHART_LEFT} open={zoom?.to} />
      {state.moreEvents && <p class="quiet">{text.chart.notAll(EVENTS_MAX)}</p>}
    </figure>
  );
}

/** Where a key moves the cursor to; undefined: it does not. */
function keyTarget(
  press: KeyboardEvent,
  drawn: Series,
  cursor: number | null,
): number | null | undefined {
  const by = press.shiftKey ? STRIDE : 1;
  if (press.key === "ArrowLeft") return step(drawn.value, cursor, -by);
  if (press.key === "ArrowRight") return step(drawn.value, cursor, by);
  if (press.key === "Home") return step(drawn.value, 0, 0);
  if (press.key === "End") return step(drawn.value, drawn.value.length, 0);
  return undefined;
}

function zoomByKey(
  key: string,
  zoom: Zooming,
  shown: Shown | null,
  cursor_s: number | undefined,
): boolean {
  if (!shown) return false;
  const middle_s = (shown.from_s + shown.to_s) / 2;
  const inside = cursor_s !== undefined && cursor_s >= shown.from_s && cursor_s <= shown.to_s;
  const at_s = inside ? cursor_s : middle_s;
  if (key === "+" || key === "=") zoom.by(shown, at_s, 0.5);
  else if (key === "-" || key === "_") zoom.by(shown, at_s, 2);
  else if (key === "PageUp") zoom.move(shown, -0.5);
  else if (key === "PageDown") zoom.move(shown, 0.5);
  else if (key === "0" || key === "Escape") zoom.whole();
  else return false;
  return true;
}

/** The newest that goes on then. */
function eventAt(events: readonly Api.Event[], at_s: number | undefined): Api.Event | undefined {
  if (at_s === undefined) return undefined;
  return [...events]
    .sort((a, b) => b.id - a.id)
    .find(
      ({ started, ended }) =>
        seconds(started) <= at_s && (ended === null || seconds(ended) >= at_s),
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

type ChartInput = {
  box: { current: HTMLDivElement | null };
  drawn: Series;
  state: SeriesState;
  span: Span;
  measureKey: MeasureKey;
  mark: number | null;
  zoom: Zooming | undefined;
  setCursor: (time_s: number | null) => void;
};

function useChart(input: ChartInput): { chart: { current: uPlot | null }; shown: Shown | null } {
  const { box, drawn, state, span, measureKey, zoom, setCursor } = input;
  const chart = useRef<uPlot | null>(null);
  const [shown, setShown] = useState<Shown | null>(null);
  const now = useRef({ ...input, nights: nightsOf(drawn), verdicts: verdictsOf(drawn) });
  const nights = useMemo(() => nightsOf(drawn), [drawn]);
  const verdicts = useMemo(() => verdictsOf(drawn), [drawn]);
  now.current = { ...input, nights, verdicts };
  const themes = themeChanges.value;
  const mayZoom = zoom !== undefined;

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const size = { width: element.clientWidth, height: HEIGHT };
    const source = {
      events: () => now.current.state.events,
      nights: () => now.current.nights,
      verdicts: () => now.current.verdicts,
      mark: () => now.current.mark,
      now_s: () => now_s.peek(),
      onCursor: (index: number | null) =>
        setCursor(index === null ? null : (now.current.drawn.time_s[index] ?? null)),
      onZoom: mayZoom ? (to: Shown) => now.current.zoom?.to(to) : null,
    };
    const options = chartOptions(element, size, measureOf(measureKey), source);
    const made = new uPlot(options, [[], [], [], []], element);
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
  }, [themes, measureKey, mayZoom]);

  useEffect(() => {
    const none = drawn.time_s.map(() => null);
    chart.current?.setData(
      [drawn.time_s, drawn.value, drawn.high ?? none, drawn.low ?? none],
      false,
    );
  }, [drawn, themes, measureKey, mayZoom]);

  useEffect(() => {
    const scroll = (): void => {
      const at_s = now_s.peek();
      const [min, max] = [shownFrom(span, at_s, drawn.time_s[0]), spanTo(span, at_s)];
      chart.current?.setScale("x", { min, max });
      setShown({ from_s: min, to_s: max });
    };
    scroll();
    if (!("last_s" in span)) return;
    // A thousandth of the span at a time, about a pixel.
    const timer = window.setInterval(scroll, Math.max(1000, span.last_s));
    return () => window.clearInterval(timer);
  }, [drawn, JSON.stringify(span), state.events.length, themes, measureKey, mayZoom, input.mark]);

  return { chart, shown };
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
