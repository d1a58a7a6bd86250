// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Tells screen readers of events as they start and end.
import { arrived } from "../state/events";
import { text } from "../text";

export function Announcer() {
  const event = arrived.value;
  const words = event
    ? (event.state === "open" ? text.events.announceOpen : text.events.announceEnd)(
        event.camera_name,
        text.events.condition(event.condition),
      )
    : "";
  return (
    <p class="visually-hidden" role="status">
      {words}
    </p>
  );
}
