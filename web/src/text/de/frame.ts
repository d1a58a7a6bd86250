// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What is around every page, and before one is let in.
import type { Theme } from "../../lib/theme";

export const product = "Lenswatch";
export const skipToContent = "Zum Inhalt springen";
export const starting = "Wird gestartet …";
export const loading = "Wird geladen …";

export const nav = {
  label: "Hauptmenü",
  overview: "Übersicht",
  cameras: "Kameras",
  events: "Ereignisse",
  actions: "Aktionen",
  settings: "Einstellungen",
  addCamera: "Kamera hinzufügen",
  logOut: "Abmelden",
  loggedInAs: (user: string): string => `Angemeldet als ${user}`,
} as const;

export const theme = {
  names: {
    system: "Farben: wie im System",
    light: "Farben: hell",
    dark: "Farben: dunkel",
  } satisfies Record<Theme, string>,
  change: (now: string): string => `${now}. Ändern`,
} as const;

export const language = {
  label: "Sprache",
} as const;

export const away = {
  title: "Lenswatch antwortet nicht",
  hint: "Es wird von selbst weiter versucht. Läuft „lenswatch serve“, und steht das Netzwerk?",
  banner:
    "Die Verbindung zu Lenswatch ist unterbrochen. Was Sie sehen, ist nicht aktuell. Es wird weiter versucht …",
} as const;

export const errors = {
  noAnswer: "Lenswatch antwortet nicht",
  noAnswerHint: "Prüfen Sie, ob „lenswatch serve“ läuft, und versuchen Sie es dann noch einmal.",
  unexpected: "Auf dieser Seite ist etwas schiefgegangen",
  unexpectedHint:
    "Laden Sie die Seite neu. Tritt es wieder auf, melden Sie es bitte den Entwicklern.",
  retry: "Noch einmal versuchen",
  stale: "Jemand anders hat dies inzwischen geändert",
  staleHint:
    "Es wurde nichts gespeichert, und Ihre Eingaben stehen noch hier. Laden Sie den anderen Stand, oder überschreiben Sie ihn.",
  loadTheirs: "Den anderen Stand laden",
  overwrite: "Mit meinem überschreiben",
} as const;

/** Of an address that one may not open. */
export const notYours = {
  title: "Diese Seite ist nicht für Ihre Rolle",
  hint: (role: string): string => `Sie ist für ${role}. Bitten Sie einen Administrator um eine andere Rolle.`,
  roles: { viewer: "alle", operator: "Bediener und Administratoren", administrator: "Administratoren" },
} as const;

export const password = {
  show: "Passwort anzeigen",
  hide: "Passwort verbergen",
  repeat: "Passwort wiederholen",
  rules: {
    length: (min: number, max: number): string => `${min} bis ${max} Zeichen`,
    kinds: "Drei von: Kleinbuchstaben, Großbuchstaben, Ziffern, andere Zeichen",
    repeated: "Beide sind gleich",
    common: "Kein häufig verwendetes (wird zuletzt geprüft)",
  },
  met: "erfüllt",
  unmet: "noch nicht erfüllt",
} as const;

export const activation = {
  title: "Passwort des Administrators festlegen",
  intro:
    "Dies ist der erste Start. Niemand kann Lenswatch benutzen, bevor es ein Passwort hat; ein voreingestelltes gibt es nicht.",
  user: "Benutzer",
  userName: "admin",
  password: "Neues Passwort",
  submit: "Passwort festlegen und beginnen",
  keep: "Bewahren Sie es gut auf: Es kann nicht wieder angezeigt werden.",
} as const;

export const login = {
  title: "Anmelden",
  over: "Ihre Sitzung ist beendet. Bitte melden Sie sich noch einmal an.",
  user: "Benutzer",
  password: "Passwort",
  submit: "Anmelden",
  lost: "Passwort vergessen?",
} as const;
