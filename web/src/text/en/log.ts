// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Who did what, and what the program said of itself.
import { number } from "../words";

export const log = {
  which: "Which log",
  books: { audit: "Who did what", log: "System" },
  kept: "How long they are kept",
  search: "Search",
  anyone: "Anyone",
  user: "User",
  kind: "Kind",
  camera: "Camera",
  days: { from: "From this day", to: "Up to this day" },
  allKinds: "All kinds",
  kinds: {
    login: "Logins",
    logout: "Log-outs",
    lock: "Locks",
    change: "Changes",
    export: "Exports",
    deletion: "Deletions",
    system: "By itself",
  },
  allTypes: "All types",
  majors: {
    alarm: "Alarms",
    exception: "Exceptions",
    operation: "Operations",
    information: "Information",
  },
  allResults: "Any result",
  result: "Result",
  results: {
    success: "done",
    refused: "refused",
    failed: "failed",
    interrupted: "interrupted",
  },
  time: "Time",
  who: "Who",
  what: "What",
  changed: "What changed",
  type: "Type",
  line: "What was said",
  none: "Nothing is there that fits.",
  older: "Show older",
  exportCsv: "Export as CSV",
  exportJson: "Export as JSON lines",
  check: "Check the chain",
  whole: (records: number): string =>
    `The log is whole: ${number(records)} records, none changed and none missing.`,
  broken: (record: number, reason: string): string =>
    `The log is broken at record ${number(record)}: ${reason}.`,
  diagnosis: "Something does not work?",
  diagnosisHelp:
    "An archive for whoever is to find out: version, settings, cameras, queues, recent log, facts of the host. No password, token or key is in it.",
  diagnose: "Make the archive",
  nobody: "nobody known",
  by: { session: "browser", token: "token", host: "shell of the host" } as Record<string, string>,
} as const;
