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
    blur: ["scharf", "verschwommen"],
    lost: ["wie sonst", "Einzelheiten verloren"],
  } satisfies Record<HeatScale, readonly [string, string]>,
  unknown: "ohne Farbe: zu wenig Einzelheiten für ein Urteil",
  nothing: "Nirgends im Bild sind genug Einzelheiten für ein Urteil.",
  summary: {
    blur: (share: string): string => `${share} von dem, was beurteilbar ist, sind verschwommen.`,
    lost: (share: string): string =>
      `${share} von dem, was beurteilbar ist, haben ihre Einzelheiten verloren.`,
  } satisfies Record<HeatScale, (share: string) => string>,
} as const;

export const live = {
  link: "Live",
  title: (camera: string): string => `Live: ${camera}`,
  stage: (camera: string): string => `Live-Bild von ${camera}, zum Hineinzoomen`,
  toolLabel: "Was Ziehen bewirkt",
  tools: { zoom: "Zoomen", move: "Verschieben", count: "Pixel zählen" },
  toolHelp: {
    zoom: "Einen Rahmen ziehen, um ihn groß zu sehen; ein Klick zeigt wieder alles. Mausrad, zwei Finger, + und − zoomen, 0 zeigt alles, die Pfeiltasten verschieben.",
    move: "Das Bild ziehen. Mausrad, zwei Finger, + und − zoomen, 0 zeigt alles, die Pfeiltasten verschieben.",
    count:
      "Einen Rahmen ziehen: seine Größe steht darunter, in Pixeln der Kamera. Die Pfeiltasten verschieben ihn, mit Umschalt ändern sie seine Größe.",
  },
  counted: (width: number, height: number): string => `${width} × ${height} Pixel`,
  zoomed: (scale: number): string => `${number(scale, 1)}×`,
  whole: "Alles zeigen",
  snapshot: "Schnappschuss",
  kept: "Bei den Aufnahmen aufbewahrt und heruntergeladen.",
  fullScreen: "Ganzer Bildschirm",
  aspectLabel: "Form",
  aspects: {
    original: "wie die Kamera es sendet",
    "4:3": "4:3",
    "16:9": "16:9",
    stretch: "Fenster füllen",
  } satisfies Record<Aspect, string>,
  heatLabel: "Schärfe über dem Bild",
  heat: {
    off: "nicht gezeigt",
    blur: "wo es verschwommen ist",
    lost: "wo Einzelheiten gegenüber sonst fehlen",
  },
  kinds: {
    video: "Video, wie die Kamera es sendet",
    images: "Bilder, bis zu zehn je Sekunde",
    still: "Einzelbilder",
  },
  behind: (seconds: number): string => `${number(seconds, 1)} s zurück`,
  refused: (codec: string): string =>
    `Dieser Browser spielt das Video der Kamera (${codec}) nicht ab. Stattdessen werden Bilder gezeigt.`,
  streamLabel: "Strom",
  streamChoices: { auto: "Automatisch", main: "Hauptstrom", sub: "Nebenstrom" } satisfies Record<
    StreamChoice,
    string
  >,
  subProblem: (problem: string): string => `Der Nebenstrom kommt nicht: ${problem}`,
  meter: {
    open: "Schärfemesser",
    title: "Schärfemesser",
    close: "Schließen",
    bar: "Schärfe jetzt, gemessen am Schärfsten bisher",
    advice: {
      turn: "Am Objektiv drehen",
      better: "Schärfer: weiter so",
      back: "Zu weit: zurückdrehen",
      best: "Das ist am schärfsten",
    } satisfies Record<Advice, string>,
    states: {
      off: "Angehalten",
      opening: "Wartet auf das erste Bild…",
      running: "",
      busy: "Zu viele Schärfemesser sind offen. Wird wieder versucht…",
      away: "Keine Antwort. Wird wieder versucht…",
      over: "Ein Schärfemesser endet nach 15 Minuten.",
    },
    goOn: "Weiter",
    forget: "Bestwert vergessen",
    sound: "Ton",
    help: "Die Zahl ist der Anteil am Schärfsten, das seit dem Öffnen zu sehen war. Über das Beste hinausdrehen und dann zurück, bis es so genannt wird. Auch Menschen und Autos im Bild ändern sie.",
  },
  ptz: {
    title: "Schwenken und zoomen",
    pad: "Die Kamera schwenken und zoomen",
    help: "Eine Taste gedrückt halten; oder, wenn eine im Fokus ist, die Pfeiltasten, + und −. Beim Loslassen hält sie an.",
    ways: {
      upLeft: "Nach oben links",
      up: "Nach oben",
      upRight: "Nach oben rechts",
      left: "Nach links",
      right: "Nach rechts",
      downLeft: "Nach unten links",
      down: "Nach unten",
      downRight: "Nach unten rechts",
      closer: "Näher heran",
      wider: "Weiter weg",
    },
    speedLabel: "Tempo",
    speeds: { slow: "Langsam", medium: "Mittel", fast: "Schnell" },
    presets: "Preset",
    presetOf: (token: string): string => `Preset ${token}`,
    go: "Dorthin",
    presetName: "Name dieser Ansicht",
    save: "Als Preset merken",
  },
  lens: {
    title: "Objektiv",
    stepLabel: "Wie weit",
    steps: { fine: "1 %", small: "5 %", large: "20 %" },
    moves: {
      near: "Näher",
      far: "Ferner",
      auto: "Selbst scharfstellen",
      sweep: "Das Schärfste suchen",
    },
    moving: "Das Objektiv bewegt sich…",
    curve: (position: string): string =>
      `Am schärfsten bei ${position} seines Weges von nah nach fern.`,
  },
  wall: {
    title: "Live-Wand",
    division: "Fenster",
    divisions: {
      fit: "Passend",
      "1": "1 × 1",
      "4": "2 × 2",
      "9": "3 × 3",
      "16": "4 × 4",
    } satisfies Record<Division, string>,
    pages: "Seiten der Wand",
    before: "Vorige",
    next: "Nächste",
    pageOf: (page: number, pages: number): string => `${page} von ${pages}`,
    cycle: "Seiten wechseln",
    noCycle: "Seiten bleiben",
    cycleOf: (seconds: number): string => `Nächste Seite nach ${seconds} s`,
    arrange: "Anordnen",
    arrangeHelp:
      "Wählen Sie die Kamera jedes Fensters, oder ziehen Sie ein Fenster auf ein anderes; steht der Fokus auf „Verschieben“, verschieben es die Pfeiltasten. Dieser Browser merkt es sich für Sie.",
    move: "Verschieben",
    empty: "Keine Kamera",
    window: (number: number, camera: string): string => `Fenster ${number}: ${camera}`,
    cameraOf: (number: number): string => `Kamera von Fenster ${number}`,
    streamOf: (number: number): string => `Was Fenster ${number} zeigt`,
    streams: {
      video: "Video, wie die Kamera es sendet",
      pictures: "Kleine Bilder, vier je Sekunde",
    } satisfies Record<WindowStream, string>,
    noPlace:
      "Andere Tabs dieses Browsers zeigen Live-Bilder, und er öffnet nur wenige Verbindungen. Schließen Sie einige.",
    refused:
      "Manche Kameras senden Video, das dieser Browser nicht abspielt: stattdessen werden Bilder gezeigt.",
  },
} as const;
