// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The settings of Lenswatch as a whole.

export const settings = {
  sections: {
    browser: "Dieser Browser",
    users: "Benutzer",
  },
  actions: "Aktionen und Regeln",
  browser: {
    intro: "Gilt nur in diesem Browser.",
    theme: "Farben",
    themes: { system: "wie im System", light: "hell", dark: "dunkel" },
  },
} as const;
