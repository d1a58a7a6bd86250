// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Times and durations for people. Dates are written as in the browser's country; hours are always
// 24, as recordings have them.
import { locale } from "../text/language";

const DAY_S = 86_400;

/** "8 s", "4 min 20 s", "3 h 5 min", "2 d 4 h": the two largest units. */
export function formatDuration(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return two(Math.floor(s / 60), "min", s % 60, "s");
  if (s < DAY_S) return two(Math.floor(s / 3600), "h", Math.floor((s % 3600) / 60), "min");
  return two(Math.floor(s / DAY_S), "d", Math.floor((s % DAY_S) / 3600), "h");
}

function two(major: number, majorUnit: string, minor: number, minorUnit: string): string {
  return minor === 0 ? `${major} ${majorUnit}` : `${major} ${majorUnit} ${minor} ${minorUnit}`;
}

export const seconds = (time: string): number => Date.parse(time) / 1000;

export function formatClock(time_s: number, withSeconds = true): string {
  return new Intl.DateTimeFormat(locale, {
    hour: "2-digit",
    minute: "2-digit",
    ...(withSeconds ? { second: "2-digit" } : {}),
    hourCycle: "h23",
  }).format(time_s * 1000);
}

export function formatDay(time_s: number): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: "short",
    day: "numeric",
    month: "short",
  }).format(time_s * 1000);
}

/** "Mar 2026", where days are too small to be told. */
export function formatMonth(time_s: number): string {
  return new Intl.DateTimeFormat(locale, { month: "short", year: "numeric" }).format(time_s * 1000);
}

/** A day with its year, where that is not this one. */
export function formatDate(time_s: number): string {
  return new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    year: "numeric",
  }).format(time_s * 1000);
}

function sameYear(a_s: number, b_s: number): boolean {
  return new Date(a_s * 1000).getFullYear() === new Date(b_s * 1000).getFullYear();
}

function sameDay(a_s: number, b_s: number): boolean {
  return new Date(a_s * 1000).toDateString() === new Date(b_s * 1000).toDateString();
}

/** The time of day, with the day before it unless that is today, and the year unless it is this. */
export function formatMoment(time_s: number, now_s: number): string {
  if (sameDay(time_s, now_s)) return formatClock(time_s);
  const day = sameYear(time_s, now_s) ? formatDay(time_s) : formatDate(time_s);
  return `${day}, ${formatClock(time_s)}`;
}
