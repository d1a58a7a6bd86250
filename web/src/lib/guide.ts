// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The guide of the first start: which steps there are, and how far one has come. It is kept in the
// browser, so that the guide can be left and gone on with; what was set up is in the daemon.
import { signal } from "@preact/signals";

/** In order. The first is the page of activation. */
export const guideSteps = ["password", "place", "camera", "picture", "alarm", "done"] as const;

export type GuideStep = (typeof guideSteps)[number];

export type GuideState = {
  /** The furthest that one has come to. */
  step: GuideStep;
  /** The camera and the action that were made here. */
  camera: string | null;
  action: string | null;
};

const KEY = "lenswatch.guide";

const isStep = (value: unknown): value is GuideStep => guideSteps.some((one) => one === value);
const idOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

export function parseGuide(stored: string | null): GuideState | null {
  try {
    const value: unknown = JSON.parse(stored ?? "null");
    if (typeof value !== "object" || value === null) return null;
    const { step, camera, action } = value as Record<string, unknown>;
    return isStep(step) ? { step, camera: idOf(camera), action: idOf(action) } : null;
  } catch {
    return null;
  }
}

/** The step that an address names; else the one that was come to, else the first of the guide. */
export function stepOf(name: string, state: GuideState | null): GuideStep {
  if (isStep(name) && name !== "password") return name;
  return state === null || state.step === "password" ? "place" : state.step;
}

export const later = (a: GuideStep, b: GuideStep): boolean =>
  guideSteps.indexOf(a) > guideSteps.indexOf(b);

function stored(): GuideState | null {
  try {
    return parseGuide(localStorage.getItem(KEY));
  } catch {
    return null; // storage is forbidden
  }
}

/** null: it was never begun in this browser, or it was put away. */
export const guide = signal<GuideState | null>(stored());

function keep(state: GuideState | null): void {
  guide.value = state;
  try {
    if (state === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    // Storage is forbidden: it is known until the page is left.
  }
}

/** Notes what was made; step is kept when it is the furthest so far. */
export function noteGuide(step: GuideStep, made: Partial<Omit<GuideState, "step">> = {}): void {
  const before = guide.value ?? { step, camera: null, action: null };
  keep({ ...before, ...made, step: later(before.step, step) ? before.step : step });
}

/** It is over, or not wanted. */
export const endGuide = (): void => keep(null);
