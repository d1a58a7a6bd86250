// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The colours of a map of tiles over a picture. Blue to orange over the lightness of both: people
// who do not tell red from green see it as everybody does, and so does a grey print.

/** Rows of tiles_x, 0 good to 1 bad; null or below 0: nothing is known of the tile. */
export type Tiles = {
  tiles_x: number;
  tiles_y: number;
  tiles: readonly (number | null)[];
};

/** blur: how blurred each tile is. lost: how much of its usual detail is gone; what is as usual is
 * left as it is. */
export type HeatScale = "blur" | "lost";

export type Colour = readonly [red: number, green: number, blue: number, alpha: number];

const STOPS: Record<HeatScale, readonly Colour[]> = {
  blur: [
    [24, 72, 168, 0.46],
    [86, 152, 214, 0.42],
    [226, 226, 220, 0.36],
    [250, 164, 58, 0.54],
    [196, 72, 0, 0.66],
  ],
  lost: [
    [250, 190, 90, 0],
    [250, 164, 58, 0.4],
    [220, 104, 10, 0.6],
    [186, 52, 0, 0.74],
  ],
};

/** Steps of the legend. */
export const LEGEND: readonly number[] = [0, 0.25, 0.5, 0.75, 1];

export const isKnown = (value: number | null): value is number => value !== null && value >= 0;

export function heatColour(scale: HeatScale, value: number): Colour {
  const stops = STOPS[scale];
  const at = Math.min(Math.max(value, 0), 1) * (stops.length - 1);
  const low = stops[Math.floor(at)] as Colour;
  const high = stops[Math.ceil(at)] as Colour;
  const share = at - Math.floor(at);
  const mix = (k: 0 | 1 | 2 | 3): number => low[k] + (high[k] - low[k]) * share;
  return [Math.round(mix(0)), Math.round(mix(1)), Math.round(mix(2)), mix(3)];
}

/** As a canvas takes it: one pixel a tile, nothing where nothing is known. */
export function heatPixels(of: Tiles, scale: HeatScale): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(of.tiles_x * of.tiles_y * 4);
  of.tiles.forEach((value, i) => {
    if (!isKnown(value)) return;
    const [red, green, blue, alpha] = heatColour(scale, value);
    pixels.set([red, green, blue, Math.round(alpha * 255)], i * 4);
  });
  return pixels;
}

/** Of the tiles of which something is known, how many there are, and what share is bad. */
export function heatSummary(of: Tiles): { known: number; bad: number } {
  const known = of.tiles.filter(isKnown);
  const bad = known.filter((value) => value >= 0.5).length;
  return { known: known.length, bad: known.length > 0 ? bad / known.length : 0 };
}
