// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Lists of events: merging what was read with what arrives, order, durations.
import type * as Api from "../api/types";
import { seconds } from "./time";

/** Replaces the events that are known, adds the others; open ones first, then newest first. */
export function mergeEvents(
  known: readonly Api.Event[],
  arrived: readonly Api.Event[],
): Api.Event[] {
  const byId = new Map(known.map((event) => [event.id, event]));
  for (const event of arrived) byId.set(event.id, event);
  return [...byId.values()].sort(compare);
}

function compare(a: Api.Event, b: Api.Event): number {
  if (a.state !== b.state) return a.state === "open" ? -1 : 1;
  return b.id - a.id;
}

/** Seconds from the start of the fault to its end, or until now. */
export function eventDuration(event: Api.Event, now_s: number): number {
  return (event.ended === null ? now_s : seconds(event.ended)) - seconds(event.started);
}

export type EventFilter = { camera: string; state: "all" | "open" | "ended" };

export function matches(event: Api.Event, filter: EventFilter): boolean {
  if (filter.camera !== "" && event.camera_id !== filter.camera) return false;
  return filter.state === "all" || event.state === filter.state;
}
