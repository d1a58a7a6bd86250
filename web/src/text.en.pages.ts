// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The texts of pages that have many of their own; text.en.ts has the others.
export const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

export const overview = {
  title: "Overview",
  counts: "Cameras by health",
  health: {
    well: "well",
    faulty: "faulty",
    unknown: "not assessable",
    lost: "lost",
    starting: "starting",
    off: "switched off",
  },
  noneHint: "They are counted here when there are some.",
  worst: "All cameras, the worst first",
  changes: "Changed since yesterday, this time",
  noChange: "Nothing has changed: every camera is as it was, and no event has come or gone.",
  change: { worse: "faulty since", better: "well again", passed: "for a while" },
  since: (condition: string, time: string): string => `${condition}, ${time}`,
  more: (count: number): string => `and ${count} more`,
} as const;

export const arming = {
  title: (camera: string): string => `Arming of ${camera}`,
  now: "Now",
  states: {
    armed: "Armed",
    disarmed: "Disarmed",
    partly: "Partly armed",
  },
  notArmed: (names: string): string => `Not armed: ${names}.`,
  byHand: {
    armed: (until: string | null): string =>
      until === null ? "Armed by hand, for good." : `Armed by hand until ${until}.`,
    disarmed: (until: string | null): string =>
      until === null ? "Disarmed by hand, for good." : `Disarmed by hand until ${until}.`,
  },
  arm: "Arm",
  disarm: "Disarm",
  auto: "Go by the schedule",
  span: "for",
  spanLabel: "For how long",
  spans: {
    "": "good",
    "0.5 h": "30 minutes",
    "1 h": "1 hour",
    "8 h": "8 hours",
    "24 h": "24 hours",
    time: "until a time",
  },
  until: "Until",
  schedule: "Schedule",
  condition: "Condition",
  allOthers: "All without a schedule of their own",
  hasOwn: " (its own schedule)",
  when: "When",
  always: "Always armed",
  asOthers: "As all others",
  bySchedule: "By a schedule",
  help: "Draw a period on a bar, drag it or its ends; or add one with + and move it, or one of its ends, with the arrow keys (Shift: by an hour). Delete removes it. What is not armed is watched and measured, but raises no events.",
  days: [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "Holidays",
  ] as readonly string[],
  addTo: (day: string): string => `Add a period: ${day}`,
  copy: "Copy…",
  copyOf: (day: string): string => `Copy… ${day}`,
  copyTitle: (day: string): string => `Copy ${day} to`,
  copyAll: "Every day of the week",
  copyDo: "Copy to these",
  period: (day: string, from: string, to: string): string => `${day}, ${from} to ${to}`,
  ends: {
    from: (day: string, number: number): string => `${day}: start of period ${number}`,
    to: (day: string, number: number): string => `${day}: end of period ${number}`,
  },
  chosen: (day: string): string => `Chosen period: ${day}`,
  from: "from",
  to: "to",
  removePeriod: "Remove this period",
  wrongTimes:
    "From 00:00 to 24:00; a period ends after it starts, and does not overlap another. One over midnight is two.",
  holidayBar: "Other times on holidays",
  holidayHelp: "On the dates below their bar holds, whatever day of the week it is.",
  holidays: "Dates of holidays",
  addHoliday: "Add date",
  removeHoliday: (date: string): string => `Remove ${date}`,
  zone: "Time zone",
  zoneHelp: "Such as Europe/Berlin; empty: that of the system.",
  save: "Apply schedule",
  stored: "This is what is stored.",
} as const;

export const judge = {
  title: "Judge pictures",
  drop: "Drop pictures or folders here",
  dropHint:
    "JPEG, PNG, WebP, BMP or TIFF, up to 64 MiB each. They are judged one by one, and none is kept.",
  files: "Choose pictures",
  folder: "Choose a folder",
  name: "Name",
  waiting: "waiting",
  failed: "Failed",
  tooLarge: "It is larger than 64 MiB",
  counts: (done: number, all: number): string => `${done} of ${plural(all, "picture", "pictures")} judged`,
  verdicts: (clear: number, blurry: number, not: number, failed: number): string =>
    `${clear} clear, ${blurry} blurry, ${not} not assessable${failed > 0 ? `, ${failed} failed` : ""}`,
  progress: "Pictures judged so far",
  order: "Order",
  orders: { given: "As given", worst: "Most blurred first" },
  clear: "Clear the list",
  more: (count: number): string => `Show ${count} more`,
  noMore: (count: number): string => `No more than ${count} at a time.`,
  kinds: { defocus: "out of focus", motion: "moved", both: "out of focus and moved" },
  radius: (pixels: string): string => `blurred by ${pixels} px`,
} as const;

export const playback = {
  title: (camera: string): string => `Playback of ${camera}`,
  link: "Playback",
  day: "Day",
  dayBefore: "Day before",
  dayAfter: "Day after",
  none: "Nothing was recorded on this day.",
  start: "Play the newest clip",
  slider: "Time",
  previous: "Clip before",
  next: "Next clip",
  rate: "Speed",
  // No whole numbers: those would be sorted before the others.
  rates: { "0.5": "½×", "1.0": "1×", "2.0": "2×", "4.0": "4×", "8.0": "8×" },
  zoom: "Shown on the time line",
  zooms: { day: "The day", hour: "An hour" },
  download: (length: string): string => `Download this clip (${length})`,
  events: "Events of the day",
} as const;
