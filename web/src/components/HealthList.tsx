// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// All cameras, the worst first, each with what is wrong with it.
import type { CameraHealth } from "../lib/overview";
import { linkTo } from "../lib/route";
import { formatDuration, seconds } from "../lib/time";
import { now_s } from "../state/now";
import { text } from "../text";
import { inWords } from "../text/said";
import { looks } from "./HealthCounts";
import { Icon } from "./Icon";

const words = text.overview;

export function HealthList({ rows }: { rows: readonly CameraHealth[] }) {
  return (
    <section class="panel" aria-labelledby="overview-worst">
      <h2 id="overview-worst">{words.worst}</h2>
      <ul class="health-list">
        {rows.map((row) => (
          <Row key={row.camera.id} {...row} />
        ))}
      </ul>
    </section>
  );
}

function Row({ camera, health, event }: CameraHealth) {
  return (
    <li class="health-row" data-overview={camera.id}>
      <span class={`badge tone-${looks[health].tone}`} data-health={health}>
        <Icon name={looks[health].icon} />
        {words.health[health]}
      </span>
      <a href={linkTo({ view: "camera", id: camera.id })}>{camera.name}</a>
      <span class="quiet health-why">
        {event ? (
          <a href={linkTo({ view: "event", id: event.id })}>
            {text.camera.openEvent(
              text.events.condition(event.condition),
              formatDuration(now_s.value - seconds(event.started)),
            )}
          </a>
        ) : health === "well" ? null : (
          inWords(camera.status.verdict_reason)
        )}
      </span>
    </li>
  );
}
