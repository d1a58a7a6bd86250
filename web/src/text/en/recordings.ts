// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Recordings and playing them.
import { number } from "../words";

export const recordings = {
  title: "Recordings",
  rangeLabel: "Time range",
  ranges: { day: "Last day", week: "Last week", month: "Last month" },
  none: "Nothing was recorded in this time. What is recorded is set in the settings of the camera.",
  kinds: { event: "Event", always: "Continuous", manual: "By hand", capture: "Picture" },
  now: {
    event: "Recording an event",
    always: "Recording",
    manual: "Recording by hand",
    capture: "Recording",
  },
  start: (seconds: number): string => `Record ${seconds} s`,
  stop: "Stop recording",
  cannot: (error: string): string => `It cannot be recorded: ${error}.`,
  play: "Play",
  look: "Show",
  download: "Download",
  goesOn: "goes on",
  of: (time: string): string => `recording of ${time}`,
  event: (id: number): string => `${id}`,
  megabytes: (megabytes: number): string => `${number(megabytes, 1)} MB`,
  mode: "Record",
  modeHelp: "Video is kept as the camera sends it. 4 Mbit/s are 43 GB a day.",
  modes: { off: "Nothing", events: "Around events", always: "Always" },
  before: "Before an event",
  beforeHelp: "Seconds before its start that the recording begins.",
  after: "After an event",
  afterHelp: "Seconds after its start, and again after its end.",
  quota: "Quota",
  quotaHelp: "What the recordings of this camera may take; 0: no limit but the disk.",
  keep: "Keep for",
  keepHelp: "Older recordings are removed; 0: they stay.",
  days: "days",
  overwrite: "At the quota, overwrite the oldest recording",
  capture: "Keep a picture every",
  captureHelp: "Single pictures beside the video; 0: none.",
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
