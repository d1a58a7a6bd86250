// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// When a camera is armed, as it is drawn: a week of bars, each with periods in minutes of the day.
import type * as Api from "../api/types";

export type Period = { readonly from: number; readonly to: number };
/** Monday to Sunday, and holidays last: null where these are as any other day. */
export type Week = readonly (readonly Period[] | null)[];
export type Schedule = {
  /** Empty: that of the system. */
  zone: string;
  /** null: always armed. */
  week: Week | null;
  /** Of conditions that have one of their own. */
  own: Readonly<Record<string, Week>>;
  holidays: readonly string[];
};

export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"] as const;
export const HOLIDAY = 7;
export const DAY_MIN = 24 * 60;
/** What the daemon takes. */
export const PERIODS_MAX = 8;
/** As fine as the pointer draws; the fields take every minute. */
export const STEP_MIN = 15;

const WHOLE_DAY: readonly Period[] = [{ from: 0, to: DAY_MIN }];
const USUAL: Period = { from: 8 * 60, to: 18 * 60 };

export const wholeWeek = (): Week => DAYS.map((_, day) => (day === HOLIDAY ? null : WHOLE_DAY));

export function formatMinute(minute: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** null: it is no time of the day. */
export function parseMinute(text: string): number | null {
  const [, hours, minutes] = /^\s*(\d{1,2})[:.](\d{2})\s*$/.exec(text) ?? [];
  if (hours === undefined || minutes === undefined || Number(minutes) > 59) return null;
  const minute = Number(hours) * 60 + Number(minutes);
  return minute <= DAY_MIN ? minute : null;
}

function daysOf(key: string): number[] {
  if (key === "all") return [0, 1, 2, 3, 4, 5, 6];
  const [first, last] = key.split("-").map((name) => DAYS.indexOf(name as (typeof DAYS)[number]));
  if (first === undefined || first < 0) return [];
  const days = [first];
  if (last === undefined || last < 0) return days;
  for (let day = first; day !== last; ) days.push((day = (day + 1) % 7));
  return days;
}

function readPeriods(list: unknown): Period[] {
  const read = (Array.isArray(list) ? list : []).map((text) => {
    const [from, to] = String(text).split("-").map(parseMinute);
    return { from: from ?? 0, to: to ?? 0 };
  });
  return read.filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from);
}

function readWeek(json: unknown): Week {
  const week: (readonly Period[] | null)[] = DAYS.map((_, day) => (day === HOLIDAY ? null : []));
  for (const [key, list] of Object.entries((json ?? {}) as Record<string, unknown>)) {
    for (const day of daysOf(key)) week[day] = readPeriods(list);
  }
  return week;
}

export function scheduleOf(json: Api.ArmingSchedule): Schedule {
  return {
    zone: json.time_zone ?? "",
    week: json.days ? readWeek(json.days) : null,
    own: Object.fromEntries(
      Object.entries(json.conditions ?? {}).map(([name, days]) => [name, readWeek(days)]),
    ),
    holidays: json.holidays ?? [],
  };
}

function writeWeek(week: Week): Record<string, string[]> {
  const days = DAYS.flatMap((name, day) => {
    const periods = week[day];
    if (!periods) return [];
    const texts = periods.map(({ from, to }) => `${formatMinute(from)}-${formatMinute(to)}`);
    return [[name, texts] as const];
  });
  return Object.fromEntries(days);
}

/** Every member, so that what was taken away goes; but not what is done by hand. */
export function settingsOfSchedule(schedule: Schedule): Api.ArmingSchedule {
  const own = Object.entries(schedule.own).map(([name, week]) => [name, writeWeek(week)] as const);
  return {
    time_zone: schedule.zone.trim() || null,
    days: schedule.week && writeWeek(schedule.week),
    conditions: own.length > 0 ? Object.fromEntries(own) : null,
    holidays: schedule.holidays.length > 0 ? [...schedule.holidays] : null,
  };
}

export const periodsOf = (week: Week, day: number): readonly Period[] => week[day] ?? [];

