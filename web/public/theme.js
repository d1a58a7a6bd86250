// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Applied before the first paint, so that a page in the chosen theme never flashes in the
// other. A file of its own because the content security policy forbids inline scripts.
try {
  const theme = localStorage.getItem("lenswatch.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is forbidden: the system's theme it is.
}
