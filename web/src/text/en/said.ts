// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What the daemon says is English as it comes.
import type { Said } from "../../api/said";

export const said: Readonly<Record<Said, string>> | null = null;
