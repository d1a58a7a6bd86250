// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What the daemon says is English as it comes.
import type { Said } from "../../api/said";
import type { SaidOfCameras } from "../../api/saidOfCameras";
import type { SaidOfRequests } from "../../api/saidOfRequests";

export const said: Readonly<Record<Said | SaidOfCameras | SaidOfRequests, string>> | null = null;
