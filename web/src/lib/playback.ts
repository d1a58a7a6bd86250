// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What was recorded on a day, and what of it plays at a time.
import type * as Api from "../api/types";
import { seconds } from "./time";

export type Clip = { recording: Api.Recording; start_s: number; end_s: number };
export type Span = { from_s: number; to_s: number };

const HOUR_S = 3600;

/** "2026-12-25" of a local day. */
export function dayOf(time_s: number): string {
  const at = new Date(time_s * 1000);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** A local day, which is 23 or 25 hours long when the clock is set. */
export function spanOfDay(day: string): Span {
  const start = new Date(`${day}T00:00:00`);
  const end = new Date(start);
  end.setDate(end.getDate() + 1);
  return { from_s: start.getTime() / 1000, to_s: end.getTime() / 1000 };
}

export function otherDay(day: string, by: 1 | -1): string {
  const noon = new Date(`${day}T12:00:00`);
  noon.setDate(noon.getDate() + by);
  return dayOf(noon.getTime() / 1000);
}

/** The hour around a time, within the day. */
export function hourAround(at_s: number, day: Span): Span {
  const from_s = Math.min(Math.max(at_s - HOUR_S / 2, day.from_s), day.to_s - HOUR_S);
  return { from_s, to_s: from_s + HOUR_S };
}

/** Videos, oldest first; single pictures are no part of it. */
export const clipsOf = (recordings: readonly Api.Recording[]): Clip[] =>
  recordings
    .filter(({ kind }) => kind !== "capture")
    .map((recording) => ({
      recording,
      start_s: seconds(recording.start),
      end_s: seconds(recording.end),
    }))
    .sort((a, b) => a.start_s - b.start_s);

/** That has the time, else the first one behind it; of several the one that began last. */
export function clipAt(clips: readonly Clip[], at_s: number): Clip | null {
  const there = clips.filter(({ start_s, end_s }) => start_s <= at_s && at_s < end_s).at(-1);
  return there ?? clips.find(({ start_s }) => start_s > at_s) ?? null;
}

export function neighbour(clips: readonly Clip[], clip: Clip | null, by: 1 | -1): Clip | null {
  const index = clips.findIndex(({ recording }) => recording.path === clip?.recording.path);
  return index < 0 ? null : (clips[index + by] ?? null);
}

/** Where a span lies in another, in per cent; null: outside. */
export function place(
  start_s: number,
  end_s: number,
  { from_s, to_s }: Span,
): { left: number; width: number } | null {
  if (end_s <= from_s || start_s >= to_s) return null;
  const share = (time_s: number): number =>
    ((Math.min(Math.max(time_s, from_s), to_s) - from_s) / (to_s - from_s)) * 100;
  return { left: share(start_s), width: share(end_s) - share(start_s) };
}
