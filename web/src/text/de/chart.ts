// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The chart of what was measured.
import { number, plural } from "../words";

export const chart = {
  title: "Messwerte im Verlauf",
  ranges: {
    minutes: "15 min",
    hour: "1 h",
    day: "24 h",
    week: "7 d",
    month: "30 d",
    year: "1 a",
    years: "3 a",
  },
  rangeLabel: "Zeitraum",
  longRanges: {
    minutes: "in den letzten 15 Minuten",
    hour: "in der letzten Stunde",
    day: "in den letzten 24 Stunden",
    week: "in den letzten 7 Tagen",
    month: "in den letzten 30 Tagen",
    year: "im letzten Jahr",
    years: "in den letzten 3 Jahren",
  },
  between: (from: string, to: string): string => `von ${from} bis ${to}`,
  around: "um das Ereignis herum",
  measure: "Messwert",
  measures: {
    sharpness: "Schärfe",
    blur_probability: "Wahrscheinlichkeit der Unschärfe",
    brightness: "Helligkeit",
    contrast: "Kontrast",
    noise: "Rauschen",
    colour: "Farbe",
  },
  ofPicture: "Des Bildes",
  ofConditions: "Abstand zu einer Störung",
  helps: {
    sharpness:
      "Wie scharf das Bild für sich genommen ist, 0 % bis 100 %, gleich welche Szene. Es ist die Wahrscheinlichkeit der Unschärfe, so auseinandergezogen, dass man auch einen langsamen Verlust sieht.",
    blur_probability:
      "Wie wahrscheinlich es nach dem Bild allein ist, dass es unscharf ist, 0 % bis 100 %. Wie die Kamera sonst aussieht, zählt dabei nicht.",
    brightness: "Mittlere Helligkeit des Bildes, von 0, schwarz, bis 255, weiß.",
    contrast:
      "Wie weit Hell und Dunkel auseinanderliegen: die Standardabweichung der Helligkeit, in Stufen von 256. Nebel, Schmutz und ein verdecktes Objektiv lassen ihn sinken.",
    noise:
      "Standardabweichung des Sensorrauschens, in Stufen von 256, wo das Bild am glattesten ist. Es steigt im Dunkeln und wenn ein Sensor ausfällt.",
    colour:
      "Wie weit die Farben im Mittel von Grau entfernt sind, in Stufen von 256. 0 ist ein Bild ohne Farbe, wie nachts unter Infrarotlicht.",
  },
  limitHelp: (condition: string): string =>
    `Die niedrigste Empfindlichkeit, 1 bis 100, mit der das Bild eine Störung gewesen wäre: ${condition}. Höher ist besser; die gestrichelte Linie ist die eingestellte Empfindlichkeit, und was darunter liegt, war eine Störung. Bilder, die nicht zu beurteilen waren, fehlen.`,
  limit: (sensitivity: string): string => `Störung ab Empfindlichkeit ${sensitivity}`,
  limitNever: "bei keiner Empfindlichkeit eine Störung",
  level: (value: string): string => `${value} von 255`,
  levels: (value: string): string => `${value} Stufen`,
  range: (low: string, high: string): string => `(${low} bis ${high})`,
  verdicts: { 0: "nicht beurteilbar", 1: "scharf", 2: "unscharf" },
  night: "Nacht",
  legend: "Im Diagramm",
  legendNight: "Nacht",
  legendEvent: "Ereignis",
  legendSet: "Eingestellte Empfindlichkeit",
  chart: "Diagramm",
  keys: "Die Pfeiltasten gehen von Wert zu Wert (Umschalt: zehn auf einmal), Pos1 und Ende zum ersten und letzten. Plus und Minus vergrößern und verkleinern, ebenso das Ziehen über das Diagramm; Bild auf und Bild ab gehen weiter; 0 zeigt den ganzen Zeitraum. Die Eingabetaste öffnet das Ereignis unter dem Zeiger.",
  keysSummary: "Tasten",
  zoomIn: "Vergrößern",
  zoomOut: "Verkleinern",
  whole: "Ganzer Zeitraum",
  events: "Ereignisse im Diagramm",
  eventsHere: (count: number, time: string): string =>
    `${plural(count, "Ereignis", "Ereignisse")} ab ${time}: vergrößern`,
  eventHere: (condition: string, time: string): string => `${condition}, ${time}`,
  eventAt: (condition: string): string => `Ereignis: ${condition}`,
  notAll: (count: number): string =>
    `Nur die neuesten ${number(count)} Ereignisse sind eingezeichnet.`,
  none: "In dieser Zeit wurde nichts gemessen.",
  noneYet: "Die ersten Messwerte erscheinen hier innerhalb von Sekunden.",
  point: (time: string, value: string): string => `${time} · ${value}`,
  now: (value: string): string => `jetzt ${value}`,
  summary: (
    measure: string,
    range: string,
    low: string,
    high: string,
    events: number,
  ): string =>
    `${measure} ${range}: niedrigste ${low}, höchste ${high}; ${plural(events, "Ereignis", "Ereignisse")}`,
  noSummary: (measure: string, range: string): string => `${measure} ${range}: nichts gemessen`,
  sparkline: (low: string, high: string): string =>
    `Schärfe in der letzten Stunde: niedrigste ${low}, höchste ${high}`,
} as const;
