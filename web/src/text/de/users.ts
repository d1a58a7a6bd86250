// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Who may log in.
import type * as Api from "../../api/types";
import { plural } from "../words";

export const users = {
  own: (user: string): string => `Ihr Passwort, ${user}`,
  current: "Jetziges Passwort",
  fresh: "Neues Passwort",
  change: "Passwort ändern",
  changed: "Geändert. Überall sonst sind Sie abgemeldet.",
  list: "Wer sich anmelden darf",
  user: "Benutzer",
  role: "Rolle",
  roles: {
    viewer: "Betrachter: sieht Kameras, Ereignisse und Aufnahmen",
    operator: "Bediener: bestätigt auch, nimmt auf, fokussiert, schaltet den Alarm",
    administrator: "Administrator: alles",
  } satisfies Record<Api.User["role"], string>,
  roleOf: (user: string): string => `Rolle von ${user}`,
  loggedIn: "Angemeldet",
  browsers: (count: number): string =>
    count === 0 ? "nein" : plural(count, "Browser", "Browser"),
  used: "Zuletzt gesehen",
  never: "–",
  logOut: (user: string): string => `${user} abmelden`,
  remove: (user: string): string => `${user} entfernen`,
  removeQuestion: "Mit allen Sitzungen und API-Token.",
  add: "Neuer Benutzer",
  name: "Name",
  nameHelp: "Buchstaben, Ziffern und . _ @ -",
  password: "Passwort",
  save: "Benutzer anlegen",
} as const;
