// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Every text of the page. Another language is another file of this shape.
import type * as Api from "./api/types";
import type { Theme } from "./lib/theme";

const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

const conditions: Record<string, string> = {
  defocus: "Out of focus",
  focus_drift: "Losing focus slowly",
  covered: "Covered",
  scene_changed: "Scene changed",
  dirty_lens: "Dirty lens",
  impaired_visibility: "Impaired visibility",
  too_dark: "Too dark",
  too_bright: "Too bright",
  colour_cast: "Colour cast",
  monochrome: "Colour lost",
  noise: "Noise",
  stripes: "Stripes",
  frozen: "Frozen picture",
  shaking: "Shaking",
  flashing: "Flashing",
  compression: "Broken picture",
  no_signal_picture: "“No signal” picture",
  signal_lost: "Signal lost",
};

export const text = {
  product: "Lenswatch",
  skipToContent: "Skip to content",
  starting: "Starting…",
  loading: "Loading…",

  nav: {
    label: "Main",
    cameras: "Cameras",
    events: "Events",
    addCamera: "Add camera",
    logOut: "Log out",
    loggedInAs: (user: string): string => `Logged in as ${user}`,
  },

  theme: {
    names: {
      system: "Theme: as the system",
      light: "Theme: light",
      dark: "Theme: dark",
    } satisfies Record<Theme, string>,
    change: (now: string): string => `${now}. Change it`,
  },

  away: {
    title: "Lenswatch does not answer",
    hint: "Trying again by itself. Is “lenswatch serve” running, and is the network up?",
    banner: "The connection to Lenswatch is lost. What you see is not live. Trying again…",
  },

  errors: {
    noAnswer: "Lenswatch does not answer",
    noAnswerHint: "Check that “lenswatch serve” is running, then try again.",
    unexpected: "Something went wrong in this page",
    unexpectedHint: "Load the page again. If it happens again, please report it.",
    retry: "Try again",
  },

  password: {
    show: "Show password",
    hide: "Hide password",
    repeat: "Password again",
    rules: {
      length: (min: number, max: number): string => `${min} to ${max} characters`,
      kinds: "Three of: lower case, upper case, digits, others",
      repeated: "Both are the same",
      common: "Not a commonly used one (checked at the end)",
    },
    met: "met",
    unmet: "not met yet",
  },

  activation: {
    title: "Set the administrator password",
    intro:
      "This is the first start. Nobody can use Lenswatch until it has a password; there is no default.",
    user: "User",
    userName: "admin",
    password: "New password",
    submit: "Set password and begin",
    keep: "Keep it well: it cannot be shown again.",
  },

  login: {
    title: "Log in",
    over: "Your session is over. Please log in again.",
    user: "User",
    password: "Password",
    submit: "Log in",
  },

  verdict: {
    names: {
      CLEAR: "CLEAR",
      BLURRY: "BLURRY",
      "NOT ASSESSABLE": "NOT ASSESSABLE",
    } satisfies Record<Api.CameraStatus["verdict"], string>,
    none: "No verdict yet",
    label: "Verdict",
  },

  state: {
    names: {
      disabled: "Switched off",
      connecting: "Connecting",
      watching: "Watching",
      lost: "Lost",
    } satisfies Record<Api.CameraStatus["state"], string>,
    connecting: "Connecting…",
    disabledHint: "It is not watched. Switch it on in its settings.",
    lostFor: (duration: string): string => `Lost for ${duration}`,
    retryIn: (duration: string): string => `Next attempt in ${duration}`,
    retrying: "Trying again now",
    noPicture: "No picture yet",
    waitingForPicture: "Waiting for the first picture…",
  },

  strip: {
    label: "Cameras by state",
    clear: "clear",
    blurry: "blurry",
    notAssessable: "not assessable",
    lost: "lost",
    connecting: "connecting",
    disabled: "off",
  },

  wall: {
    title: "Cameras",
    emptyTitle: "Add your first camera",
    emptyIntro:
      "Lenswatch looks at its picture every few seconds and tells you when the lens goes out of focus.",
    emptySteps: [
      "Find the RTSP address of the camera: it is in its web page or manual.",
      "Make a user in the camera that may only view.",
      "Enter both here. The picture appears within seconds.",
    ],
    emptyDemo: "No camera at hand? “make run” starts a demo camera at",
    demoUrl: "rtsp://127.0.0.1:8554/stream",
    useDemo: "Use the demo camera",
    recent: "Events",
    allEvents: "All events",
    live: "Live",
    picture: (name: string): string => `Picture of ${name}`,
    livePicture: (name: string): string => `Live picture of ${name}`,
  },

  camera: {
    back: "All cameras",
    edit: "Settings",
    notFound: "There is no such camera",
    notFoundHint: "It may have been removed.",
    openEvent: (condition: string, duration: string): string => `${condition} for ${duration}`,
    showEvent: "Show the event",
    facts: "Camera",
    resolution: "Resolution",
    pixels: (width: number, height: number): string => `${width} × ${height}`,
    address: "Address",
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
  },

  conditions: {
    title: "Conditions",
    condition: "Condition",
    state: "State",
    reason: "Reason",
    why: "Why?",
    explain: (condition: string): string => `Why? ${condition}`,
    states: {
      ok: "ok",
      fault: "fault",
      "not assessable": "not assessable",
    } satisfies Record<Api.ConditionStatus["state"], string>,
    severe: "severe fault",
    lights: {
      unknown: "",
      day: " by day",
      night: " by night",
    } satisfies Record<Api.CameraStatus["light"], string>,
    notLearnt: "Nothing was learnt of this camera yet.",
    learning: (pictures: number, needed: number, light: string): string =>
      `Learning what it looks like${light}: ${pictures} of ${needed} pictures.`,
    learnt: (pictures: number, light: string): string =>
      `Learnt what it looks like${light} from ${plural(pictures, "picture", "pictures")}.`,
    progress: "Learning",
    usable: (share: string): string => `${share} of the picture has edges to judge by.`,
    tooLittle: (reason: string): string => `The focus of this camera cannot be judged: ${reason}.`,
    tooLittleHint:
      "The scene needs lasting edges, such as buildings, fences or furniture, that are lit and not shielded. Turn the camera, light the scene, or draw other areas.",
    noExplanation: "It cannot be explained now.",
    heat: "Red: detail that was lost against the healthy picture.",
    number: "Measured",
    now: "Now",
    healthy: "Healthy",
  },

  reset: {
    button: "Learn anew…",
    question:
      "Forget what this camera looks like when it is healthy? Do so after it was turned or its scene was rebuilt. Until it has learnt again, slight faults are not seen. Events stay.",
    what: "What to forget",
    choices: { now: "in the present light", all: "in every light and at every preset" },
    yes: "Forget and learn anew",
    no: "Keep",
    done: "Forgotten. It is learning.",
  },

  areas: {
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
      `Point ${number}, ${Math.round(at[0] * 100)} % across, ${Math.round(at[1] * 100)} % down`,
  },

  chart: {
    title: "Sharpness over time",
    ranges: { hour: "1 h", day: "24 h", week: "7 d" },
    rangeLabel: "Time range",
    longRanges: { hour: "the last hour", day: "the last 24 hours", week: "the last 7 days" },
    around: "around the event",
    none: "Nothing was measured in this time.",
    noneYet: "The first measurements appear here within seconds.",
    point: (time: string, value: string): string => `${time} · ${value}`,
    now: (value: string): string => `now ${value}`,
    summary: (range: string, low: string, high: string, events: number): string =>
      `Sharpness in ${range}: lowest ${low}, highest ${high}; ${plural(events, "event", "events")}`,
    noSummary: (range: string): string => `Sharpness in ${range}: nothing measured`,
    sparkline: (low: string, high: string): string =>
      `Sharpness in the last hour: lowest ${low}, highest ${high}`,
  },

  events: {
    title: "Events",
    condition: (name: string): string => conditions[name] ?? name.replaceAll("_", " "),
    open: "Open",
    ended: "Ended",
    since: (time: string): string => `since ${time}`,
    lasting: (duration: string): string => `for ${duration}`,
    lasted: (duration: string): string => `lasted ${duration}`,
    filterCamera: "Camera",
    filterState: "State",
    allCameras: "All cameras",
    states: { all: "All", open: "Open", ended: "Ended" },
    older: "Show older events",
    none: "No events",
    noneHint:
      "When a lens goes out of focus for longer than the camera’s duration, it is listed here with pictures from before and after.",
    noneMatch: "No event matches",
    noneMatchHint: "Choose another camera or state above.",
    noneOfCamera: "This camera has had no event yet.",
    pictures: {
      reference: "Healthy",
      start: "At the start",
      end: "At the end",
      now: "Now",
      none: "No picture was kept",
      of: (which: string, camera: string): string => `${which}: ${camera}`,
    },
    back: "All events",
    notFound: "There is no such event",
    notFoundHint: "It may have been removed with its camera.",
    reason: "Reason",
    started: "Started",
    endedAt: "Ended",
    endReason: "Ended because",
    note: "Done about it",
    source: "Seen by",
    byCamera: "the camera itself",
    duration: "Duration",
    score: "Certainty",
    stillOpen: "still open",
    toCamera: "Show the camera",
    announceOpen: (camera: string, condition: string): string =>
      `${camera}: ${condition}. Event started.`,
    announceEnd: (camera: string, condition: string): string =>
      `${camera}: ${condition}. Event ended.`,
  },

  recordings: {
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
    megabytes: (megabytes: number): string => `${megabytes.toFixed(1)} MB`,
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
  },

  form: {
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
    connection: "Connection",
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
  },
} as const;

/** 0..1 as "87 %". */
export const percent = (value: number): string => `${Math.round(value * 100)} %`;
