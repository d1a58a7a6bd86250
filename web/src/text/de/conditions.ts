// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What is said of the health of cameras: verdicts, states, conditions.
import type * as Api from "../../api/types";
import { plural } from "../words";

export const conditionNames = {
  defocus: "Unscharf",
  focus_drift: "Wird allmählich unscharf",
  covered: "Verdeckt",
  scene_changed: "Szene verändert",
  dirty_lens: "Objektiv verschmutzt",
  impaired_visibility: "Sicht behindert",
  too_dark: "Zu dunkel",
  too_bright: "Zu hell",
  colour_cast: "Farbstich",
  monochrome: "Farbe verloren",
  noise: "Rauschen",
  stripes: "Streifen",
  frozen: "Bild eingefroren",
  shaking: "Wackelt",
  flashing: "Flackert",
  compression: "Bild zerstört",
  no_signal_picture: "Bild „Kein Signal“",
  signal_lost: "Signal verloren",
  disk_full: "Datenträger voll",
  disk_error: "Fehler des Datenträgers",
  network_lost: "Netzwerk unterbrochen",
  illegal_login: "Unerlaubte Anmeldung",
  certificate_expiring: "Zertifikat läuft ab",
} as const;

export const verdict = {
  names: {
    CLEAR: "SCHARF",
    BLURRY: "UNSCHARF",
    "NOT ASSESSABLE": "NICHT BEURTEILBAR",
  } satisfies Record<Api.CameraStatus["verdict"], string>,
  none: "Noch kein Urteil",
  label: "Urteil",
} as const;

export const state = {
  names: {
    disabled: "Ausgeschaltet",
    connecting: "Verbindet sich",
    watching: "Wird überwacht",
    lost: "Verloren",
  } satisfies Record<Api.CameraStatus["state"], string>,
  connecting: "Verbindung wird aufgebaut …",
  disabledHint: "Sie wird nicht überwacht. In ihren Einstellungen wird sie eingeschaltet.",
  lostFor: (duration: string): string => `Seit ${duration} verloren`,
  retryIn: (duration: string): string => `Nächster Versuch in ${duration}`,
  retrying: "Wird gerade wieder versucht",
  noPicture: "Noch kein Bild",
  waitingForPicture: "Das erste Bild wird erwartet …",
} as const;

export const strip = {
  label: "Kameras nach Zustand",
  clear: "scharf",
  blurry: "unscharf",
  notAssessable: "nicht beurteilbar",
  lost: "verloren",
  connecting: "im Verbindungsaufbau",
  disabled: "aus",
} as const;

export const conditions = {
  title: "Störungen",
  condition: "Störung",
  state: "Zustand",
  reason: "Grund",
  why: "Warum?",
  explain: (condition: string): string => `Warum? ${condition}`,
  states: {
    ok: "in Ordnung",
    fault: "gestört",
    "not assessable": "nicht beurteilbar",
  } satisfies Record<Api.ConditionStatus["state"], string>,
  severe: "schwer gestört",
  lights: {
    unknown: "",
    day: " bei Tag",
    night: " bei Nacht",
  } satisfies Record<Api.CameraStatus["light"], string>,
  notLearnt: "Über diese Kamera ist noch nichts gelernt.",
  learning: (pictures: number, needed: number, light: string): string =>
    `Lernt, wie sie${light} aussieht: ${pictures} von ${needed} Bildern.`,
  learnt: (pictures: number, light: string): string =>
    `Aus ${plural(pictures, "Bild", "Bildern")} gelernt, wie sie${light} aussieht.`,
  progress: "Lernt",
  usable: (share: string): string => `${share} des Bildes haben Kanten, an denen sich urteilen lässt.`,
  tooLittle: (reason: string): string =>
    `Die Schärfe dieser Kamera lässt sich nicht beurteilen: ${reason}.`,
  tooLittleHint:
    "Die Szene braucht bleibende Kanten, etwa Gebäude, Zäune oder Möbel, die beleuchtet und nicht abgeschirmt sind. Drehen Sie die Kamera, beleuchten Sie die Szene, oder zeichnen Sie andere Bereiche.",
  noExplanation: "Das lässt sich im Augenblick nicht erklären.",
  number: "Messwert",
  now: "Jetzt",
  healthy: "Gesund",
} as const;

export const overview = {
  title: "Übersicht",
  counts: "Kameras nach Gesundheit",
  health: {
    well: "gesund",
    faulty: "gestört",
    unknown: "nicht beurteilbar",
    lost: "verloren",
    starting: "im Start",
    off: "ausgeschaltet",
  },
  noneHint: "Hier werden sie gezählt, sobald es welche gibt.",
  worst: "Alle Kameras, die schlechteste zuerst",
  changes: "Verändert seit gestern um diese Zeit",
  noChange:
    "Nichts hat sich verändert: Jede Kamera ist, wie sie war, und kein Ereignis kam oder ging.",
  change: { worse: "gestört seit", better: "wieder gesund", passed: "zeitweise" },
  since: (condition: string, time: string): string => `${condition}, ${time}`,
  more: (count: number): string => `und ${count} weitere`,
} as const;
