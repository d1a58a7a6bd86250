// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Turning a camera while a button or a key is held: what is wanted now is told, one request after
// the other, and said again for as long as it lasts, for the daemon stops a camera that nobody holds.

/** Each from -1 to 1: to the right, upwards, closer. */
export type Way = { pan: number; tilt: number; zoom: number };

export const still: Way = { pan: 0, tilt: 0, zoom: 0 };

const HOLD_MS = 500;

export const isStill = (way: Way): boolean =>
  way.pan === 0 && way.tilt === 0 && way.zoom === 0;

const same = (a: Way, b: Way): boolean =>
  a.pan === b.pan && a.tilt === b.tilt && a.zoom === b.zoom;

export const faster = (way: Way, speed: number): Way => ({
  pan: way.pan * speed,
  tilt: way.tilt * speed,
  zoom: way.zoom * speed,
});

const KEYS: Record<string, Way> = {
  ArrowLeft: { ...still, pan: -1 },
  ArrowRight: { ...still, pan: 1 },
  ArrowUp: { ...still, tilt: 1 },
  ArrowDown: { ...still, tilt: -1 },
  "+": { ...still, zoom: 1 },
  "-": { ...still, zoom: -1 },
};

export const isKey = (key: string): boolean => Object.hasOwn(KEYS, key);

/** Where the keys that are down lead together. */
export function wayOf(keys: Iterable<string>): Way {
  const way = { ...still };
  for (const key of keys) {
    way.pan += KEYS[key]?.pan ?? 0;
    way.tilt += KEYS[key]?.tilt ?? 0;
    way.zoom += KEYS[key]?.zoom ?? 0;
  }
  return way;
}

type Send = {
  move: (way: Way) => Promise<unknown>;
  hold: () => Promise<unknown>;
  stop: () => Promise<unknown>;
};

export type Turner = { turn: (way: Way) => void };

/** failed: null where it went well. */
export function makeTurner(
  send: Send,
  failed: (error: unknown) => void,
  hold_ms = HOLD_MS,
): Turner {
  let wanted = still;
  let told = still;
  let busy = false;
  let timer: ReturnType<typeof setInterval> | undefined;

  const hold = (): void => {
    if (!busy && !isStill(told)) void send.hold().catch(() => undefined);
  };
  const run = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    while (!same(wanted, told)) {
      const next = wanted;
      try {
        await (isStill(next) ? send.stop() : send.move(next));
        failed(null);
      } catch (error) {
        failed(error);
        // It is not tried again by itself; and the daemon stops what is not held.
        if (same(wanted, next)) wanted = still;
        told = still;
        continue;
      }
      told = next;
    }
    busy = false;
    if (isStill(told)) {
      clearInterval(timer);
      timer = undefined;
    } else {
      timer ??= setInterval(hold, hold_ms);
    }
  };
  return {
    turn: (way) => {
      wanted = way;
      void run();
    },
  };
}
