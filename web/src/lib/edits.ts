// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What is entered in a form over what is stored.

/** What remains once `sent` is stored: what was entered while it was on its way. */
export function editsLeft<T extends object>(edits: Partial<T>, sent: Partial<T>): Partial<T> {
  const names = Object.keys(edits) as (keyof T)[];
  const left = names.filter((name) => !(name in sent) || edits[name] !== sent[name]);
  return Object.fromEntries(left.map((name) => [name, edits[name]])) as Partial<T>;
}
