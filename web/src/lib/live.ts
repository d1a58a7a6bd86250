// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Who may show a live picture. A browser opens about six connections to one host over HTTP/1.1,
// in all its tabs together; live pictures and server-sent events hold theirs for ever. So at most
// LIVE_MAX are live, and the other pictures are refreshed one after the other over one connection.

export const LIVE_MAX = 3;
const SNAPSHOT_TIMEOUT_MS = 8000;

type Release = () => void;

const taken = new Set<number>();
const waiting = new Set<() => void>();

/**
 * Takes one of the places, or gives null when there is none. Other tabs are counted where the
 * browser has locks (which it has for secure addresses and this machine).
 */
export async function takeLivePlace(): Promise<Release | null> {
  for (let place = 0; place < LIVE_MAX; place++) {
    if (taken.has(place)) continue;
    taken.add(place);
    const unlock = await lockAcrossTabs(`lenswatch.live.${place}`);
    if (unlock) {
      return () => {
        unlock();
        if (taken.delete(place)) for (const wake of [...waiting]) wake();
      };
    }
    taken.delete(place);
  }
  return null;
}

/** Calls wake whenever a place of this tab gets free. Returns what stops that. */
export function onPlaceFree(wake: () => void): () => void {
  waiting.add(wake);
  return () => waiting.delete(wake);
}

function lockAcrossTabs(name: string): Promise<Release | null> {
  const locks = (navigator as { locks?: LockManager }).locks;
  if (!locks) return Promise.resolve(() => undefined);
  return new Promise((resolve) => {
    locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(null);
        return new Promise<void>((unlock) => resolve(unlock));
      })
      .catch(() => resolve(null));
  });
}

type Refresh = { image: HTMLImageElement; url: string; done: (ok: boolean) => void };

const queue: Refresh[] = [];
let loading = false;

/**
 * Loads url into image when its turn comes; a later request for the same image takes the place of
 * one that still waits. done says whether a picture came.
 */
export function refreshPicture(
  image: HTMLImageElement,
  url: string,
  done: (ok: boolean) => void,
): void {
  const known = queue.find((one) => one.image === image);
  if (known) {
    known.url = url;
    known.done = done;
    return;
  }
  queue.push({ image, url, done });
  if (!loading) void drain();
}

async function drain(): Promise<void> {
  loading = true;
  for (let next = queue.shift(); next; next = queue.shift()) {
    if (next.image.isConnected) next.done(await load(next.image, next.url));
  }
  loading = false;
}

function load(image: HTMLImageElement, url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (ok: boolean) => (): void => {
      window.clearTimeout(timer);
      image.removeEventListener("load", loaded);
      image.removeEventListener("error", failed);
      resolve(ok);
    };
    const loaded = finish(true);
    const failed = finish(false);
    const timer = window.setTimeout(failed, SNAPSHOT_TIMEOUT_MS);
    image.addEventListener("load", loaded);
    image.addEventListener("error", failed);
    image.src = url;
  });
}
