// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The chart of what was measured.
import type { Plain } from "../../lib/measures";
import { number, plural } from "../words";

export const chart = {
  title: "Measured over time",
  ranges: {
    minutes: "15 min",
    hour: "1 h",
    day: "24 h",
    week: "7 d",
    month: "30 d",
    year: "1 y",
    years: "3 y",
  },
  rangeLabel: "Time range",
  longRanges: {
    minutes: "the last 15 minutes",
    hour: "the last hour",
    day: "the last 24 hours",
    week: "the last 7 days",
    month: "the last 30 days",
    year: "the last year",
    years: "the last 3 years",
  },
  between: (from: string, to: string): string => `${from} to ${to}`,
  around: "around the event",
  measure: "Measured",
  measures: {
    sharpness: "Sharpness",
    blur_probability: "Probability of blur",
    brightness: "Brightness",
    contrast: "Contrast",
    noise: "Noise",
    colour: "Colour",
  } satisfies Record<Plain, string>,
  ofPicture: "Of the picture",
  ofConditions: "Margin of a condition",
  helps: {
    sharpness:
      "How sharp the picture is by itself, 0% to 100%, whatever the scene. It is the probability of blur, drawn apart so that a slow decline is seen.",
    blur_probability:
      "How probable it is, by the picture alone, that it is blurred, 0% to 100%. What the camera usually looks like is not counted in.",
    brightness: "Mean brightness of the picture, from 0, black, to 255, white.",
    contrast:
      "How far light and dark lie apart: the standard deviation of the brightness, in levels of 256. Fog, dirt and a covered lens make it fall.",
    noise:
      "Standard deviation of the sensor's noise, in levels of 256, where the picture is flattest. It rises in the dark and when a sensor fails.",
    colour:
      "How far the colours lie from grey on average, in levels of 256. 0 is a picture without colour, as by night under infra-red light.",
  } satisfies Record<Plain, string>,
  limitHelp: (condition: string): string =>
    `The lowest sensitivity, 1 to 100, with which the picture would have been a fault: ${condition}. Higher is better; the dashed line is the sensitivity that is set, and what lies below it was a fault. Pictures that could not be judged are left out.`,
  limit: (sensitivity: string): string => `a fault from sensitivity ${sensitivity} on`,
  limitNever: "a fault at no sensitivity",
  level: (value: string): string => `${value} of 255`,
  levels: (value: string): string => `${value} levels`,
  range: (low: string, high: string): string => `(${low} to ${high})`,
  verdicts: { 0: "not assessable", 1: "clear", 2: "blurry" },
  night: "night",
  legend: "Shown in the chart",
  legendNight: "Night",
  legendEvent: "Event",
  legendSet: "Sensitivity that is set",
  chart: "Chart",
  keys: "Arrow keys go from value to value (Shift: ten at once), Home and End to the first and last. Plus and minus zoom, as dragging over the chart does; Page Up and Page Down move on; 0 shows the whole range. Enter opens the event at the cursor.",
  keysSummary: "Keys",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  whole: "Whole range",
  events: "Events in the chart",
  eventsHere: (count: number, time: string): string =>
    `${plural(count, "event", "events")} from ${time} on: zoom in`,
  eventHere: (condition: string, time: string): string => `${condition}, ${time}`,
  eventAt: (condition: string): string => `event: ${condition}`,
  notAll: (count: number): string => `Only the newest ${number(count)} events are marked.`,
  none: "Nothing was measured in this time.",
  noneYet: "The first measurements appear here within seconds.",
  point: (time: string, value: string): string => `${time} · ${value}`,
  now: (value: string): string => `now ${value}`,
  summary: (
    measure: string,
    range: string,
    low: string,
    high: string,
    events: number,
  ): string =>
    `${measure} in ${range}: lowest ${low}, highest ${high}; ${plural(events, "event", "events")}`,
  noSummary: (measure: string, range: string): string =>
    `${measure} in ${range}: nothing measured`,
  sparkline: (low: string, high: string): string =>
    `Sharpness in the last hour: lowest ${low}, highest ${high}`,
} as const;
