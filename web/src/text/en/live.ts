// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The texts of live view, the live wall, and the map of tiles over a picture.
import type { Aspect } from "../../lib/aspect";
import type { Advice } from "../../lib/focusMeter";
import type { HeatScale } from "../../lib/heat";
import type { StreamChoice } from "../../lib/stream";
import type { Division, WindowStream } from "../../lib/wall";
import { number } from "../words";

export const heat = {
  ends: {
    blur: ["sharp", "blurred"],
    lost: ["as usual", "detail lost"],
  } satisfies Record<HeatScale, readonly [string, string]>,
  unknown: "no colour: too little detail to tell",
  nothing: "Nowhere in the picture is detail enough to tell.",
  summary: {
    blur: (share: string): string => `${share} of what can be judged is blurred.`,
    lost: (share: string): string => `${share} of what can be judged has lost its detail.`,
  } satisfies Record<HeatScale, (share: string) => string>,
} as const;

export const live = {
  link: "Live",
  title: (camera: string): string => `Live: ${camera}`,
  stage: (camera: string): string => `Live picture of ${camera}, to zoom into`,
  toolLabel: "What dragging does",
  tools: { zoom: "Zoom", move: "Move", count: "Count pixels" },
  toolHelp: {
    zoom: "Drag a box to see it large; a click shows all again. The wheel, two fingers, + and − zoom, 0 shows all, the arrow keys move.",
    move: "Drag the picture. The wheel, two fingers, + and − zoom, 0 shows all, the arrow keys move.",
    count:
      "Drag a box: its size is given in the camera’s own pixels. The arrow keys move it, with Shift they change its size.",
  },
  counted: (width: number, height: number): string => `${width} × ${height} pixels`,
  zoomed: (scale: number): string => `${number(scale, 1)}×`,
  whole: "Show all",
  snapshot: "Snapshot",
  kept: "Kept among the recordings, and downloaded.",
  fullScreen: "Full screen",
  aspectLabel: "Shape",
  aspects: {
    original: "as the camera sends it",
    "4:3": "4:3",
    "16:9": "16:9",
    stretch: "fill the window",
  } satisfies Record<Aspect, string>,
  heatLabel: "Sharpness over the picture",
  heat: {
    off: "not shown",
    blur: "where it is blurred",
    lost: "where detail is lost against usual",
  },
  kinds: {
    video: "Video as the camera sends it",
    images: "Pictures, up to ten a second",
    still: "Still pictures",
  },
  behind: (seconds: number): string => `${number(seconds, 1)} s behind`,
  refused: (codec: string): string =>
    `This browser does not play the camera’s video (${codec}). Pictures are shown instead.`,
  streamLabel: "Stream",
  streamChoices: { auto: "Automatic", main: "Main stream", sub: "Sub stream" } satisfies Record<
    StreamChoice,
    string
  >,
  subProblem: (problem: string): string => `The sub stream does not come: ${problem}`,
  meter: {
    open: "Focus meter",
    title: "Focus meter",
    close: "Close",
    bar: "Sharpness now, of the sharpest so far",
    advice: {
      turn: "Turn the lens",
      better: "Sharper: go on",
      back: "Past the best: turn back",
      best: "This is the sharpest",
    } satisfies Record<Advice, string>,
    states: {
      off: "Paused",
      opening: "Waiting for the first picture…",
      running: "",
      busy: "Too many focus meters are open. Trying again…",
      away: "No answer. Trying again…",
      over: "A meter ends after 15 minutes.",
    },
    goOn: "Go on",
    forget: "Forget the best",
    sound: "Sound",
    help: "The number is the share of the sharpest that was seen since it was opened. Turn past the best, then back until it says so. People and cars in the picture change it, too.",
  },
  ptz: {
    title: "Turn and zoom",
    pad: "Turn and zoom the camera",
    help: "Hold a button; or, with one in focus, the arrow keys, + and −. It stops when you let go.",
    ways: {
      upLeft: "Up and left",
      up: "Up",
      upRight: "Up and right",
      left: "Left",
      right: "Right",
      downLeft: "Down and left",
      down: "Down",
      downRight: "Down and right",
      closer: "Closer",
      wider: "Wider",
    },
    speedLabel: "Speed",
    speeds: { slow: "Slow", medium: "Medium", fast: "Fast" },
    presets: "Preset",
    presetOf: (token: string): string => `Preset ${token}`,
    go: "Go there",
    presetName: "Name of this view",
    save: "Keep as preset",
  },
  lens: {
    title: "Lens",
    stepLabel: "How far",
    steps: { fine: "1 %", small: "5 %", large: "20 %" },
    moves: { near: "Nearer", far: "Farther", auto: "Focus by itself", sweep: "Find the sharpest" },
    moving: "The lens moves…",
    curve: (position: string): string => `Sharpest at ${position} of its way from near to far.`,
  },
  wall: {
    title: "Live wall",
    division: "Windows",
    divisions: {
      fit: "Fitted",
      "1": "1 × 1",
      "4": "2 × 2",
      "9": "3 × 3",
      "16": "4 × 4",
    } satisfies Record<Division, string>,
    pages: "Pages of the wall",
    before: "Previous",
    next: "Next",
    pageOf: (page: number, pages: number): string => `${page} of ${pages}`,
    cycle: "Change pages",
    noCycle: "Pages stay",
    cycleOf: (seconds: number): string => `Next page after ${seconds} s`,
    arrange: "Arrange",
    arrangeHelp:
      "Choose the camera of each window, or drag one window onto another; with the focus on Move, the arrow keys move it. Kept in this browser for you.",
    move: "Move",
    empty: "No camera",
    window: (number: number, camera: string): string => `Window ${number}: ${camera}`,
    cameraOf: (number: number): string => `Camera of window ${number}`,
    streamOf: (number: number): string => `What window ${number} shows`,
    streams: {
      video: "Video as the camera sends it",
      pictures: "Small pictures, four a second",
    } satisfies Record<WindowStream, string>,
    noPlace:
      "Other tabs of this browser show live pictures, and it opens only few connections. Close some.",
    refused: "Some cameras send video that this browser does not play: pictures are shown instead.",
  },
} as const;
