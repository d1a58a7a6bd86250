// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Events: their list, one, what is said of them.
import { nameIn, plural } from "../words";
import { conditionNames } from "./conditions";

export const events = {
  title: "Ereignisse",
  condition: (name: string): string => nameIn(conditionNames, name),
  open: "Offen",
  ended: "Beendet",
  since: (time: string): string => `seit ${time}`,
  lasting: (duration: string): string => `seit ${duration}`,
  lasted: (duration: string): string => `dauerte ${duration}`,
  filterCamera: "Kamera",
  filterState: "Zustand",
  filterCondition: "Störung",
  allConditions: "Alle Störungen",
  days: { from: "Von diesem Tag", to: "Bis zu diesem Tag" },
  allCameras: "Alle Kameras",
  choose: (condition: string, camera: string): string => `${condition}: ${camera} auswählen`,
  chooseAll: "Alle angezeigten auswählen",
  chosen: (count: number): string => `${plural(count, "Ereignis", "Ereignisse")} ausgewählt`,
  acknowledge: "Bestätigen",
  unacknowledge: "Zurücknehmen",
  acknowledgedBy: (user: string): string => `Bestätigt von ${user}`,
  falseAlarm: "Fehlalarm",
  falseAlarmHelp:
    "Es gab keine Störung: Ein später trainiertes Modell lernt seine Bilder als scharfe.",
  noFalseAlarm: "Kein Fehlalarm",
  comment: "Notiz",
  commentHelp: "Was gefunden, was getan wurde.",
  saveComment: "Notiz speichern",
  saidOfMany: (count: number): string =>
    `Für ${plural(count, "Ereignis", "Ereignisse")} vermerkt.`,
  marks: "Was dazu vermerkt ist",
  many: "Ausgewählte Ereignisse",
  exportCsv: "Als CSV ausgeben",
  exportPdf: "Bericht als PDF",
  exporting: "Wird ausgegeben …",
  exported: (count: number): string => `${plural(count, "Ereignis", "Ereignisse")} ausgegeben.`,
  exportedPart: (count: number): string =>
    `Nur die neuesten ${count} wurden ausgegeben: Grenzen Sie die Liste ein, und geben Sie noch einmal aus.`,
  compare: {
    title: "Vergleichen",
    label: "Das gesunde Bild vergleichen mit",
    slider: "Wie viel vom gesunden Bild zu sehen ist",
    share: (percent: number): string => `${percent} % gesund`,
  },
  states: { all: "Alle", open: "Offen", ended: "Beendet" },
  older: "Ältere Ereignisse anzeigen",
  none: "Keine Ereignisse",
  noneHint:
    "Ist ein Objektiv länger unscharf, als für die Kamera eingestellt, steht es hier, mit Bildern von vorher und nachher.",
  noneMatch: "Kein Ereignis passt",
  noneMatchHint: "Wählen Sie oben eine andere Kamera oder einen anderen Zustand.",
  noneOfCamera: "Diese Kamera hatte noch kein Ereignis.",
  pictures: {
    reference: "Gesund",
    start: "Am Anfang",
    end: "Am Ende",
    now: "Jetzt",
    none: "Kein Bild wurde aufbewahrt",
    of: (which: string, camera: string): string => `${which}: ${camera}`,
  },
  back: "Alle Ereignisse",
  notFound: "Dieses Ereignis gibt es nicht",
  notFoundHint: "Vielleicht wurde es mit seiner Kamera entfernt.",
  reason: "Grund",
  started: "Beginn",
  endedAt: "Ende",
  endReason: "Beendet, weil",
  note: "Was dagegen getan wurde",
  source: "Bemerkt von",
  byCamera: "der Kamera selbst",
  duration: "Dauer",
  score: "Sicherheit",
  stillOpen: "noch offen",
  toCamera: "Kamera anzeigen",
  announceOpen: (camera: string, condition: string): string =>
    `${camera}: ${condition}. Ereignis begonnen.`,
  announceEnd: (camera: string, condition: string): string =>
    `${camera}: ${condition}. Ereignis beendet.`,
} as const;
