// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What this browser remembers, each user's for himself. Where storage is forbidden nothing is.

const keyOf = (name: string, user: string): string => `lenswatch.${name}.${user}`;

/** null: nothing, or nothing that can be read. */
export function readStored(name: string, user: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(keyOf(name, user)) ?? "null") as unknown;
  } catch {
    return null;
  }
}

export function writeStored(name: string, user: string, value: unknown): void {
  try {
    localStorage.setItem(keyOf(name, user), JSON.stringify(value));
  } catch {
    // It lasts until the page is left.
  }
}
