// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Light, dark, or as the system has it. public/theme.js applies the choice before the first paint.
import { signal } from "@preact/signals";

export type Theme = "system" | "light" | "dark";

const KEY = "lenswatch.theme";
export const themes: readonly Theme[] = ["system", "light", "dark"];
const darkQuery = matchMedia("(prefers-color-scheme: dark)");

export const theme = signal<Theme>(stored());
/** Counts changes of what is really shown: canvases read their colours again. */
export const themeChanges = signal(0);

darkQuery.addEventListener("change", apply);

export function nextTheme(): void {
  chooseTheme(themes[(themes.indexOf(theme.value) + 1) % themes.length] ?? "system");
}

export function chooseTheme(wanted: Theme): void {
  theme.value = wanted;
  try {
    localStorage.setItem(KEY, theme.value);
  } catch {
    // Storage is forbidden: the choice lasts until the page is left.
  }
  apply();
}

function stored(): Theme {
  try {
    const name = localStorage.getItem(KEY);
    return themes.find((one) => one === name) ?? "system";
  } catch {
    return "system";
  }
}

function apply(): void {
  const system = darkQuery.matches ? "dark" : "light";
  document.documentElement.dataset["theme"] = theme.value === "system" ? system : theme.value;
  themeChanges.value++;
}
