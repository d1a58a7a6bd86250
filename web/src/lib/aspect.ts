// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The shape in which a picture is shown. Cameras send pixels that are not square, and say so seldom.

export const aspects = ["original", "4:3", "16:9", "stretch"] as const;
export type Aspect = (typeof aspects)[number];

export const isAspect = (name: unknown): name is Aspect => aspects.includes(name as Aspect);

/** Width over height; null: that of the window. */
export function ratioOf(aspect: Aspect, width: number, height: number): number | null {
  if (aspect === "stretch") return null;
  if (aspect === "4:3") return 4 / 3;
  if (aspect === "16:9" || width <= 0 || height <= 0) return 16 / 9;
  return width / height;
}
