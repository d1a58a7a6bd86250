// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Applied before the first paint, so that a page in the chosen theme never flashes in the
// other. A file of its own because the content security policy forbids inline scripts.
// src/lib/theme.ts goes on from here.
(() => {
  let choice = null;
  try {
    choice = localStorage.getItem("lenswatch.theme");
  } catch {
    // Storage is forbidden: the system's theme it is.
  }
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme =
    choice === "light" || choice === "dark" ? choice : dark ? "dark" : "light";
})();
