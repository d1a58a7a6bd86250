// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Sending a form: busy while it is under way, the error if it failed.
import { useEffect, useRef, useState } from "preact/hooks";
import { ConflictError } from "../api/client";

export type Submit = {
  busy: boolean;
  error: unknown;
  onSubmit: (event: globalThis.Event) => void;
};

/** loadTheirs: shows what somebody else has changed; else the page is loaded again. */
export function useSubmit(send: () => Promise<void>, loadTheirs?: () => void): Submit {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const gone = useRef(false);
  // What is entered after a conflict goes with it when it is overwritten.
  const latest = useRef(send);
  latest.current = send;

  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);

  const run = (): void => {
    setBusy(true);
    setError(null);
    latest
      .current()
      .catch((failure: unknown) => {
        if (gone.current) return;
        if (failure instanceof ConflictError) letChoose(failure);
        setError(failure);
      })
      .finally(() => {
        if (!gone.current) setBusy(false);
      });
  };
  const letChoose = (conflict: ConflictError): void => {
    conflict.overwrite = () => {
      conflict.insist();
      run();
    };
    if (loadTheirs) {
      conflict.loadTheirs = () => {
        setError(null);
        loadTheirs();
      };
    }
  };
  const onSubmit = (event: globalThis.Event): void => {
    event.preventDefault();
    if (!busy) run();
  };
  return { busy, error, onSubmit };
}
