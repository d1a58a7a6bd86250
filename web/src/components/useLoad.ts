// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Reads something from the daemon when a view opens, and again at an interval or when asked to.
import { useEffect, useState } from "preact/hooks";

export type Loaded<T> = {
  /** null: not read yet. */
  value: T | null;
  error: unknown;
  again: () => void;
};

export function useLoad<T>(
  read: () => Promise<T>,
  every_ms: number | null = null,
  key = "",
): Loaded<T> {
  const [value, setValue] = useState<T | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [turn, setTurn] = useState(0);

  useEffect(() => {
    let gone = false;
    let timer: number | undefined;
    read()
      .then(
        (now) => {
          if (gone) return;
          setValue(now);
          setError(null);
        },
        (failure: unknown) => {
          if (!gone) setError(failure);
        },
      )
      .finally(() => {
        if (gone || every_ms === null) return;
        timer = window.setTimeout(() => setTurn((n) => n + 1), every_ms);
      });
    return () => {
      gone = true;
      window.clearTimeout(timer);
    };
  }, [turn, key]);

  return { value, error, again: () => setTurn((n) => n + 1) };
}
