// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The newest events and all that are open, kept up to date by the stream. Lists with a filter
// start from these and read more for themselves.
import { computed, signal } from "@preact/signals";
import { api } from "../api/client";
import type * as Api from "../api/types";
import { mergeEvents } from "../lib/events";

const RECENT = 50;
/** Kept at most, so that a page that is open for months does not grow. */
const KEPT_MAX = 500;

/** Open ones first, then newest first; null: not read yet. */
export const events = signal<Api.Event[] | null>(null);
/** The event that arrived last, for the announcement. */
export const arrived = signal<Api.Event | null>(null);

export const openEvents = computed(() => (events.value ?? []).filter((e) => e.state === "open"));

export async function loadEvents(): Promise<void> {
  const [open, recent] = await Promise.all([
    api.events({ state: "open", limit: 1000 }),
    api.events({ limit: RECENT }),
  ]);
  events.value = mergeEvents(recent.events, open.events);
}

export function forgetEvents(): void {
  events.value = null;
}

export function putEvent(event: Api.Event): void {
  const known = events.peek()?.find((one) => one.id === event.id);
  events.value = mergeEvents(events.peek() ?? [], [event]).slice(0, KEPT_MAX);
  if (known?.state !== event.state) arrived.value = event;
}

/** The events of a removed camera go with it. */
export function dropEventsOf(cameraId: string): void {
  events.value = (events.peek() ?? []).filter((event) => event.camera_id !== cameraId);
}
