// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// One after the other: requests that would else take all connections to the daemon at once.

let last: Promise<unknown> = Promise.resolve();

/** Runs task when those before it are done, whether they failed or not. */
export function inTurn<T>(task: () => Promise<T>): Promise<T> {
  const mine = last.then(task, task);
  last = mine.catch(() => undefined);
  return mine;
}
