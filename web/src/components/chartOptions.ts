// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// How the chart looks: uPlot's options, in the colours of the theme.
import type uPlot from "uplot";
import type * as Api from "../api/types";
import type { Shown } from "../lib/chart";
import { mostOf, splitsOf, type Measure } from "../lib/measures";
import { formatClock, formatDay, formatMonth, seconds } from "../lib/time";
import { tickOf } from "./measureText";

const DAY_S = 86_400;
/** Of the axis to the left, pixels. */
export const CHART_LEFT = 50;
/** Of the line of verdicts, pixels. */
const VERDICT_HEIGHT = 4;
/** A drag over less is a click. */
const DRAG_MIN = 6;

type Colors = {
  line: string;
  fill: string;
  text: string;
  grid: string;
  event: string;
  night: string;
  mark: string;
  /** By verdict. */
  verdicts: readonly string[];
};

/** Read when the chart is made: a canvas does not follow custom properties by itself. */
function colorsOf(element: Element): Colors {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    line: read("--accent"),
    fill: read("--accent-wash"),
    text: read("--text-muted"),
    grid: read("--line"),
    event: read("--blurry-wash"),
    night: read("--quiet-wash"),
    mark: read("--text-muted"),
    verdicts: [read("--line-strong"), read("--clear"), read("--blurry")],
  };
}

export type ChartSource = {
  /** Asked when drawing, so that changes need no new chart. */
  events: () => readonly Api.Event[];
  nights: () => readonly { from_s: number; to_s: number }[];
  verdicts: () => readonly { from_s: number; to_s: number; verdict: number }[];
  /** A line across; null: none. */
  mark: () => number | null;
  now_s: () => number;
  onCursor: (index: number | null) => void;
  /** null: a drag does nothing. */
  onZoom: ((shown: Shown) => void) | null;
};

export function chartOptions(
  element: Element,
  size: { width: number; height: number },
  measure: Measure,
  source: ChartSource,
): uPlot.Options {
  const colors = colorsOf(element);
  const font = `12px ${getComputedStyle(element).fontFamily}`;
  const axis = {
    stroke: colors.text,
    font,
    grid: { stroke: colors.grid, width: 1 },
    ticks: { show: false },
  };
  return {
    ...size,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: source.onZoom !== null, y: false, setScale: false, dist: DRAG_MIN },
      points: { size: 7, fill: colors.line },
    },
    scales: {
      x: { time: true, auto: false },
      y: { auto: measure.splits === null, range: (_c, _min, max) => [0, mostOf(measure, max)] },
    },
    axes: [
      {
        ...axis,
        size: 32,
        space: 72,
        values: (_chart, times, _axis, _space, step_s) => labels(times, step_s),
      },
      {
        ...axis,
        size: CHART_LEFT,
        splits: (_chart, _axis, _min, max) => splitsOf(measure, max),
        values: (_c, v) => v.map((value) => tickOf(measure, value)),
      },
    ],
    series: [
      {},
      {
        stroke: colors.line,
        fill: colors.fill,
        width: 1.75,
        spanGaps: false,
        points: { show: false },
      },
      { stroke: "transparent", width: 0, spanGaps: false, points: { show: false } },
      { stroke: "transparent", width: 0, spanGaps: false, points: { show: false } },
    ],
    // Between the most and the least of each point.
    bands: [{ series: [2, 3], fill: colors.fill }],
    hooks: {
      drawClear: [
        (chart) => shade(chart, source.nights(), 0, colors.night),
        (chart) => shade(chart, eventSpans(source), 2, colors.event),
      ],
      draw: [
        (chart) => drawVerdicts(chart, source, colors.verdicts),
        (chart) => drawMark(chart, source.mark(), colors.mark),
        // Says that it is there, and how many points it has.
        (chart) => (chart.root.dataset.drawn = String(chart.data[0].length)),
      ],
      setSelect: [(chart) => select(chart, source.onZoom)],
      setCursor: [(chart) => source.onCursor(chart.cursor.idx ?? null)],
    },
  };
}

/** What was dragged over, in time; the box that showed it goes. */
function select(chart: uPlot, onZoom: ChartSource["onZoom"]): void {
  const { left, width } = chart.select;
  if (!onZoom || width < DRAG_MIN) return;
  const [from_s, to_s] = [chart.posToVal(left, "x"), chart.posToVal(left + width, "x")];
  chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  onZoom({ from_s, to_s });
}

function drawMark(chart: uPlot, value: number | null, color: string): void {
  if (value === null) return;
  const { ctx, bbox } = chart;
  const y = chart.valToPos(value, "y", true);
  ctx.save();
  ctx.strokeStyle = color;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}

/** A line at the foot, in the colour of the worst verdict of each point. */
function drawVerdicts(chart: uPlot, source: ChartSource, colors: readonly string[]): void {
  const { ctx, bbox } = chart;
  const height = VERDICT_HEIGHT * devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const { from_s, to_s, verdict } of source.verdicts()) {
    const left = chart.valToPos(from_s, "x", true);
    const right = chart.valToPos(to_s, "x", true);
    ctx.fillStyle = colors[verdict] ?? "transparent";
    ctx.fillRect(
      left,
      bbox.top + bbox.height - height,
      Math.max(right - left, devicePixelRatio),
      height,
    );
  }
  ctx.restore();
}

function labels(times: number[], step_s: number): string[] {
  if (step_s >= 28 * DAY_S) return times.map(formatMonth);
  if (step_s >= DAY_S) return times.map(formatDay);
  let day = "";
  return times.map((time) => {
    const before = day;
    day = formatDay(time);
    // Where a new day begins, its name says more than 00:00.
    return before !== "" && before !== day ? day : formatClock(time, step_s < 60);
  });
}

const eventSpans = (source: ChartSource): { from_s: number; to_s: number }[] =>
  source.events().map((event) => ({
    from_s: seconds(event.started),
    to_s: event.ended === null ? source.now_s() : seconds(event.ended),
  }));

/** A band behind the line for each span, at least so many pixels wide. */
function shade(
  chart: uPlot,
  spans: readonly { from_s: number; to_s: number }[],
  least: number,
  color: string,
): void {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.fillStyle = color;
  for (const { from_s, to_s } of spans) {
    const left = chart.valToPos(from_s, "x", true);
    const right = chart.valToPos(to_s, "x", true);
    ctx.fillRect(left, bbox.top, Math.max(right - left, least * devicePixelRatio), bbox.height);
  }
  ctx.restore();
}
