// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The pages of cameras: all of them, one, and its settings.
import { percent, plural } from "../words";

export const wall = {
  title: "Cameras",
  emptyTitle: "Add your first camera",
  emptyIntro:
    "Lenswatch looks at its picture every few seconds and tells you when the lens goes out of focus.",
  emptySteps: [
    "Make a user in the camera that may only view.",
    "Have Lenswatch find the camera, or enter its RTSP address, which is in its web page or manual.",
    "The picture appears within seconds.",
  ],
  emptyDemo: "No camera at hand? “make run” starts a demo camera at",
  demoUrl: "rtsp://127.0.0.1:8554/stream",
  useDemo: "Use the demo camera",
  none: "No cameras yet",
  noneHint: "An administrator adds them.",
  recent: "Events",
  allEvents: "All events",
  live: "Live",
  picture: (name: string): string => `Picture of ${name}`,
  livePicture: (name: string): string => `Live picture of ${name}`,
} as const;

export const camera = {
  back: "All cameras",
  edit: "Settings",
  arming: "Arming",
  notFound: "There is no such camera",
  notFoundHint: "It may have been removed.",
  openEvent: (condition: string, duration: string): string => `${condition} for ${duration}`,
  showEvent: "Show the event",
  facts: "Camera",
  resolution: "Resolution",
  pixels: (width: number, height: number): string => `${width} × ${height}`,
  address: "Address",
  subStream: "Sub stream",
  interval: "Looked at every",
  picture: "Last picture",
  ago: (duration: string): string => `${duration} ago`,
  justNow: "just now",
  sharpness: "Sharpness",
  blurProbability: "Probability of blur",
  looked: "Pictures judged",
  reconnects: "Reconnects",
  events: "Events of this camera",
  noValue: "–",
} as const;

export const preview = {
  loading: "Trying it on the last 7 days…",
  show: "What it would have done",
  found: (events: number, lasted: string): string =>
    events === 0
      ? "In the last 7 days this would have been no event."
      : `In the last 7 days this would have been ${plural(events, "event", "events")}, ${lasted} in all.`,
  short: (from: string): string => `Only what came since ${from} is stored.`,
  nothing: "Nothing is stored yet to try it on; that begins with the first pictures.",
  never: "This is not judged from pictures, so there is nothing to try it on.",
  unjudged: "Most pictures could not be judged.",
  disarmed: "Outside its schedule it is not counted.",
} as const;

export const reset = {
  button: "Learn anew…",
  question:
    "Forget what this camera looks like when it is healthy? Do so after it was turned or its scene was rebuilt. Until it has learnt again, slight faults are not seen. Events stay.",
  what: "What to forget",
  choices: { now: "in the present light", all: "in every light and at every preset" },
  yes: "Forget and learn anew",
  no: "Keep",
  done: "Forgotten. It is learning.",
} as const;

export const areas = {
  title: "Where it is watched",
  help: "Inside the detection areas, or everywhere when there are none; never behind a shield. Drag points and areas, or choose one with Tab and move it with the arrow keys (Shift: further); Insert adds a point, Delete removes one.",
  overlay: "Detection areas and shields",
  draw: { areas: "Draw a detection area", shields: "Draw a shield" },
  drawing: (kind: "areas" | "shields"): string =>
    `Click the corners of the ${kind === "areas" ? "detection area" : "shield"}, then its first corner again or Enter. Escape drops it.`,
  rectangle: "Put a rectangle",
  finish: "Finish",
  undo: "Undo",
  remove: "Remove the chosen one",
  save: "Apply areas",
  unsaved: "Not saved yet.",
  state: (count: number): string =>
    count === 0 ? "The whole picture is watched." : plural(count, "area or shield", "areas and shields"),
  shape: (kind: "areas" | "shields", number: number): string =>
    `${kind === "areas" ? "Detection area" : "Shield"} ${number}`,
  point: (number: number, at: readonly [number, number]): string =>
    `Point ${number}, ${percent(at[0])} across, ${percent(at[1])} down`,
} as const;

export const form = {
  addTitle: "Add a camera",
  editTitle: (name: string): string => `Settings of ${name}`,
  name: "Name",
  nameHelp: "What you call it, for example where it hangs.",
  namePlaceholder: "Front door",
  url: "Address",
  urlHelp:
    "RTSP stream, HTTP snapshot or MJPEG of the camera; or a video file, a folder of pictures or /dev/video0 of the computer that Lenswatch runs on.",
  urlPlaceholder: "rtsp://192.168.1.20:554/stream1",
  urlExample: "Try it with the demo camera:",
  credentials: "Login at the camera",
  user: "User",
  userHelp: "Leave both empty where the camera asks for no login.",
  password: "Password",
  passwordHelp: "Stored sealed, never shown again.",
  passwordKept: "unchanged",
  passwordKeptHelp: "A password is stored. Type a new one to replace it.",
  removePassword: "Remove the stored password",
  watching: "Watching",
  enabled: "Watch this camera",
  sensitivity: "Sensitivity",
  sensitivityHelp: "Higher raises events for slighter blur. 50 suits most cameras.",
  duration: "Duration",
  durationHelp: "Seconds that blur must last before it becomes an event.",
  clearDuration: "Clear duration",
  clearDurationHelp: "Seconds that the picture must be clear before the event ends.",
  conditions: "Conditions",
  conditionsHelp:
    "What is watched, how easily it raises an event (1 hardly ever, 100 at once), how long it must last before it does, and how long it must be gone before the event ends.",
  conditionDuration: (condition: string): string => `Duration: ${condition}`,
  conditionClear: (condition: string): string => `Clear duration: ${condition}`,
  conditionLasts: "lasts",
  conditionGone: "gone",
  conditionSensitivity: (condition: string): string => `Sensitivity: ${condition}`,
  conditionAbove: "sensitivity and durations above",
  interval: "Interval",
  intervalHelp: "Seconds from one look at the picture to the next.",
  view: "View",
  presets: "Presets",
  presetsHelp: "Views between which the camera moves, each learnt by itself. 1: it does not move.",
  relearn: "Another scene is learnt after",
  relearnHelp: "For so long it must stay as it is. 0: only when told to.",
  views: "views",
  hours: "h",
  connection: "Connection",
  subUrl: "URL of the sub stream",
  subUrlHelp:
    "A smaller stream of the same camera, which the live wall shows in small windows; opened only while somebody looks. User and password are those of the camera. Left empty when a camera is added, it is asked of the camera where that can be.",
  subUrlPlaceholder: "rtsp://192.168.1.20:554/stream2",
  transport: "RTSP transport",
  transportHelp: "TCP works through every network; UDP only where the camera cannot do TCP.",
  transports: { tcp: "TCP", udp: "UDP" },
  tlsVerify: "Refuse certificates that do not verify",
  tlsVerifyHelp:
    "Switch off only for a camera with a self-signed certificate in a network you trust.",
  timeout: "Time-out",
  timeoutHelp: "Seconds of silence after which the camera counts as lost.",
  seconds: "s",
  add: "Add camera",
  save: "Save",
  cancel: "Cancel",
  remove: "Remove camera…",
  removeQuestion: (name: string): string =>
    `Remove ${name} with all its measurements, events and pictures?`,
  removeYes: "Remove for good",
  removeNo: "Keep",
} as const;
