// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What is around every page, and before one is let in.
import type { Theme } from "../../lib/theme";

export const product = "Lenswatch";
export const skipToContent = "Skip to content";
export const starting = "Starting…";
export const loading = "Loading…";

export const nav = {
  label: "Main",
  overview: "Overview",
  cameras: "Cameras",
  events: "Events",
  actions: "Actions",
  settings: "Settings",
  addCamera: "Add camera",
  logOut: "Log out",
  loggedInAs: (user: string): string => `Logged in as ${user}`,
} as const;

export const theme = {
  names: {
    system: "Theme: as the system",
    light: "Theme: light",
    dark: "Theme: dark",
  } satisfies Record<Theme, string>,
  change: (now: string): string => `${now}. Change it`,
} as const;

export const language = {
  label: "Language",
} as const;

export const away = {
  title: "Lenswatch does not answer",
  hint: "Trying again by itself. Is “lenswatch serve” running, and is the network up?",
  banner: "The connection to Lenswatch is lost. What you see is not live. Trying again…",
} as const;

export const errors = {
  noAnswer: "Lenswatch does not answer",
  noAnswerHint: "Check that “lenswatch serve” is running, then try again.",
  unexpected: "Something went wrong in this page",
  unexpectedHint: "Load the page again. If it happens again, please report it.",
  retry: "Try again",
  stale: "Somebody else has changed this meanwhile",
  staleHint:
    "Nothing was saved, and what you entered is still here. Look at theirs, or save yours over it.",
  loadTheirs: "Load theirs",
  overwrite: "Overwrite with mine",
} as const;

/** Of an address that one may not open. */
export const notYours = {
  title: "This page is not for your role",
  hint: (role: string): string => `It is for ${role}. Ask an administrator to change your role.`,
  roles: { viewer: "everybody", operator: "operators and administrators", administrator: "administrators" },
} as const;

export const password = {
  show: "Show password",
  hide: "Hide password",
  repeat: "Password again",
  rules: {
    length: (min: number, max: number): string => `${min} to ${max} characters`,
    kinds: "Three of: lower case, upper case, digits, others",
    repeated: "Both are the same",
    common: "Not a commonly used one (checked at the end)",
  },
  met: "met",
  unmet: "not met yet",
} as const;

export const activation = {
  title: "Set the administrator password",
  intro:
    "This is the first start. Nobody can use Lenswatch until it has a password; there is no default.",
  user: "User",
  userName: "admin",
  password: "New password",
  submit: "Set password and begin",
  keep: "Keep it well: it cannot be shown again.",
} as const;

export const login = {
  title: "Log in",
  over: "Your session is over. Please log in again.",
  user: "User",
  password: "Password",
  submit: "Log in",
  lost: "Lost your password?",
} as const;
