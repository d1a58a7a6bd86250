// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What this Lenswatch is called, for those who look after more than one.
import { signal } from "@preact/signals";
import { api } from "../api/client";
import { text } from "../text";

export const siteName = signal<string>(text.product);

/** Read anew. Without an answer it keeps the name that it has. */
export async function loadSite(): Promise<void> {
  const status = await api.status().catch(() => null);
  if (status) siteName.value = status.site_name || text.product;
}
