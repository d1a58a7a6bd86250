// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Step of the guide: the picture comes, or why it does not and what to do.
import { LivePicture } from "../../components/LivePicture";
import { LostNotice } from "../../components/LostNotice";
import { Verdict } from "../../components/Verdict";
import { guide } from "../../lib/guide";
import { go, linkTo } from "../../lib/route";
import { cameraIds, cameraSignal } from "../../state/cameras";
import { text } from "../../text";

const words = text.guide;

export function GuidePicture() {
  const id = guide.value?.camera ?? cameraIds.value?.[0] ?? "";
  const camera = cameraSignal(id)?.value;
  if (!camera) {
    return (
      <div class="panel">
        <p>{words.noCamera}</p>
        <p class="form-actions">
          <a class="button button-main" href={linkTo({ view: "guide", step: "camera" })}>
            {words.toCamera}
          </a>
        </p>
      </div>
    );
  }
  const { status } = camera;
  const watching = status.state === "watching";
  const there = status.picture_time !== null && watching;
  return (
    <div class="panel guide-picture" data-there={there}>
      <h2>{camera.name}</h2>
      <div class="tile-picture">
        <LivePicture
          id={id}
          name={camera.name}
          watching={watching}
          hasPicture={status.picture_time !== null}
          hasVideo={status.live_video}
        />
        {!watching && (
          <div class="tile-cover">
            <LostNotice status={status} />
          </div>
        )}
      </div>
      <p role="status">
        {there ? <Verdict status={status} /> : null}{" "}
        {there ? words.pictureIs[status.verdict] : words.pictureWaits}
      </p>
      <div class="form-actions">
        <button
          type="button"
          class="button button-main"
          disabled={!there}
          onClick={() => go({ view: "guide", step: "alarm" })}
        >
          {words.seeIt}
        </button>
        <a class="button" href={linkTo({ view: "guide", step: "camera" })}>
          {words.correct}
        </a>
        {!there && (
          <a class="button button-quiet" href={linkTo({ view: "guide", step: "alarm" })}>
            {words.without}
          </a>
        )}
      </div>
    </div>
  );
}
