// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Whether an event goes on, and what people said of it.
import type * as Api from "../api/types";
import { text } from "../text";
import { Icon } from "./Icon";

export function EventState({ event }: { event: Api.Event }) {
  const open = event.state === "open";
  return (
    <span class={`badge tone-${open ? "blurry" : "quiet"}`} data-event-state={event.state}>
      <Icon name={open ? "blurry" : "clear"} />
      {open ? text.events.open : text.events.ended}
    </span>
  );
}

export function EventBadges({ event }: { event: Api.Event }) {
  return (
    <>
      {event.acknowledged !== null && (
        <span class="badge tone-quiet" data-acknowledged={event.acknowledged_by}>
          <Icon name="met" />
          {text.events.acknowledgedBy(event.acknowledged_by)}
        </span>
      )}
      {event.false_alarm && (
        <span class="badge tone-quiet" data-false-alarm>
          {text.events.falseAlarm}
        </span>
      )}
    </>
  );
}
