// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What was recorded of a camera on a day, along a time line.
import { useEffect, useState } from "preact/hooks";
import { api } from "../api/client";
import type * as Api from "../api/types";
import { Choice } from "../components/Choice";
import { ClipPlayer } from "../components/ClipPlayer";
import { ErrorNotice } from "../components/ErrorNotice";
import { PageTitle } from "../components/PageTitle";
import { TimeLine } from "../components/TimeLine";
import { useLoad } from "../components/useLoad";
import {
  clipAt,
  clipsOf,
  dayOf,
  hourAround,
  neighbour,
  otherDay,
  spanOfDay,
  type Clip,
} from "../lib/playback";
import { linkTo } from "../lib/route";
import { formatClock, formatDuration, seconds } from "../lib/time";
import { cameraIds, cameraSignal } from "../state/cameras";
import { now_s } from "../state/now";
import { text } from "../text";
import { NotFound } from "./NotFound";

const words = text.playback;
const CLIPS_MAX = 10_000;
const EVENTS_MAX = 1000;
const REFRESH_MS = 15_000;
/** An event is looked at from a little before it. */
const BEFORE_S = 3;

export function Playback({ id }: { id: string }) {
  const [day, setDay] = useState(() => dayOf(now_s.peek()));
  const camera = cameraSignal(id)?.value;
  if (!camera && cameraIds.value !== null) {
    return <NotFound title={text.camera.notFound} hint={text.camera.notFoundHint} />;
  }
  const today = dayOf(now_s.peek());
  return (
    <>
      <PageTitle
        title={words.title(camera?.name ?? id)}
        back={{ href: linkTo({ view: "camera", id }), label: camera?.name ?? id }}
      >
        <div class="form-actions">
          <button type="button" class="button" onClick={() => setDay(otherDay(day, -1))}>
            {words.dayBefore}
          </button>
          <input
            class="input event-day"
            type="date"
            aria-label={words.day}
            max={today}
            value={day}
            onChange={(change) => setDay(change.currentTarget.value || today)}
          />
          <button
            type="button"
            class="button"
            disabled={day >= today}
            onClick={() => setDay(otherDay(day, 1))}
          >
            {words.dayAfter}
          </button>
        </div>
      </PageTitle>
      <Day key={day} id={id} day={day} />
    </>
  );
}

function Day({ id, day }: { id: string; day: string }) {
  const span = spanOfDay(day);
  const { value, error } = useLoad(async () => {
    const [{ recordings }, { events }] = await Promise.all([
      api.recordings(id, span.from_s, CLIPS_MAX, span.to_s),
      api.events({ camera: id, ...span, limit: EVENTS_MAX }),
    ]);
    return { clips: clipsOf(recordings), events };
  }, REFRESH_MS);
  if (!value) {
    return error === null ? <p class="quiet">{text.loading}</p> : <ErrorNotice error={error} />;
  }
  if (value.clips.length === 0) return <p class="quiet">{words.none}</p>;
  return <Watched {...value} span={span} />;
}

type WatchedProps = {
  clips: readonly Clip[];
  events: readonly Api.Event[];
  span: { from_s: number; to_s: number };
};

function Watched({ clips, events, span }: WatchedProps) {
  const [zoom, setZoom] = useState<keyof typeof words.zooms>("day");
  const [rate, setRate] = useState<keyof typeof words.rates>("1.0");
  const [clip, setClip] = useState<Clip | null>(null);
  const [wish, setWish] = useState({ at_s: clips.at(-1)?.start_s ?? span.from_s });
  const [at_s, setAt] = useState(wish.at_s);
  // The hour stays where it is while one moves in it.
  const [middle_s, setMiddle] = useState(at_s);
  const shown = zoom === "day" ? span : hourAround(middle_s, span);
  useEffect(() => {
    if (at_s < shown.from_s || at_s > shown.to_s) setMiddle(at_s);
  }, [at_s, shown.from_s]);
  const zoomTo = (next: typeof zoom): void => {
    setMiddle(at_s);
    setZoom(next);
  };
  const seek = (wanted_s: number): void => {
    const next = clipAt(clips, wanted_s);
    const there_s = next ? Math.max(wanted_s, next.start_s) : wanted_s;
    setAt(next ? there_s : wanted_s);
    if (!next) return;
    setClip(next);
    setWish({ at_s: there_s });
  };
  const step = (by: 1 | -1): void => {
    const next = neighbour(clips, clip, by);
    if (next) seek(next.start_s);
  };
  return (
    <div class="playback">
      {clip ? (
        <ClipPlayer
          clip={clip}
          wish={wish}
          rate={Number(rate)}
          playing={setAt}
          ended={() => step(1)}
        />
      ) : (
        <div class="recording-player playback-start">
          <button type="button" class="button button-main" onClick={() => seek(at_s)}>
            {words.start}
          </button>
        </div>
      )}
      <div class="playback-tools">
        <output class="playback-time">{formatClock(at_s)}</output>
        <button
          type="button"
          class="button"
          disabled={neighbour(clips, clip, -1) === null}
          onClick={() => step(-1)}
        >
          {words.previous}
        </button>
        <button
          type="button"
          class="button"
          disabled={neighbour(clips, clip, 1) === null}
          onClick={() => step(1)}
        >
          {words.next}
        </button>
        <Choice label={words.rate} options={words.rates} value={rate} onChange={setRate} />
        <Choice label={words.zoom} options={words.zooms} value={zoom} onChange={zoomTo} />
        {clip && !clip.recording.open && (
          <a class="button" href={`${clip.recording.path}&download=1`} download>
            {words.download(formatDuration(clip.end_s - clip.start_s))}
          </a>
        )}
      </div>
      <TimeLine
        span={shown}
        {...{ clips, events, at_s, seek }}
        step_s={zoom === "day" ? 30 : 1}
      />
      {events.length > 0 && (
        <ul class="playback-events" aria-label={words.events}>
          {events.map((event) => (
            <li key={event.id}>
              <button
                type="button"
                class="button button-small"
                onClick={() => seek(seconds(event.started) - BEFORE_S)}
              >
                {formatClock(seconds(event.started))} {text.events.condition(event.condition)}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
