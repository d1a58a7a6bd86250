// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What one proves oneself with beside the password.
import { plural } from "../words";

export const secondFactor = {
  title: "Zweiter Faktor",
  about:
    "Ein Code aus einer App auf Ihrem Telefon, nach dem neben dem Passwort gefragt wird. Wer nur das Passwort erfährt, kommt nicht hinein.",
  off: "Er ist ausgeschaltet.",
  on: (codes: number): string =>
    `Er ist eingeschaltet. ${codes === 0 ? "Kein Wiederherstellungscode ist" : plural(codes, "Wiederherstellungscode ist", "Wiederherstellungscodes sind")} übrig.`,
  password: "Ihr eigenes Passwort",
  setUp: "Einrichten",
  scan: "Lesen Sie dies mit einer Authenticator-App ein.",
  qr: "QR-Code für eine Authenticator-App",
  byHand: "Oder tippen Sie dies dort ein:",
  code: "Code, den die App zeigt",
  codeHelp: "Sechs Ziffern. Stimmt er, ist der zweite Faktor eingeschaltet.",
  switchOn: "Einschalten",
  switchOff: "Ausschalten",
  freshCodes: "Neue Wiederherstellungscodes",
  codes: "Ihre Wiederherstellungscodes",
  codesHelp:
    "Jeder meldet Sie einmal an, wenn Sie die App nicht haben. Sie werden nicht noch einmal gezeigt: Drucken Sie sie oder legen Sie sie in einen Passwortspeicher.",
  kept: "Ich habe sie verwahrt",
  needed: "Code des zweiten Faktors",
  neededHelp: "Aus der Authenticator-App, oder ein Wiederherstellungscode.",
  column: "Zweiter Faktor",
  yes: "ein",
  no: "aus",
  removeOf: (user: string): string => `Zweiten Faktor von ${user} entfernen`,
  removeQuestion: "Danach kommt dieser Benutzer mit dem Passwort allein hinein und kann ihn neu einrichten.",
} as const;
