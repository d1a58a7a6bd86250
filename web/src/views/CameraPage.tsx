// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// One camera: its picture, how it is, sharpness over time, its events.
import type * as Api from "../api/types";
import { Baselines } from "../components/Baselines";
import { CameraFacts } from "../components/CameraFacts";
import { Conditions } from "../components/Conditions";
import { PtzPanel } from "../components/live/PtzPanel";
import { EventList } from "../components/EventList";
import { Icon } from "../components/Icon";
import { LivePicture } from "../components/LivePicture";
import { LostNotice } from "../components/LostNotice";
import { PageTitle } from "../components/PageTitle";
import { RangeChart } from "../components/RangeChart";
import { Recordings } from "../components/Recordings";
import { everyEvent } from "../lib/events";
import { linkTo } from "../lib/route";
import { cameraIds, cameraSignal } from "../state/cameras";
import { may } from "../state/session";
import { text } from "../text";
import { NotFound } from "./NotFound";

export function CameraPage({ id }: { id: string }) {
  // Looked at in any case: that it is removed is seen by the list alone.
  const ids = cameraIds.value;
  const camera = cameraSignal(id)?.value;
  if (!camera) {
    if (ids === null) return <p class="quiet">{text.loading}</p>;
    return <NotFound title={text.camera.notFound} hint={text.camera.notFoundHint} />;
  }
  return (
    <>
      <PageTitle
        title={camera.name}
        back={{ href: linkTo({ view: "wall" }), label: text.camera.back }}
      >
        <a class="button" href={linkTo({ view: "cameraLive", id })}>
          <Icon name="camera" />
          {text.live.link}
        </a>
        <a class="button" href={linkTo({ view: "arming", id })}>
          <Icon name="clock" />
          {text.camera.arming}
        </a>
        {may("administrator") && (
          <a class="button" href={linkTo({ view: "edit", id })}>
            <Icon name="settings" />
            {text.camera.edit}
          </a>
        )}
      </PageTitle>
      <div class="camera-page">
        <LargePicture camera={camera} />
        <CameraFacts camera={camera} />
      </div>
      {may("operator") && (camera.driver ?? "none") !== "none" && <PtzPanel id={id} />}
      <RangeChart key={`chart ${id}`} camera={camera} />
      <Conditions key={id} camera={camera} />
      <Baselines key={`baselines ${id}`} camera={camera} />
      <Recordings key={`recordings ${id}`} camera={camera} />
      <section class="section" aria-labelledby="camera-events">
        <h2 id="camera-events">{text.camera.events}</h2>
        <EventList
          filter={{ ...everyEvent, camera: id }}
          empty={{ title: text.events.noneOfCamera, hint: "" }}
          showCamera={false}
        />
      </section>
    </>
  );
}

function LargePicture({ camera }: { camera: Api.Camera }) {
  const { status } = camera;
  const watching = status.state === "watching";
  return (
    <div class="camera-picture" data-camera={camera.id}>
      <LivePicture
        id={camera.id}
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
      {watching && status.picture_time === null && (
        <div class="tile-cover" role="status">
          <p class="lost-reason">{text.state.waitingForPicture}</p>
        </div>
      )}
    </div>
  );
}
