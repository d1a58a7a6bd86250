// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The button for what was refused because it would keep out the one who asks.
import { ApiError } from "../api/client";
import { text } from "../text";

type Props = { error: unknown; busy: boolean; onClick: (event: Event) => void };

export function Anyway({ error, busy, onClick }: Props) {
  if (!(error instanceof ApiError) || error.status !== 409) return null;
  return (
    <button type="button" class="button button-danger" disabled={busy} onClick={onClick}>
      {text.network.anyway}
    </button>
  );
}
