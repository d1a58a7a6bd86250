// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// One event: before and after side by side, and the sharpness around it.
import { useEffect, useState } from "preact/hooks";
import { api, ApiError } from "../api/client";
import type * as Api from "../api/types";
import { Compare } from "../components/Compare";
import { ErrorNotice } from "../components/ErrorNotice";
import { EventMarks } from "../components/EventMarks";
import { EventPictures } from "../components/EventPictures";
import { EventBadges, EventState } from "../components/EventState";
import { PageTitle } from "../components/PageTitle";
import { MeasureChart } from "../components/MeasureChart";
import type { Span } from "../components/useSeries";
import { eventDuration } from "../lib/events";
import { linkTo } from "../lib/route";
import { formatDuration, formatMoment, seconds } from "../lib/time";
import { cameraSignal } from "../state/cameras";
import { events, putEvent } from "../state/events";
import { now_s } from "../state/now";
import { may } from "../state/session";
import { percent, text } from "../text";
import { inWords } from "../text/said";
import { NotFound } from "./NotFound";

/** Shown before and after an event: as much again as it lasted, within bounds. */
const MARGIN_MIN_S = 60;
const MARGIN_MAX_S = 6 * 3600;

export function EventPage({ id }: { id: number }) {
  const { event, error, put } = useEvent(id);
  if (error instanceof ApiError && error.status === 404) {
    return <NotFound title={text.events.notFound} hint={text.events.notFoundHint} />;
  }
  if (error !== null) return <ErrorNotice error={error} />;
  if (!event) return <p class="quiet">{text.loading}</p>;
  const title = `${text.events.condition(event.condition)}: ${event.camera_name}`;
  const here = cameraSignal(event.camera_id) !== undefined;
  return (
    <>
      <PageTitle title={title} back={{ href: linkTo({ view: "events" }), label: text.events.back }}>
        {here && (
          <a class="button" href={linkTo({ view: "camera", id: event.camera_id })}>
            {text.events.toCamera}
          </a>
        )}
      </PageTitle>
      <div class="event-page" data-event={event.id}>
        <EventPictures event={event} />
        <Compare event={event} here={here} />
        <EventFacts event={event} />
        {may("operator") && <EventMarks key={`marks ${event.id}`} event={event} put={put} />}
        {here && (
          <section class="panel">
            <div class="panel-head">
              <h2>{text.chart.title}</h2>
            </div>
            <MeasureChart
              id={event.camera_id}
              span={spanOf(event)}
              spanName={text.chart.around}
            />
          </section>
        )}
      </div>
    </>
  );
}

/** From the stream where it knows the event, else asked for. */
function useEvent(id: number): {
  event: Api.Event | null;
  error: unknown;
  put: (event: Api.Event) => void;
} {
  const known = (events.value ?? []).find((event) => event.id === id);
  const [read, setRead] = useState<Api.Event | null>(null);
  const [error, setError] = useState<unknown>(null);

  useEffect(() => {
    setRead(null);
    setError(null);
    api.event(id).then(setRead, setError);
  }, [id]);

  const put = (event: Api.Event): void => {
    setRead(event);
    if (known) putEvent(event);
  };
  return { event: known ?? read, error: known ? null : error, put };
}

function spanOf(event: Api.Event): Span {
  const started = seconds(event.started);
  if (event.ended === null) {
    // In whole minutes, so that the span is not another one every second.
    const age_s = Math.ceil((now_s.peek() - started) / 60) * 60;
    return { last_s: age_s + margin(age_s) };
  }
  const ended = seconds(event.ended);
  const margin_s = margin(ended - started);
  return { from_s: started - margin_s, to_s: ended + margin_s };
}

const margin = (duration_s: number): number =>
  Math.min(Math.max(duration_s, MARGIN_MIN_S), MARGIN_MAX_S);

type Row = [name: string, value: string];

function EventFacts({ event }: { event: Api.Event }) {
  const words = text.events;
  const now = event.state === "open" ? now_s.value : now_s.peek();
  const ended = event.ended === null ? words.stillOpen : formatMoment(seconds(event.ended), now);
  const rows: Row[] = [
    [words.started, formatMoment(seconds(event.started), now)],
    [words.endedAt, ended],
    [words.duration, formatDuration(eventDuration(event, now))],
    [words.score, percent(event.score)],
    [words.reason, inWords(event.reason) || "–"],
    ...(event.note ? [[words.note, event.note] satisfies Row] : []),
    ...(event.source === "camera" ? [[words.source, words.byCamera] satisfies Row] : []),
    ...(event.end_reason ? [[words.endReason, inWords(event.end_reason)] satisfies Row] : []),
  ];
  return (
    <section class="panel event-facts">
      <div class="event-badges">
        <EventState event={event} />
        <EventBadges event={event} />
      </div>
      <dl>
        {rows.map(([name, value]) => (
          <div class="fact" key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
