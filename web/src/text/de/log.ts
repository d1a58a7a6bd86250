// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Wer was getan hat, und was das Programm von sich gesagt hat.
import { number } from "../words";

export const log = {
  which: "Welches Protokoll",
  books: { audit: "Wer was tat", log: "System" },
  kept: "Wie lange sie bleiben",
  search: "Suchen",
  anyone: "Alle",
  user: "Benutzer",
  kind: "Art",
  camera: "Kamera",
  days: { from: "Von diesem Tag an", to: "Bis zu diesem Tag" },
  allKinds: "Alle Arten",
  kinds: {
    login: "Anmeldungen",
    logout: "Abmeldungen",
    lock: "Sperren",
    change: "Änderungen",
    export: "Exporte",
    deletion: "Löschungen",
    system: "Von selbst",
  },
  allTypes: "Alle Arten",
  majors: {
    alarm: "Alarme",
    exception: "Ausnahmen",
    operation: "Bedienung",
    information: "Hinweise",
  },
  allResults: "Jedes Ergebnis",
  result: "Ergebnis",
  results: {
    success: "getan",
    refused: "abgelehnt",
    failed: "misslungen",
    interrupted: "unterbrochen",
  },
  time: "Zeit",
  who: "Wer",
  what: "Was",
  changed: "Was sich änderte",
  type: "Art",
  line: "Was gesagt wurde",
  none: "Es gibt nichts, was passt.",
  older: "Ältere zeigen",
  exportCsv: "Als CSV ausgeben",
  exportJson: "Als JSON-Zeilen ausgeben",
  check: "Kette prüfen",
  whole: (records: number): string =>
    `Das Protokoll ist vollständig: ${number(records)} Einträge, keiner verändert, keiner fehlt.`,
  broken: (record: number, reason: string): string =>
    `Das Protokoll ist beschädigt bei Eintrag ${number(record)}: ${reason}.`,
  diagnosis: "Etwas funktioniert nicht?",
  diagnosisHelp:
    "Ein Archiv für den, der es herausfinden soll: Version, Einstellungen, Kameras, Warteschlangen, jüngstes Protokoll, Angaben zum Rechner. Kein Passwort, Token oder Schlüssel ist darin.",
  diagnose: "Archiv erstellen",
  nobody: "unbekannt",
  by: { session: "Browser", token: "Token", host: "Shell des Rechners" } as Record<string, string>,
} as const;
