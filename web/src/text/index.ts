// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Every text of the page, in the language that it speaks. Only that one is loaded: modules that
// import this one run when it is there. The texts themselves import nothing but words.ts, since
// what they imported of the page would wait for them, and they for it.
import { language, type Language } from "./language";
import type { Words } from "./words";

type English = typeof import("./en");
type German = typeof import("./de");
export type Texts = Words<English>;

/** Fails to build when German has a text that English has not; `load` sees to the reverse. */
export type NoneTooMany = English extends Words<German> ? true : never;
export const noneTooMany: NoneTooMany = true;

const load: Record<Language, () => Promise<Texts>> = {
  en: () => import("./en"),
  de: () => import("./de"),
};

export const text: Texts = await load[language]();
export { number, percent } from "./words";

/** Of those that the page has a name for. */
export const conditionNames: readonly string[] = Object.keys(text.conditionNames);

if (typeof document !== "undefined") document.documentElement.lang = language;