export const setDay = (week: Week, day: number, periods: readonly Period[] | null): Week =>
  week.map((old, i) => (i === day ? periods : old));

const replace = (week: Week, day: number, index: number, period: Period): Week =>
  setDay(
    week,
    day,
    periodsOf(week, day).map((old, i) => (i === index ? period : old)),
  );

const within = (value: number, low: number, high: number): number =>
  Math.min(Math.max(value, low), high);

/** From the end of the one before to the start of the one behind. */
function roomOf(week: Week, day: number, index: number): Period {
  const periods = periodsOf(week, day);
  return { from: periods[index - 1]?.to ?? 0, to: periods[index + 1]?.from ?? DAY_MIN };
}

/** One end to a minute, as far as its neighbour lets it. */
export function moveEnd(
  week: Week,
  day: number,
  index: number,
  end: keyof Period,
  minute: number,
): Week {
  const period = periodsOf(week, day)[index];
  if (!period) return week;
  const room = roomOf(week, day, index);
  const shortest = Math.min(STEP_MIN, period.to - period.from);
  const to =
    end === "from"
      ? within(minute, room.from, period.to - shortest)
      : within(minute, period.from + shortest, room.to);
  return replace(week, day, index, { ...period, [end]: to });
}

/** All of it by so many minutes: it keeps its length. */
export function movePeriod(week: Week, day: number, index: number, by: number): Week {
  const period = periodsOf(week, day)[index];
  if (!period) return week;
  const room = roomOf(week, day, index);
  const shift = within(by, room.from - period.from, room.to - period.to);
  return replace(week, day, index, { from: period.from + shift, to: period.to + shift });
}

/** As typed; null: it has no length, or meets another one. */
export function setPeriod(week: Week, day: number, index: number, period: Period): Week | null {
  const room = roomOf(week, day, index);
  const fits = period.to > period.from && period.from >= room.from && period.to <= room.to;
  return fits ? replace(week, day, index, period) : null;
}

export const removePeriod = (week: Week, day: number, index: number): Week =>
  setDay(
    week,
    day,
    periodsOf(week, day).filter((_, i) => i !== index),
  );

export type Added = { week: Week; index: number };

/** Between two minutes, as far as the gap goes that the first lies in; null: there is no room. */
export function drawPeriod(week: Week, day: number, start: number, end: number): Added | null {
  const periods = periodsOf(week, day);
  if (periods.length >= PERIODS_MAX) return null;
  if (periods.some(({ from, to }) => start > from && start < to)) return null;
  const backwards = end < start;
  const before = (p: Period): boolean => (backwards ? p.to <= start && p.from < start : p.to <= start);
  const index = periods.filter(before).length;
  const low = periods[index - 1]?.to ?? 0;
  const high = periods[index]?.from ?? DAY_MIN;
  const from = within(Math.min(start, end), low, high);
  const to = within(Math.max(start, end), low, high);
  if (to - from < STEP_MIN) return null;
  const grown = [...periods.slice(0, index), { from, to }, ...periods.slice(index)];
  return { week: setDay(week, day, grown), index };
}

/** Where there is most room, by day if it can be; for those who do not draw. */
export function addPeriod(week: Week, day: number): Added | null {
  const periods = periodsOf(week, day);
  const gaps = [...periods, { from: DAY_MIN, to: DAY_MIN }].map((next, i) => ({
    from: periods[i - 1]?.to ?? 0,
    to: next.from,
  }));
  const [gap] = gaps.sort((a, b) => b.to - b.from - (a.to - a.from));
  if (!gap) return null;
  const usual = { from: Math.max(gap.from, USUAL.from), to: Math.min(gap.to, USUAL.to) };
  const { from, to } = usual.to - usual.from >= STEP_MIN ? usual : gap;
  return drawPeriod(week, day, from, to);
}

export function copyDay(week: Week, day: number, to: readonly number[]): Week {
  return to.reduce((now, other) => setDay(now, other, periodsOf(week, day)), week);
}
