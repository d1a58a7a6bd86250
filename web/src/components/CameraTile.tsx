// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// One camera on the wall.
import type * as Api from "../api/types";
import { linkTo } from "../lib/route";
import { formatDuration, seconds } from "../lib/time";
import { cameraSignal } from "../state/cameras";
import { openEvents } from "../state/events";
import { now_s } from "../state/now";
import { text } from "../text";
import { inWords } from "../text/said";
import { LivePicture } from "./LivePicture";
import { LostNotice } from "./LostNotice";
import { Sparkline } from "./Sparkline";
import { State } from "./State";
import { Verdict } from "./Verdict";

export function CameraTile({ id }: { id: string }) {
  const camera = cameraSignal(id)?.value;
  if (!camera) return null;
  const { status } = camera;
  const watching = status.state === "watching";
  return (
    <article class={`tile tile-${tone(status)}`} data-camera={id}>
      <div class="tile-picture">
        <LivePicture
          id={id}
          name={camera.name}
          watching={watching}
          hasPicture={status.picture_time !== null}
          hasVideo={status.live_video}
          stream={status.reconnects}
        />
        {!watching && (
          <div class="tile-cover">
            <LostNotice status={status} />
          </div>
        )}
      </div>
      <div class="tile-body">
        <div class="tile-head">
          <h2 class="tile-name">
            <a href={linkTo({ view: "camera", id })}>{camera.name}</a>
          </h2>
          <div class="tile-badges">
            {!watching && <State state={status.state} />}
            {watching && <Verdict status={status} />}
          </div>
        </div>
        <p class="tile-meta">
          <Meta camera={camera} />
        </p>
        <Sparkline id={id} />
      </div>
    </article>
  );
}

function tone(status: Api.CameraStatus): string {
  if (status.state === "lost") return "lost";
  return status.open_event_id !== null ? "fault" : "plain";
}

function Meta({ camera }: { camera: Api.Camera }) {
  const { status } = camera;
  const open = openEvents.value.find((event) => event.id === status.open_event_id);
  if (open) {
    const duration = formatDuration(now_s.value - seconds(open.started));
    return (
      <span class="tile-fault-words">
        {text.camera.openEvent(text.events.condition(open.condition), duration)}
      </span>
    );
  }
  if (status.width === 0) return <>{text.state.noPicture}</>;
  return (
    <>
      {text.camera.pixels(status.width, status.height)}
      {status.state === "watching" &&
        status.verdict !== "CLEAR" &&
        status.verdict_reason !== "" && <> · {inWords(status.verdict_reason)}</>}
    </>
  );
}
