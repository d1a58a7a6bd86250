// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// When a camera is armed.

export const arming = {
  title: (camera: string): string => `Alarmzeiten von ${camera}`,
  now: "Jetzt",
  states: {
    armed: "Alarmbereit",
    disarmed: "Alarm ausgeschaltet",
    partly: "Teilweise alarmbereit",
  },
  notArmed: (names: string): string => `Nicht alarmbereit: ${names}.`,
  byHand: {
    armed: (until: string | null): string =>
      until === null
        ? "Alarm von Hand eingeschaltet, auf Dauer."
        : `Alarm von Hand eingeschaltet bis ${until}.`,
    disarmed: (until: string | null): string =>
      until === null
        ? "Alarm von Hand ausgeschaltet, auf Dauer."
        : `Alarm von Hand ausgeschaltet bis ${until}.`,
  },
  arm: "Alarm einschalten",
  disarm: "Alarm ausschalten",
  auto: "Nach Zeitplan",
  span: "für",
  spanLabel: "Wie lange",
  spans: {
    "": "immer",
    "0.5 h": "30 Minuten",
    "1 h": "1 Stunde",
    "8 h": "8 Stunden",
    "24 h": "24 Stunden",
    time: "bis zu einem Zeitpunkt",
  },
  until: "Bis",
  schedule: "Zeitplan",
  condition: "Störung",
  allOthers: "Alle ohne eigenen Zeitplan",
  hasOwn: " (eigener Zeitplan)",
  when: "Wann",
  always: "Immer alarmbereit",
  asOthers: "Wie alle anderen",
  bySchedule: "Nach einem Zeitplan",
  help: "Zeichnen Sie einen Zeitraum auf einen Balken, ziehen Sie ihn oder seine Enden; oder fügen Sie mit + einen hinzu und verschieben Sie ihn oder eines seiner Enden mit den Pfeiltasten (Umschalt: um eine Stunde). Entf entfernt ihn. Was nicht alarmbereit ist, wird überwacht und gemessen, löst aber keine Ereignisse aus.",
  days: [
    "Montag",
    "Dienstag",
    "Mittwoch",
    "Donnerstag",
    "Freitag",
    "Samstag",
    "Sonntag",
    "Feiertage",
  ] as readonly string[],
  addTo: (day: string): string => `Zeitraum hinzufügen: ${day}`,
  copy: "Kopieren …",
  copyOf: (day: string): string => `Kopieren … ${day}`,
  copyTitle: (day: string): string => `${day} kopieren nach`,
  copyAll: "Alle Wochentage",
  copyDo: "Auf diese kopieren",
  period: (day: string, from: string, to: string): string => `${day}, ${from} bis ${to}`,
  ends: {
    from: (day: string, number: number): string => `${day}: Beginn von Zeitraum ${number}`,
    to: (day: string, number: number): string => `${day}: Ende von Zeitraum ${number}`,
  },
  chosen: (day: string): string => `Gewählter Zeitraum: ${day}`,
  from: "von",
  to: "bis",
  removePeriod: "Diesen Zeitraum entfernen",
  wrongTimes:
    "Von 00:00 bis 24:00; ein Zeitraum endet nach seinem Beginn und überschneidet sich mit keinem anderen. Einer über Mitternacht sind zwei.",
  holidayBar: "An Feiertagen andere Zeiten",
  holidayHelp: "An den Tagen darunter gilt ihr Balken, gleich welcher Wochentag es ist.",
  holidays: "Feiertage",
  addHoliday: "Datum hinzufügen",
  removeHoliday: (date: string): string => `${date} entfernen`,
  zone: "Zeitzone",
  zoneHelp: "Zum Beispiel Europe/Berlin; leer: die des Systems.",
  save: "Zeitplan übernehmen",
  stored: "So ist es gespeichert.",
} as const;
