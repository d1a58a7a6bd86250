// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The settings of Lenswatch as a whole.

export const settings = {
  /** In the address and in the list; src/views/settings/sections.ts has their order. */
  sections: {
    browser: "This browser",
    users: "Users",
  },
  actions: "Actions and rules",
  browser: {
    intro: "Holds in this browser alone.",
    theme: "Colours",
    themes: { system: "as the system", light: "light", dark: "dark" },
  },
} as const;
