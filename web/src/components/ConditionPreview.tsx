// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What a condition would have done in the last week with the settings that are being chosen: how
// many events, and when, on a time line under the slider. The daemon judges its stored measurements
// again; nothing is computed here.
import { useEffect, useState } from "preact/hooks";
import { api } from "../api/client";
import type * as Api from "../api/types";
import { place, type Span } from "../lib/playback";
import { curvePath, lineOf } from "../lib/preview";
import { formatDay, formatDuration, formatMoment, seconds } from "../lib/time";
import { now_s } from "../state/now";
import { text } from "../text";
import { ErrorNotice } from "./ErrorNotice";
import { useLoad } from "./useLoad";

const words = text.preview;
const WEEK_S = 7 * 86_400;
/** After the last move of the slider; the line follows at once. */
const REST_MS = 200;
const POINTS = 400;
/** So that it can be seen, in per cent. */
const WIDTH_MIN = 0.4;

type Props = {
  camera: string;
  condition: string;
  /** As in the form; empty where the condition has none. */
  sensitivity: string;
  duration_s: string;
  clear_duration_s: string;
};

export function ConditionPreview(props: Props) {
  const { camera, condition } = props;
  const [span] = useState<Span>(() => {
    const to_s = Math.floor(now_s.peek());
    return { from_s: to_s - WEEK_S, to_s };
  });
  const asked = useRested(
    {
      sensitivity: props.sensitivity,
      duration_s: props.duration_s,
      clear_duration_s: props.clear_duration_s,
    },
    REST_MS,
  );
  const chart = useLoad(
    () => api.measurements(camera, span.from_s, span.to_s, POINTS, { condition }),
    null,
    `${camera} ${condition}`,
  );
  const { value, error } = useLoad(
    () => api.preview(camera, condition, span, asked),
    null,
    `${camera} ${condition} ${JSON.stringify(asked)}`,
  );
  const drawn = value !== null && value.history !== "never" && value.history !== "nothing";
  return (
    <div class="preview" data-preview={condition}>
      <p class="preview-words" role="status">
        {value ? summary(value) : error === null ? words.loading : ""}
      </p>
      <ErrorNotice error={error ?? chart.error} />
      {drawn && (
        <Week
          preview={value}
          span={span}
          path={chart.value ? curvePath(chart.value, span, (3 * WEEK_S) / POINTS) : ""}
          sensitivity={Number(props.sensitivity)}
        />
      )}
    </div>
  );
}

/** The value once it has not changed for a while. */
function useRested<T>(value: T, rest_ms: number): T {
  const [rested, setRested] = useState(value);
  const key = JSON.stringify(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setRested(value), rest_ms);
    return () => window.clearTimeout(timer);
  }, [key]);
  return rested;
}

function summary(preview: Api.Preview): string {
  if (preview.history === "never") return words.never;
  if (preview.history === "nothing") return words.nothing;
  const found = words.found(preview.event_count, formatDuration(preview.event_s));
  const notes = [
    preview.history === "short" && preview.history_from !== null
      ? words.short(formatMoment(seconds(preview.history_from), now_s.peek()))
      : "",
    preview.judged < preview.pictures / 2 ? words.unjudged : "",
    preview.disarmed > 0 ? words.disarmed : "",
  ];
  return [found, ...notes].filter((sentence) => sentence !== "").join(" ");
}

type WeekProps = { preview: Api.Preview; span: Span; path: string; sensitivity: number };

function Week({ preview, span, path, sensitivity }: WeekProps) {
  const days = daysIn(span);
  const known_s = preview.history_from === null ? span.to_s : seconds(preview.history_from);
  const unknown = place(span.from_s, known_s, span);
  return (
    <div class="preview-week" aria-hidden="true">
      <div class="preview-box">
        {preview.history === "short" && unknown && (
          <span class="preview-unknown" style={{ width: `${unknown.width}%` }} />
        )}
        {preview.events.map((event) => (
          <Block key={event.started} event={event} span={span} />
        ))}
        <svg viewBox="0 0 100 100" preserveAspectRatio="none">
          <path class="preview-curve" d={path} />
          {sensitivity > 0 && (
            <line
              class="preview-line"
              x1="0"
              x2="100"
              y1={100 - lineOf(sensitivity)}
              y2={100 - lineOf(sensitivity)}
            />
          )}
        </svg>
      </div>
      <div class="preview-days">
        {days.map((day_s) => (
          <span key={day_s} style={{ left: `${place(day_s, day_s + 1, span)?.left ?? 0}%` }}>
            {formatDay(day_s)}
          </span>
        ))}
      </div>
    </div>
  );
}

function Block({ event, span }: { event: Api.Preview["events"][number]; span: Span }) {
  const end_s = event.ended === null ? span.to_s : seconds(event.ended);
  const at = place(seconds(event.started), Math.max(end_s, seconds(event.started) + 1), span);
  if (!at) return null;
  const width = Math.max(at.width, WIDTH_MIN);
  return <span class="preview-event" style={{ left: `${at.left}%`, width: `${width}%` }} />;
}

/** Where a day begins; on a phone every other one has a name. */
function daysIn(span: Span): number[] {
  const day = new Date(span.from_s * 1000);
  day.setHours(24, 0, 0, 0);
  const days: number[] = [];
  while (day.getTime() / 1000 < span.to_s) {
    days.push(day.getTime() / 1000);
    day.setDate(day.getDate() + 1);
  }
  return days;
}
