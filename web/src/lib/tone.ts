// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A number that is heard: the higher, the better.

export type Tone = {
  /** 0..1; null: silent. */
  set: (share: number | null) => void;
  close: () => void;
};

const LOW_HZ = 160;
const OCTAVES = 3;
const LOUD = 0.15;
const GLIDE_S = 0.08;

/** null: this browser makes no sound. To be called where something was pressed. */
export function openTone(): Tone | null {
  if (!("AudioContext" in window)) return null;
  const context = new AudioContext();
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  gain.gain.value = 0;
  oscillator.connect(gain).connect(context.destination);
  oscillator.start();
  return {
    set: (share) => {
      const now = context.currentTime;
      gain.gain.setTargetAtTime(share === null ? 0 : LOUD, now, GLIDE_S);
      if (share !== null) {
        oscillator.frequency.setTargetAtTime(LOW_HZ * 2 ** (OCTAVES * share), now, GLIDE_S);
      }
    },
    close: () => void context.close(),
  };
}
