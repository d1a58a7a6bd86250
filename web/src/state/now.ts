// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The present second by the daemon's clock, for durations that go on.
import { signal } from "@preact/signals";
import { serverNow } from "../api/client";

export const now_s = signal(serverNow());

setInterval(() => {
  if (!document.hidden) now_s.value = serverNow();
}, 1000);
