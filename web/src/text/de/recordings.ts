// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Recordings and playing them.
import { number } from "../words";

export const recordings = {
  title: "Aufnahmen",
  rangeLabel: "Zeitraum",
  ranges: { day: "Letzter Tag", week: "Letzte Woche", month: "Letzter Monat" },
  none: "In dieser Zeit wurde nichts aufgenommen. Was aufgenommen wird, steht in den Einstellungen der Kamera.",
  kinds: { event: "Ereignis", always: "Ständig", manual: "Von Hand", capture: "Bild" },
  now: {
    event: "Ein Ereignis wird aufgenommen",
    always: "Aufnahme läuft",
    manual: "Aufnahme von Hand läuft",
    capture: "Aufnahme läuft",
  },
  start: (seconds: number): string => `${seconds} s aufnehmen`,
  stop: "Aufnahme beenden",
  cannot: (error: string): string => `Aufnehmen geht nicht: ${error}.`,
  play: "Abspielen",
  look: "Anzeigen",
  download: "Herunterladen",
  goesOn: "läuft noch",
  of: (time: string): string => `Aufnahme von ${time}`,
  event: (id: number): string => `${id}`,
  megabytes: (megabytes: number): string => `${number(megabytes, 1)} MB`,
  mode: "Aufnehmen",
  modeHelp: "Video wird aufbewahrt, wie die Kamera es sendet. 4 Mbit/s sind 43 GB am Tag.",
  modes: { off: "Nichts", events: "Um Ereignisse herum", always: "Immer" },
  before: "Vor einem Ereignis",
  beforeHelp: "Sekunden vor seinem Beginn, mit denen die Aufnahme anfängt.",
  after: "Nach einem Ereignis",
  afterHelp: "Sekunden nach seinem Beginn und wieder nach seinem Ende.",
  quota: "Kontingent",
  quotaHelp:
    "Was die Aufnahmen dieser Kamera belegen dürfen; 0: keine Grenze außer dem Datenträger.",
  keep: "Aufbewahren für",
  keepHelp: "Ältere Aufnahmen werden entfernt; 0: sie bleiben.",
  days: "Tage",
  overwrite: "Beim Erreichen des Kontingents die älteste Aufnahme überschreiben",
  capture: "Ein Bild aufbewahren alle",
  captureHelp: "Einzelbilder neben dem Video; 0: keine.",
} as const;

export const playback = {
  title: (camera: string): string => `Wiedergabe von ${camera}`,
  link: "Wiedergabe",
  day: "Tag",
  dayBefore: "Tag davor",
  dayAfter: "Tag danach",
  none: "An diesem Tag wurde nichts aufgenommen.",
  start: "Neueste Aufnahme abspielen",
  slider: "Zeit",
  previous: "Vorherige Aufnahme",
  next: "Nächste Aufnahme",
  rate: "Geschwindigkeit",
  rates: { "0.5": "½×", "1.0": "1×", "2.0": "2×", "4.0": "4×", "8.0": "8×" },
  zoom: "Auf der Zeitleiste",
  zooms: { day: "Der Tag", hour: "Eine Stunde" },
  download: (length: string): string => `Diese Aufnahme herunterladen (${length})`,
  events: "Ereignisse des Tages",
} as const;
