// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Before and after: the healthy reference, the start, and the end (or the present).
import { useEffect, useRef, useState } from "preact/hooks";
import { snapshotUrl } from "../api/client";
import type * as Api from "../api/types";
import { refreshPicture } from "../lib/live";
import { cameraSignal, onMeasurement } from "../state/cameras";
import { text } from "../text";
import { useVisible } from "./useVisible";

const NOW_GAP_MS = 2000;

export function EventPictures({ event }: { event: Api.Event }) {
  const { pictures } = text.events;
  return (
    <div class="event-pictures">
      <Picture label={pictures.reference} url={event.pictures.reference} event={event} />
      <Picture label={pictures.start} url={event.pictures.start} event={event} />
      {event.state === "open" ? (
        <PictureNow event={event} />
      ) : (
        <Picture label={pictures.end} url={event.pictures.end} event={event} />
      )}
    </div>
  );
}

type PictureProps = { label: string; url: string | null; event: Api.Event };

function Picture({ label, url, event }: PictureProps) {
  const [failed, setFailed] = useState(false);
  return (
    <figure class="event-picture">
      {url === null || failed ? (
        <p class="event-picture-none">{text.events.pictures.none}</p>
      ) : (
        <img
          src={url}
          loading="lazy"
          decoding="async"
          alt={text.events.pictures.of(label, event.camera_name)}
          onError={() => setFailed(true)}
        />
      )}
      <figcaption>{label}</figcaption>
    </figure>
  );
}

/** The newest picture of the camera, while the event goes on. */
function PictureNow({ event }: { event: Api.Event }) {
  const image = useRef<HTMLImageElement>(null);
  const visible = useVisible(image);
  const known = cameraSignal(event.camera_id)?.value.status.picture_time != null;
  const label = text.events.pictures.now;

  useEffect(() => {
    const element = image.current;
    if (!element || !visible || !known) return;
    let asked = 0;
    const refresh = (): void => {
      asked = Date.now();
      refreshPicture(element, snapshotUrl(event.camera_id, asked), () => undefined);
    };
    refresh();
    return onMeasurement((measurement) => {
      if (measurement.camera_id === event.camera_id && Date.now() - asked >= NOW_GAP_MS) refresh();
    });
  }, [event.camera_id, visible, known]);

  return (
    <figure class="event-picture event-picture-now">
      <img ref={image} alt={text.events.pictures.of(label, event.camera_name)} />
      <figcaption>{label}</figcaption>
    </figure>
  );
}
