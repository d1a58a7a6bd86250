// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Digital zoom: which part of a picture is seen. Places are shares, 0 to 1: of the window in which
// it is seen, or of the whole picture.

/** x, y: what of the picture is in the window's upper left corner. scale: 1 is the whole. */
export type Zoom = { x: number; y: number; scale: number };
export type Place = { x: number; y: number };
export type Box = { x: number; y: number; width: number; height: number };

export const whole: Zoom = { x: 0, y: 0, scale: 1 };
export const SCALE_MAX = 16;

const within = (value: number, min: number, max: number): number =>
  Math.min(Math.max(value, min), max);

function bounded(x: number, y: number, scale: number): Zoom {
  const last = 1 - 1 / scale;
  return { x: within(x, 0, last), y: within(y, 0, last), scale };
}

/** A place in the window as one in the picture. */
export const toPicture = (zoom: Zoom, at: Place): Place => ({
  x: within(zoom.x + at.x / zoom.scale, 0, 1),
  y: within(zoom.y + at.y / zoom.scale, 0, 1),
});

/** Nearer by a factor; what is under that place of the window stays there. */
export function zoomAt(zoom: Zoom, at: Place, factor: number): Zoom {
  const scale = within(zoom.scale * factor, 1, SCALE_MAX);
  const shift = 1 / zoom.scale - 1 / scale;
  return bounded(zoom.x + at.x * shift, zoom.y + at.y * shift, scale);
}

/** Moves the picture by shares of the window. */
export const panBy = (zoom: Zoom, by: Place): Zoom =>
  bounded(zoom.x - by.x / zoom.scale, zoom.y - by.y / zoom.scale, zoom.scale);

/** So that all of that box of the picture is seen, as large as can be. */
export function zoomTo(box: Box): Zoom {
  const side = Math.max(box.width, box.height, 1 / SCALE_MAX);
  const scale = within(1 / side, 1, SCALE_MAX);
  return bounded(
    box.x + box.width / 2 - 0.5 / scale,
    box.y + box.height / 2 - 0.5 / scale,
    scale,
  );
}

/** The box between two corners. */
export const boxOf = (a: Place, b: Place): Box => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  width: Math.abs(a.x - b.x),
  height: Math.abs(a.y - b.y),
});

/** Moved and made larger by shares of the picture, but never out of it. */
export function changeBox(box: Box, by: Box): Box {
  const width = within(box.width + by.width, 0.005, 1);
  const height = within(box.height + by.height, 0.005, 1);
  return {
    x: within(box.x + by.x, 0, 1 - width),
    y: within(box.y + by.y, 0, 1 - height),
    width,
    height,
  };
}

/** A box of the picture as it lies in the window. */
export const toWindow = (zoom: Zoom, box: Box): Box => ({
  x: (box.x - zoom.x) * zoom.scale,
  y: (box.y - zoom.y) * zoom.scale,
  width: box.width * zoom.scale,
  height: box.height * zoom.scale,
});

/** In the camera's own pixels. */
export const pixelsOf = (box: Box, width: number, height: number): [number, number] => [
  Math.round(box.width * width),
  Math.round(box.height * height),
];

export const transformOf = ({ x, y, scale }: Zoom): string =>
  `scale(${scale}) translate(${-100 * x}%, ${-100 * y}%)`;
