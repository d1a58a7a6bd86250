// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// How a camera is now, in words and numbers.
import type { ComponentChildren } from "preact";
import type * as Api from "../api/types";
import { eventDuration } from "../lib/events";
import { linkTo } from "../lib/route";
import { formatDuration, seconds } from "../lib/time";
import { openEvents } from "../state/events";
import { now_s } from "../state/now";
import { number, percent, text } from "../text";
import { inWords } from "../text/said";
import { State } from "./State";
import { Verdict } from "./Verdict";

const words = text.camera;

export function CameraFacts({ camera }: { camera: Api.Camera }) {
  const { status } = camera;
  const measured = status.picture_time !== null;
  const value = (v: number | null): string => (v === null ? words.noValue : percent(v));
  return (
    <section class="panel facts" aria-label={words.facts}>
      <div class="facts-badges">
        <Verdict status={status} />
        <State state={status.state} />
      </div>
      {measured && status.verdict_reason !== "" && (
        <p class="facts-reason">{inWords(status.verdict_reason)}</p>
      )}
      <OpenEvent cameraId={camera.id} />
      <dl>
        <Fact name={words.sharpness}>{measured ? value(status.sharpness) : words.noValue}</Fact>
        <Fact name={words.blurProbability}>
          {measured ? value(status.blur_probability) : words.noValue}
        </Fact>
        <Fact name={words.resolution}>
          {status.width > 0 ? words.pixels(status.width, status.height) : words.noValue}
        </Fact>
        <Fact name={words.picture}>
          {status.picture_time === null ? words.noValue : <Ago time={status.picture_time} />}
        </Fact>
        <Fact name={words.interval}>{formatInterval(camera.interval_s)}</Fact>
        <Fact name={words.looked}>{number(status.frames_assessed)}</Fact>
        <Fact name={words.reconnects}>{number(status.reconnects)}</Fact>
        <Fact name={words.address}>
          <span class="facts-address">{camera.url}</span>
        </Fact>
        {(camera.sub_url ?? "") !== "" && (
          <Fact name={words.subStream}>
            <span class="facts-address">{camera.sub_url}</span>
            {status.sub_problem !== "" && <p class="quiet">{inWords(status.sub_problem)}</p>}
          </Fact>
        )}
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Seconds may have a part here: an interval of 0.5 s is one. */
function formatInterval(interval_s: number | undefined): string {
  if (interval_s === undefined) return words.noValue;
  return interval_s < 60 ? `${interval_s} ${text.form.seconds}` : formatDuration(interval_s);
}

function Ago({ time }: { time: string }) {
  const ago_s = now_s.value - seconds(time);
  return <>{ago_s < 2 ? words.justNow : words.ago(formatDuration(ago_s))}</>;
}

function OpenEvent({ cameraId }: { cameraId: string }) {
  return (
    <>
      {openEvents.value
        .filter((event) => event.camera_id === cameraId)
        .map((event) => (
          <p key={event.id} class="facts-event tone-blurry">
            <span>
              {words.openEvent(
                text.events.condition(event.condition),
                formatDuration(eventDuration(event, now_s.value)),
              )}
            </span>
            <a href={linkTo({ view: "event", id: event.id })}>{words.showEvent}</a>
          </p>
        ))}
    </>
  );
}
