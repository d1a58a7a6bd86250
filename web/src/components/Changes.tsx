// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What is otherwise than it was a day ago. The daemon counts it, for there may be more events than
// a page wants to read.
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../api/client";
import type * as Api from "../api/types";
import { changesOf, type CameraChange } from "../lib/overview";
import { linkTo } from "../lib/route";
import { formatMoment, seconds } from "../lib/time";
import { allCameras } from "../state/cameras";
import { arrived } from "../state/events";
import { connections } from "../state/live";
import { now_s } from "../state/now";
import { text } from "../text";
import { ErrorNotice } from "./ErrorNotice";
import { Icon, type IconName } from "./Icon";
import { useLoad } from "./useLoad";

const words = text.overview;
const DAY_S = 86_400;
const REFRESH_MS = 60_000;
/** Events come in bursts: one reading does for all that came in so long. */
const BURST_MS = 500;

const looks: Record<Api.CameraChange["change"], { icon: IconName; tone: string }> = {
  worse: { icon: "blurry", tone: "blurry" },
  better: { icon: "clear", tone: "clear" },
  passed: { icon: "clock", tone: "quiet" },
};

export function Changes() {
  const bursts = useBursts();
  const { value, error } = useLoad(
    () => api.changes(now_s.peek() - DAY_S),
    REFRESH_MS,
    `${connections.value} ${bursts}`,
  );
  const changes = value && changesOf(allCameras.value, value.changes);
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

/** Counts how often events have come or gone. */
function useBursts(): number {
  const [bursts, setBursts] = useState(0);
  const event = arrived.value;
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (event === null || timer.current !== undefined) return;
    timer.current = window.setTimeout(() => {
      timer.current = undefined;
      setBursts((n) => n + 1);
    }, BURST_MS);
  }, [event]);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return bursts;
}

function Row({ camera, change: { change, events, newest } }: CameraChange) {
  const more = events - newest.length;
  return (
    <li class="health-row" data-change={change}>
      <span class={`badge tone-${looks[change].tone}`}>
        <Icon name={looks[change].icon} />
        {words.change[change]}
      </span>
      <a href={linkTo({ view: "camera", id: camera.id })}>{camera.name}</a>
      <span class="quiet health-why">
        {newest.map(({ id, condition, started }) => (
          <a key={id} href={linkTo({ view: "event", id })}>
            {words.since(
              text.events.condition(condition),
              formatMoment(seconds(started), now_s.peek()),
            )}
          </a>
        ))}
        {more > 0 && words.more(more)}
      </span>
    </li>
  );
}
