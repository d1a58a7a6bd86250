// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The fields of a form: what is stored, and over it what is entered. What is stored may change
// beneath it, by this form or by others; what is entered stays until it is stored or given up.
import { useRef, useState } from "preact/hooks";
import { editsLeft } from "../lib/edits";

export type Edits<T> = {
  /** As the form shows them. */
  values: T;
  /** Whether something is entered that is not stored. */
  pending: boolean;
  set: (change: Partial<T>) => void;
  /** Stores what is entered now; returns whether nothing was entered while it was on its way. */
  send: (store: (values: T) => Promise<unknown>) => Promise<boolean>;
  giveUp: () => void;
};

export function useEdits<T extends object>(stored: T): Edits<T> {
  const [edits, setEdits] = useState<Partial<T>>({});
  const latest = useRef(edits);
  const replace = (next: Partial<T>): void => {
    latest.current = next;
    setEdits(next);
  };
  return {
    values: { ...stored, ...edits },
    pending: Object.keys(edits).length > 0,
    set: (change) => replace({ ...latest.current, ...change }),
    send: async (store) => {
      const sent = latest.current;
      await store({ ...stored, ...sent });
      replace(editsLeft(latest.current, sent));
      return Object.keys(latest.current).length === 0;
    },
    giveUp: () => replace({}),
  };
}
