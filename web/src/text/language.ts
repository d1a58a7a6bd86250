// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Which language the page speaks: the one chosen, else the first of the browser's that there is.
// It stays as it is until the page is loaded again, so that texts may be kept in constants.

/** Each in its own words. Another language is a folder beside en/, and lines here and in index.ts. */
export const languages = { en: "English", de: "Deutsch" } as const;

export type Language = keyof typeof languages;

const KEY = "lenswatch.language";

const known = (name: string | null): Language | null =>
  name !== null && Object.hasOwn(languages, name) ? (name as Language) : null;

/** The first that is spoken here; English when none is. */
export function pick(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const language = known(tag.toLowerCase().split("-")[0] ?? null);
    if (language !== null) return language;
  }
  return "en";
}

const browser = (): readonly string[] =>
  typeof navigator === "undefined" ? [] : (navigator.languages ?? []);

function stored(): Language | null {
  try {
    return known(localStorage.getItem(KEY));
  } catch {
    return null; // storage is forbidden, or there is none
  }
}

export const language: Language = stored() ?? pick(browser());

/** The page is loaded again in it, and from now on. */
export function chooseLanguage(wanted: Language): void {
  try {
    localStorage.setItem(KEY, wanted);
  } catch {
    return; // it could not be kept, so loading again would change nothing
  }
  location.reload();
}

/** How numbers and dates are written: as in the browser's country, if it speaks this language. */
export const locale: string =
  browser().find((tag) => pick([tag]) === language && known(tag.split("-")[0] ?? "") !== null) ??
  language;
