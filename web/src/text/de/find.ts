// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Finding cameras, judging pictures.
import type * as Api from "../../api/types";
import { number, plural } from "../words";

export const find = {
  title: "Kameras suchen",
  intro:
    "Sucht Kameras im Netzwerk, sagt, was sie sind, und beurteilt von jeder ein Bild. Nur wenn Sie es verlangen.",
  ranges: "Adressen",
  rangesHelp:
    "Ein Netzwerk (192.0.2.0/24), von–bis (192.0.2.10-192.0.2.80), einzelne Adressen oder Namen, durch Kommas getrennt. Leer: die Netzwerke dieses Rechners.",
  users: "Benutzer der Kameras",
  usersHelp:
    "Werden in dieser Reihenfolge versucht. Keine Kamera wird öfter gefragt als unten erlaubt, damit keine ihre Benutzer aussperrt.",
  user: (number: number): string => `Benutzer ${number}`,
  password: (number: number): string => `Passwort ${number}`,
  moreUsers: "Noch ein Benutzer",
  more: "Wie gesucht wird",
  ports: "Ports",
  portsHelp: "Die an jeder Adresse versucht werden, durch Kommas getrennt.",
  attempts: "Abgelehnte Passwörter",
  attemptsHelp:
    "So viele lehnt eine Kamera ab, bis sie in Ruhe gelassen wird. Die meisten sperren einen Benutzer nach 3 bis 5.",
  attemptsUnit: "höchstens",
  timeout: "Stille",
  timeoutHelp: "Eine Kamera, die so lange nichts sagt, wird aufgegeben.",
  announce: "Auch das Netzwerk fragen",
  announceHelp: "Durch Multicast: findet Kameras, deren Adresse nicht in den Bereichen liegt.",
  large: "Mehr als 65.536 Adressen sind gewollt",
  start: "Kameras jetzt suchen",
  cancel: "Anhalten",
  again: "Noch einmal suchen",
  running: "Kameras werden gesucht",
  progress: (done: number, all: number, cameras: number): string =>
    `${number(done)} von ${plural(all, "Adresse", "Adressen")}, bisher ${plural(cameras, "Kamera", "Kameras")}`,
  left: (duration: string): string => `noch etwa ${duration}`,
  states: {
    done: "Alle Adressen sind durchgesehen.",
    cancelled: "Angehalten. Das wurde bis dahin gefunden.",
  },
  none: "Keine Kamera wurde gefunden",
  noneHint:
    "Prüfen Sie die Adressen, und ob dieser Rechner im selben Netzwerk ist. Manche Kameras antworten nur an anderen Ports.",
  result: (cameras: number): string => plural(cameras, "Kamera", "Kameras"),
  columns: {
    choose: "Auswahl",
    picture: "Bild",
    address: "Adresse",
    camera: "Kamera",
    size: "Größe",
    verdict: "Urteil",
  },
  channel: (number: number): string => `Kanal ${number}`,
  unknownBrand: "Unbekannte Marke",
  choose: (name: string): string => `${name} auswählen`,
  chooseAll: "Alle auswählen, die sich hinzufügen lassen",
  add: (count: number): string => `${plural(count, "Kamera", "Kameras")} hinzufügen`,
  watched: "Wird schon überwacht",
  added: "Hinzugefügt",
  moved: "Hat jetzt ihre neue Adresse",
  pictureOf: (name: string): string => `Bild von ${name}`,
  fails: {
    ok: "",
    closed: "Geschlossen",
    "wrong password": "Falsches Passwort",
    locked: "Gesperrt",
    "unsupported codec": "Unbekanntes Videoformat",
    "timed out": "Zeit abgelaufen",
    error: "Fehler",
  } satisfies Record<Api.FoundCamera["camera"]["state"], string>,
} as const;

export const judge = {
  title: "Bilder beurteilen",
  drop: "Bilder oder Ordner hier ablegen",
  dropHint:
    "JPEG, PNG, WebP, BMP oder TIFF, je bis zu 64 MiB. Sie werden eins nach dem anderen beurteilt, und keins wird aufbewahrt.",
  files: "Bilder wählen",
  folder: "Ordner wählen",
  name: "Name",
  waiting: "wartet",
  failed: "Fehlgeschlagen",
  tooLarge: "Es ist größer als 64 MiB",
  counts: (done: number, all: number): string =>
    `${number(done)} von ${plural(all, "Bild", "Bildern")} beurteilt`,
  verdicts: (clear: number, blurry: number, not: number, failed: number): string =>
    `${clear} scharf, ${blurry} unscharf, ${not} nicht beurteilbar${failed > 0 ? `, ${failed} fehlgeschlagen` : ""}`,
  progress: "Bisher beurteilte Bilder",
  order: "Reihenfolge",
  orders: { given: "Wie vorgegeben", worst: "Unschärfste zuerst" },
  map: "Zeigen, wo Bilder unscharf sind",
  exportCsv: "Als CSV ausgeben",
  clear: "Liste leeren",
  more: (count: number): string => `${count} weitere anzeigen`,
  noMore: (count: number): string => `Nicht mehr als ${count} auf einmal.`,
  kinds: { defocus: "unscharf gestellt", motion: "verwackelt", both: "unscharf gestellt und verwackelt" },
  radius: (pixels: string): string => `um ${pixels} px verwischt`,
} as const;
