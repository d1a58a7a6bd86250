// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Sharpness of the last hour in one small line.
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../api/client";
import { append, breakGaps, emptySeries, fromMeasurements, thin, usualGap } from "../lib/series";
import type { Series } from "../lib/series";
import { inTurn } from "../lib/turn";
import { onMeasurement } from "../state/cameras";
import { connections } from "../state/live";
import { now_s } from "../state/now";
import { percent, text } from "../text";
import { useVisible } from "./useVisible";

const RANGE_S = 3600;
const POINTS = 120;
const WIDTH = 240;
const HEIGHT = 24;

export function Sparkline({ id }: { id: string }) {
  const box = useRef<HTMLDivElement>(null);
  const visible = useVisible(box);
  const [series, setSeries] = useState<Series>(emptySeries);
  const generation = connections.value;

  useEffect(() => {
    if (!visible) return;
    let gone = false;
    const to_s = now_s.peek();
    void inTurn(() => api.measurements(id, to_s - RANGE_S, to_s, POINTS))
      .then((measurements) => {
        if (!gone) setSeries(fromMeasurements(measurements, "sharpness"));
      })
      .catch(() => undefined); // an ornament: the chart of the camera says what failed
    const stop = onMeasurement((m) => {
      if (m.camera_id !== id) return;
      setSeries((before) => append(before, m.time_s, m.sharpness, m.time_s - RANGE_S));
    });
    return () => {
      gone = true;
      stop();
    };
  }, [id, visible, generation]);

  return (
    <div class="sparkline" ref={box}>
      <Line series={series} />
    </div>
  );
}

function Line({ series }: { series: Series }) {
  const values = series.value.filter((v): v is number => v !== null);
  if (values.length < 2) return null;
  const label = text.chart.sparkline(percent(Math.min(...values)), percent(Math.max(...values)));
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img">
      <title>{label}</title>
      <path d={linePath(series)} />
    </svg>
  );
}

function linePath(series: Series): string {
  const { time_s, value: values } = breakGaps(thin(series, 2 * POINTS), usualGap(series));
  const end = series.time_s.at(-1) ?? 0;
  const start = Math.min(series.time_s[0] ?? 0, end - 60);
  let pen = "M";
  let path = "";
  time_s.forEach((t, i) => {
    const value = values[i];
    if (value === null || value === undefined) {
      pen = "M";
      return;
    }
    const x = ((t - start) / (end - start)) * WIDTH;
    const y = HEIGHT - 2 - value * (HEIGHT - 4);
    path += `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
    pen = "L";
  });
  return path;
}
