// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What was learnt of a camera: in each light, at each preset.
import { number, plural } from "../words";

export const baselines = {
  title: "Wie sie aussieht, wenn sie gesund ist",
  help: "Von selbst gelernt, für jedes Licht und jede Position getrennt. Jedes neue Bild wird damit verglichen.",
  none: "Von dieser Kamera wurde noch nichts gelernt.",
  lights: {
    day: "Am Tag, in Farbe",
    night: "Bei Nacht, grau",
    lamps: "Bei Nacht, in Farbe unter Lampen",
  },
  preset: (name: string, preset: number): string => `${name}, Position ${preset}`,
  current: "jetzt",
  reference: "Gelernt",
  now: "Jetzt",
  referenceOf: (name: string): string => `Was gelernt wurde: ${name}`,
  nowOf: (camera: string): string => `${camera} jetzt`,
  noPicture:
    "Noch kein Bild davon: Es wird eines aufgehoben, wenn ein Bild ohne Störung gelernt wird.",
  since: "Vergleich seit",
  learnt: "Gelernt",
  pictures: (count: number): string => plural(count, "Bild", "Bilder"),
  learning: (count: number, needed: number): string =>
    `${number(count)} von ${number(needed)} Bildern, die es braucht`,
  pictureOf: "Bild vom",
  edges: "Kanten zum Beurteilen",
  edgesShare: (share: string): string => `in ${share} des Bildes`,
  judges: "Beurteilbar",
  judgesAll: (count: number): string => `alle ${count} Störungen`,
  judgesSome: (count: number, of: number): string => `${count} von ${of} Störungen`,
  whyNot: (count: number): string => `Nicht beurteilbar: ${plural(count, "Störung", "Störungen")}`,
  forget: "Dies vergessen …",
  forgetOf: (name: string): string => `Vergessen: ${name}`,
  question: (name: string): string =>
    `Soll vergessen werden, wie diese Kamera aussieht: ${name}? Es wird neu gelernt, wenn dieses Licht und diese Ansicht wiederkommen. Was von den anderen gelernt wurde, bleibt.`,
} as const;
