// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Has the browser save a text that the page has made.

const KEPT_MS = 60_000;

export function saveText(name: string, type: string, words: string): void {
  const url = URL.createObjectURL(new Blob([words], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads it after the click, when it likes to.
  window.setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
