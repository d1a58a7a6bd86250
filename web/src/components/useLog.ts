// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A searched log that grows backwards in pages.
import { useEffect, useState } from "preact/hooks";

/** Typing does not ask for each letter. */
const TYPING_MS = 250;

export type Page<T> = { rows: T[]; next_before: number | null };

export type LogRows<T> = {
  /** null: not read yet. */
  rows: T[] | null;
  error: unknown;
  /** null: there is nothing older, or it is being read. */
  older: (() => void) | null;
};

export function useLog<T>(
  read: (query: URLSearchParams) => Promise<Page<T>>,
  query: URLSearchParams,
): LogRows<T> {
  const [rows, setRows] = useState<T[] | null>(null);
  const [before, setBefore] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const key = query.toString();

  useEffect(() => {
    let gone = false;
    const timer = window.setTimeout(() => {
      read(new URLSearchParams(key)).then(
        (page) => {
          if (gone) return;
          setRows(page.rows);
          setBefore(page.next_before);
          setError(null);
        },
        (failure: unknown) => {
          if (!gone) setError(failure);
        },
      );
    }, TYPING_MS);
    return () => {
      gone = true;
      window.clearTimeout(timer);
    };
  }, [key]);

  const older = (): void => {
    if (before === null) return;
    const next = new URLSearchParams(key);
    next.set("before", String(before));
    setBefore(null);
    read(next).then((page) => {
      setRows((known) => [...(known ?? []), ...page.rows]);
      setBefore(page.next_before);
    }, setError);
  };
  return { rows, error, older: before === null ? null : older };
}
