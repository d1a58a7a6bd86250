// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Whether an event goes on.
import type * as Api from "../api/types";
import { text } from "../text.en";
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
