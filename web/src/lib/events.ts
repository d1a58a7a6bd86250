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

export type EventFilter = {
  camera: string;
  condition: string;
  state: "all" | "open" | "ended";
  /** Local days as "2026-12-25", both of them included; "": no limit. */
  from: string;
  to: string;
};

export const everyEvent: EventFilter = { camera: "", condition: "", state: "all", from: "", to: "" };

export const isNarrow = (filter: EventFilter): boolean =>
  (Object.keys(everyEvent) as (keyof EventFilter)[]).some((key) => filter[key] !== everyEvent[key]);

/** From the first second of one day to the last of the other; undefined: no limit. */
export function spanOfDays(filter: Pick<EventFilter, "from" | "to">): {
  from_s?: number;
  to_s?: number;
} {
  const at = (day: string, time: string): number => Date.parse(`${day}T${time}`) / 1000;
  return {
    ...(filter.from === "" ? {} : { from_s: at(filter.from, "00:00:00") }),
    ...(filter.to === "" ? {} : { to_s: at(filter.to, "23:59:59.999") }),
  };
}

export function matches(event: Api.Event, filter: EventFilter): boolean {
  if (filter.camera !== "" && event.camera_id !== filter.camera) return false;
  if (filter.condition !== "" && event.condition !== filter.condition) return false;
  const { from_s, to_s } = spanOfDays(filter);
  if (to_s !== undefined && seconds(event.started) > to_s) return false;
  if (from_s !== undefined && event.ended !== null && seconds(event.ended) < from_s) return false;
  return filter.state === "all" || event.state === filter.state;
}

const COLUMNS = [
  "id",
  "camera_id",
  "camera_name",
  "condition",
  "severity",
  "state",
  "started",
  "ended",
  "score",
  "reason",
  "end_reason",
  "source",
  "note",
  "acknowledged",
  "acknowledged_by",
  "false_alarm",
  "comment",
] as const satisfies readonly (keyof Api.Event)[];

/** A cell that a spreadsheet takes for text, whatever a camera or a person wrote into it. */
function cell(value: unknown): string {
  const words = value === null || value === undefined ? "" : String(value);
  const safe = /^[=+\-@\t\r]/.test(words) && typeof value === "string" ? `'${words}` : words;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** RFC 4180. */
export const csvRows = (rows: readonly (readonly unknown[])[]): string =>
  rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");

/** With a line of names. */
export const csvOf = (events: readonly Api.Event[]): string =>
  csvRows([COLUMNS, ...events.map((event) => COLUMNS.map((name) => event[name]))]);
