// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What the texts of every language are made with: numbers, plurals, and the type that one
// language's texts give all others.
import { language, locale } from "./language";

/** The shape of T with any words: what another language must have, no more and no less. */
export type Words<T> = T extends (...args: infer Args) => string
  ? (...args: Args) => string
  : T extends string
    ? string
    : { readonly [Key in keyof T]: Words<T[Key]> };

const rules = new Intl.PluralRules(language);
const shares = new Intl.NumberFormat(locale, { style: "percent" });

export const number = (value: number, digits = 0): string =>
  value.toLocaleString(locale, { maximumFractionDigits: digits, minimumFractionDigits: digits });

/** "1 camera", "1,200 cameras". For languages with two forms; others bring their own. */
export const plural = (n: number, one: string, many: string): string =>
  `${number(n)} ${rules.select(n) === "one" ? one : many}`;

/** 0..1 as "87%". */
export const percent = (value: number): string => shares.format(value);

/** The name of something that the server may know and the page may not. */
export const nameIn = (names: Readonly<Record<string, string>>, name: string): string =>
  Object.hasOwn(names, name) ? (names[name] ?? name) : name.replaceAll("_", " ");
