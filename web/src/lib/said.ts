// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What the daemon says in English, in another language: sentences by themselves, and formats as C
// has them, whose values go to where {1}, {2}, … stand. What has no words stays as it is.

const SPEC = /%(?:%|[-.*\d]*(?:ll|[lz])?[a-z])/g;
const NUMBER = "(-?[\\d.]+|-?nan|-?inf)";

/** A format as a pattern of what it makes. */
function patternOf(format: string): RegExp {
  const escape = (part: string): string => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  let pattern = "";
  let at = 0;
  for (const { 0: spec, index } of format.matchAll(SPEC)) {
    pattern += escape(format.slice(at, index));
    pattern += spec === "%%" ? "%" : spec.endsWith("s") ? "(.*)" : NUMBER;
    at = index + spec.length;
  }
  return new RegExp(`^${pattern}${escape(format.slice(at))}$`);
}

/** What a sentence is about, before it: a setting, a camera. */
const ABOUT = /^([^:]{1,100}): (.+)$/;

/** How much of a format is fixed: the one that says most comes first. */
const weight = (format: string): number => format.replace(SPEC, "").length;

/**
 * words: by what is said, before which anything with a colon may stand; null: nothing is put into
 * other words. value: how a value is written that has no words either, such as a number or the name
 * of a condition.
 */
export function translator(
  words: Readonly<Record<string, string>> | null,
  value: (text: string) => string,
): (message: string) => string {
  if (words === null) return (message) => message;
  const formats = Object.keys(words)
    .filter((format) => format.includes("%"))
    .sort((a, b) => weight(b) - weight(a))
    .map((format) => ({ pattern: patternOf(format), said: words[format] ?? "" }));
  const translate = (message: string): string | null => {
    if (Object.hasOwn(words, message)) return words[message] ?? null;
    for (const { pattern, said } of formats) {
      const found = pattern.exec(message);
      if (!found) continue;
      return said.replace(/\{(\d)\}/g, (_, n: string) => {
        const part = found[Number(n)] ?? "";
        return translate(part) ?? value(part);
      });
    }
    const [, about, rest] = ABOUT.exec(message) ?? [];
    const known = rest === undefined ? null : translate(rest);
    return known === null ? null : `${about}: ${known}`;
  };
  return (message) => translate(message) ?? message;
}
