// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What is otherwise than it was a day ago.
import { api } from "../api/client";
import { mergeEvents } from "../lib/events";
import { changesSince, type Change, type CameraChange } from "../lib/overview";
import { linkTo } from "../lib/route";
import { formatMoment, seconds } from "../lib/time";
import { allCameras } from "../state/cameras";
import { events as recent } from "../state/events";
import { connections } from "../state/live";
import { now_s } from "../state/now";
import { text } from "../text";
import { ErrorNotice } from "./ErrorNotice";
import { Icon, type IconName } from "./Icon";
import { useLoad } from "./useLoad";

const words = text.overview;
const DAY_S = 86_400;
const REFRESH_MS = 60_000;
const EVENTS_MAX = 1000;
/** Of one camera; the others are counted. */
const SHOWN = 3;

const looks: Record<Change, { icon: IconName; tone: string }> = {
  worse: { icon: "blurry", tone: "blurry" },
  better: { icon: "clear", tone: "clear" },
  passed: { icon: "clock", tone: "quiet" },
};

export function Changes() {
  const { value, error } = useLoad(
    () => api.events({ from_s: now_s.peek() - DAY_S, limit: EVENTS_MAX }),
    REFRESH_MS,
    String(connections.value),
  );
  const events = value && mergeEvents(value.events, recent.value ?? []);
  const changes = events && changesSince(allCameras.value, events, now_s.peek() - DAY_S);
  return (
    <section class="panel" aria-labelledby="overview-changes">
      <h2 id="overview-changes">{words.changes}</h2>
      <ErrorNotice error={changes ? null : error} />
      {!changes && error === null && <p class="quiet">{text.loading}</p>}
      {changes?.length === 0 && <p class="quiet">{words.noChange}</p>}
      <ul class="health-list">
        {changes?.map((change) => <Row key={change.camera.id} {...change} />)}
      </ul>
    </section>
  );
}

function Row({ camera, change, events }: CameraChange) {
  const more = events.length - SHOWN;
  return (
    <li class="health-row" data-change={change}>
      <span class={`badge tone-${looks[change].tone}`}>
        <Icon name={looks[change].icon} />
        {words.change[change]}
      </span>
      <a href={linkTo({ view: "camera", id: camera.id })}>{camera.name}</a>
      <span class="quiet health-why">
        {events.slice(0, SHOWN).map((event) => (
          <a key={event.id} href={linkTo({ view: "event", id: event.id })}>
            {words.since(
              text.events.condition(event.condition),
              formatMoment(seconds(event.started), now_s.peek()),
            )}
          </a>
        ))}
        {more > 0 && words.more(more)}
      </span>
    </li>
  );
}
