// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// How the chart looks: uPlot's options, in the colours of the theme.
import type uPlot from "uplot";
import type * as Api from "../api/types";
import { formatClock, formatDay, seconds } from "../lib/time";
import { percent } from "../text";

const DAY_S = 86_400;

type Colors = {
  line: string;
  fill: string;
  text: string;
  grid: string;
  event: string;
  night: string;
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
  };
}

export type ChartSource = {
  /** Asked when drawing, so that changes need no new chart. */
  events: () => readonly Api.Event[];
  nights: () => readonly { from_s: number; to_s: number }[];
  now_s: () => number;
  onCursor: (index: number | null) => void;
};

export function chartOptions(
  element: Element,
  size: { width: number; height: number },
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
    cursor: { y: false, drag: { setScale: false }, points: { size: 7, fill: colors.line } },
    scales: { x: { time: true, auto: false }, y: { auto: false, range: [0, 1] } },
    axes: [
      {
        ...axis,
        size: 32,
        space: 72,
        values: (_chart, times, _axis, _space, step_s) => labels(times, step_s),
      },
      {
        ...axis,
        size: 50,
        splits: () => [0, 0.25, 0.5, 0.75, 1],
        values: (_c, v) => v.map(percent),
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
      setCursor: [(chart) => source.onCursor(chart.cursor.idx ?? null)],
    },
  };
}

function labels(times: number[], step_s: number): string[] {
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
