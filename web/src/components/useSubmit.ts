// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Sending a form: busy while it is under way, the error if it failed.
import { useEffect, useRef, useState } from "preact/hooks";

export type Submit = {
  busy: boolean;
  error: unknown;
  onSubmit: (event: globalThis.Event) => void;
};

export function useSubmit(send: () => Promise<void>): Submit {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const gone = useRef(false);

  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);

  const onSubmit = (event: globalThis.Event): void => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    send()
      .catch((failure: unknown) => {
        if (!gone.current) setError(failure);
      })
      .finally(() => {
        if (!gone.current) setBusy(false);
      });
  };
  return { busy, error, onSubmit };
}
