// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What was recorded of a camera: the list of a day or a week, one clip that plays, and a button that
// records now.
import { useEffect, useState } from "preact/hooks";
import { api } from "../api/client";
import type * as Api from "../api/types";
import { linkTo } from "../lib/route";
import { formatDuration, formatMoment, seconds } from "../lib/time";
import { now_s } from "../state/now";
import { may } from "../state/session";
import { text } from "../text";
import { inWords } from "../text/said";
import { Choice } from "./Choice";
import { ErrorNotice } from "./ErrorNotice";
import { Icon } from "./Icon";

const words = text.recordings;

type Range = keyof typeof words.ranges;

const SECONDS: Record<Range, number> = { day: 86_400, week: 7 * 86_400, month: 31 * 86_400 };
const SHOWN_MAX = 200;
const MANUAL_S = 60;
/** A list that is looked at is read again so often. */
const REFRESH_MS = 5000;

export function Recordings({ camera }: { camera: Api.Camera }) {
  const [range, setRange] = useState<Range>("day");
  const [list, setList] = useState<Api.Recording[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [playing, setPlaying] = useState<string | null>(null);
  const { id, status } = camera;

  useEffect(() => {
    let gone = false;
    const read = (): void => {
      api.recordings(id, now_s.peek() - SECONDS[range], SHOWN_MAX).then(
        ({ recordings }) => {
          if (gone) return;
          setList([...recordings].reverse());
          setError(null);
        },
        (failure: unknown) => {
          if (!gone) setError(failure);
        },
      );
    };
    read();
    const timer = window.setInterval(read, REFRESH_MS);
    return () => {
      gone = true;
      window.clearInterval(timer);
    };
  }, [id, range, status.recording.kind]);

  const played = list?.find((one) => one.path === playing);
  return (
    <section class="section" aria-labelledby="camera-recordings">
      <div class="panel-head">
        <h2 id="camera-recordings">{words.title}</h2>
        <Choice
          label={words.rangeLabel}
          options={words.ranges}
          value={range}
          onChange={setRange}
        />
      </div>
      <p class="recordings-link">
        <a href={linkTo({ view: "playback", id })}>{text.playback.link}</a>
      </p>
      {may("operator") && <RecordNow camera={camera} />}
      {error !== null && <ErrorNotice error={error} />}
      {played && <Player recording={played} />}
      {list?.length === 0 && <p class="quiet">{words.none}</p>}
      {list && list.length > 0 && (
        <ul class="recordings">
          {list.map((one) => (
            <Row key={one.path} recording={one} play={() => setPlaying(one.path)} />
          ))}
        </ul>
      )}
    </section>
  );
}

export function RecordNow({ camera }: { camera: Api.Camera }) {
  const [error, setError] = useState<unknown>(null);
  const { recording } = camera.status;
  const manual = recording.kind === "manual";
  const ask = (): void => {
    api.record(camera.id, manual ? 0 : MANUAL_S).then(() => setError(null), setError);
  };
  return (
    <div class="record-now">
      <button type="button" class="button" onClick={ask}>
        <Icon name={manual ? "off" : "record"} />
        {manual ? words.stop : words.start(MANUAL_S)}
      </button>
      {recording.kind !== null && (
        <span class="badge" role="status">
          {words.now[recording.kind]}
        </span>
      )}
      {recording.error !== "" && (
        <p class="quiet" role="alert">
          {words.cannot(inWords(recording.error))} {inWords(recording.hint)}
        </p>
      )}
      <ErrorNotice error={error} />
    </div>
  );
}

function Player({ recording }: { recording: Api.Recording }) {
  const label = words.of(formatMoment(seconds(recording.start), now_s.peek()));
  if (recording.kind === "capture") {
    return <img class="recording-player" src={recording.path} alt={label} />;
  }
  return (
    <video
      key={recording.path}
      class="recording-player"
      src={recording.path}
      aria-label={label}
      controls
      autoplay
      muted
      playsInline
    />
  );
}

function Row({ recording, play }: { recording: Api.Recording; play: () => void }) {
  const start = formatMoment(seconds(recording.start), now_s.peek());
  const length = seconds(recording.end) - seconds(recording.start);
  return (
    <li class="recording">
      <button type="button" class="button button-small" onClick={play}>
        {recording.kind === "capture" ? words.look : words.play}
        <span class="visually-hidden"> {words.of(start)}</span>
      </button>
      <span class="recording-start">{start}</span>
      <span class="recording-kind">
        {words.kinds[recording.kind]}
        {recording.event_id !== null && (
          <>
            {" "}
            <a href={`#/events/${recording.event_id}`}>{words.event(recording.event_id)}</a>
          </>
        )}
      </span>
      <span class="quiet">
        {recording.kind === "capture" ? "" : formatDuration(length)}{" "}
        {words.megabytes(recording.bytes / 1e6)}
      </span>
      {recording.open ? (
        <span class="quiet">{words.goesOn}</span>
      ) : (
        <a class="button button-small" href={`${recording.path}&download=1`} download>
          {words.download}
          <span class="visually-hidden"> {words.of(start)}</span>
        </a>
      )}
    </li>
  );
}
