// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Which stream of a camera is looked at: its main one, or the smaller sub stream that it may have.

export const streamChoices = ["auto", "main", "sub"] as const;
export type StreamChoice = (typeof streamChoices)[number];
export type Stream = "main" | "sub";

/** From so many windows beside each other on, none needs the main stream. */
const SUB_FROM_COLUMNS = 2;
/** A picture that is no wider than this does not, either. */
const SUB_UP_TO_PIXELS = 960;

/** What was stored, by this version of the page or another. */
export const streamChoice = (stored: unknown): StreamChoice =>
  streamChoices.find((one) => one === stored) ?? "auto";

/** Of the cameras of a wall; one without a sub stream shows its main one. */
export function streamOfWall(choice: StreamChoice, columns: number): Stream {
  if (choice !== "auto") return choice;
  return columns >= SUB_FROM_COLUMNS ? "sub" : "main";
}

/** Of one camera. pixels: how wide its picture can be here. */
export function streamOfCamera(choice: StreamChoice, hasSub: boolean, pixels: number): Stream {
  if (!hasSub) return "main";
  if (choice !== "auto") return choice;
  return pixels <= SUB_UP_TO_PIXELS ? "sub" : "main";
}
