// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Has pictures judged, a few at a time: the daemon has other things to do, too.
import { useEffect, useRef, useState } from "preact/hooks";
import { api, ApiError } from "../api/client";
import type * as Api from "../api/types";
import { PICTURES_MAX, type Judged } from "../lib/judge";
import { text } from "../text";

const AT_ONCE = 2;
const BUSY_MS = 1000;
const BUSY = 503;
/** What the daemon takes. */
const BYTES_MAX = 64 * 1024 * 1024;

const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => window.setTimeout(resolve, ms));

async function judge(file: File): Promise<Pick<Judged, "answer" | "error">> {
  if (file.size > BYTES_MAX) return { answer: null, error: text.judge.tooLarge };
  for (;;) {
    try {
      const answer: Api.Prediction = await api.predict(file);
      return { answer, error: "" };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status !== BUSY) {
        return { answer: null, error: error.message || text.errors.noAnswer };
      }
      await wait(BUSY_MS);
    }
  }
}

export function useJudge() {
  const [list, setList] = useState<readonly Judged[]>([]);
  const queue = useRef<Judged[]>([]);
  const running = useRef(0);
  const next = useRef(0);

  // What waits when the view is left, or the list is cleared, is not judged any more.
  const clear = (): void => {
    queue.current = [];
    setList([]);
  };
  useEffect(() => clear, []);

  const work = async (): Promise<void> => {
    running.current++;
    for (let one = queue.current.shift(); one; one = queue.current.shift()) {
      const { id, file } = one;
      const said = await judge(file);
      setList((before) => before.map((old) => (old.id === id ? { ...old, ...said } : old)));
    }
    running.current--;
  };
  const add = (files: readonly { name: string; file: File }[]): void => {
    const room = PICTURES_MAX - list.length;
    const added = files.slice(0, Math.max(room, 0)).map(
      (named): Judged => ({ ...named, id: next.current++, answer: null, error: "" }),
    );
    queue.current.push(...added);
    setList([...list, ...added]);
    for (let i = running.current; i < AT_ONCE; i++) void work();
  };
  return { list, add, clear };
}
