// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// One event in a list: what, where, when, how long, and its pictures.
import type * as Api from "../api/types";
import { eventDuration } from "../lib/events";
import { linkTo } from "../lib/route";
import { formatDuration, formatMoment, seconds } from "../lib/time";
import { now_s } from "../state/now";
import { text } from "../text";
import { inWords } from "../text/said";
import { EventPictures } from "./EventPictures";
import { EventBadges, EventState } from "./EventState";

type Props = {
  event: Api.Event;
  /** For the column beside the wall. */
  compact?: boolean;
  /** Not said where all events are of one camera. */
  showCamera?: boolean;
  /** Where something can be said of many at once. */
  chosen?: boolean;
  choose?: (id: number, on: boolean) => void;
};

export function EventCard(props: Props) {
  const { event, compact = false, showCamera = true, chosen = false, choose } = props;
  return (
    <article
      class={`event event-${event.state} ${compact ? "event-compact" : ""}`}
      data-event={event.id}
    >
      <div class="event-words">
        <div class="event-head">
          {choose && (
            <label class="event-choose">
              <input
                type="checkbox"
                aria-label={text.events.choose(
                  text.events.condition(event.condition),
                  event.camera_name,
                )}
                checked={chosen}
                onChange={(change) => choose(event.id, change.currentTarget.checked)}
              />
            </label>
          )}
          <h3 class="event-title">
            <a href={linkTo({ view: "event", id: event.id })}>
              {text.events.condition(event.condition)}
            </a>
          </h3>
          <EventState event={event} />
          <EventBadges event={event} />
        </div>
        {showCamera && <p class="event-camera">{event.camera_name}</p>}
        <p class="event-when">
          <EventWhen event={event} />
        </p>
        {!compact && event.reason !== "" && <p class="event-reason">{inWords(event.reason)}</p>}
        {!compact && event.note !== "" && <p class="event-note">{event.note}</p>}
        {!compact && event.comment !== "" && <p class="event-comment">{event.comment}</p>}
        {event.source === "camera" && <p class="event-source">{text.events.byCamera}</p>}
      </div>
      <EventPictures event={event} />
    </article>
  );
}

function EventWhen({ event }: { event: Api.Event }) {
  // Only an open event looks at the clock, so that the others are not drawn every second.
  const open = event.state === "open";
  const now = open ? now_s.value : now_s.peek();
  const started = formatMoment(seconds(event.started), now);
  const duration = formatDuration(eventDuration(event, now));
  return (
    <>
      {open ? text.events.since(started) : started} ·{" "}
      {open ? text.events.lasting(duration) : text.events.lasted(duration)}
    </>
  );
}
