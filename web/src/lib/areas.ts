// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Detection areas and shields as they are drawn: polygons of points from 0 to 1 of the picture.
import type * as Api from "../api/types";

export type Point = readonly [number, number];
export type Kind = "areas" | "shields";
export type Shape = { kind: Kind; points: readonly Point[] };

/** What the daemon takes. */
export const SHAPES_MAX = 8;
export const POINTS_MAX = 32;
export const POINTS_MIN = 3;

/** As fine as anybody can draw, and short in the settings. */
const tidy = (value: number): number => Math.round(Math.min(Math.max(value, 0), 1) * 1000) / 1000;

export const pointAt = (x: number, y: number): Point => [tidy(x), tidy(y)];

export function shapesOf(camera: Pick<Api.Camera, Kind>): Shape[] {
  const read = (kind: Kind): Shape[] =>
    (camera[kind] ?? []).map((points) => ({
      kind,
      points: points.map(([x = 0, y = 0]) => pointAt(x, y)),
    }));
  return [...read("areas"), ...read("shields")];
}

export function settingsOfShapes(shapes: readonly Shape[]): Required<Pick<Api.CameraPatch, Kind>> {
  const write = (kind: Kind): number[][][] =>
    shapes.filter((shape) => shape.kind === kind).map((shape) => shape.points.map(([x, y]) => [x, y]));
  return { areas: write("areas"), shields: write("shields") };
}

export const countOf = (shapes: readonly Shape[], kind: Kind): number =>
  shapes.filter((shape) => shape.kind === kind).length;

const change = (shapes: readonly Shape[], index: number, points: readonly Point[]): Shape[] =>
  shapes.map((shape, i) => (i === index ? { ...shape, points } : shape));

export function movePoint(shapes: readonly Shape[], index: number, k: number, to: Point): Shape[] {
  const points = shapes[index]?.points ?? [];
  return change(
    shapes,
    index,
    points.map((point, i) => (i === k ? to : point)),
  );
}

/** The whole polygon by dx, dy, but not beyond the picture: it keeps its form. */
export function moveShape(shapes: readonly Shape[], index: number, dx: number, dy: number): Shape[] {
  const points = shapes[index]?.points ?? [];
  const limit = (by: number, axis: 0 | 1): number => {
    const values = points.map((point) => point[axis]);
    return Math.min(Math.max(by, -Math.min(...values)), 1 - Math.max(...values));
  };
  const [x, y] = [limit(dx, 0), limit(dy, 1)];
  return change(
    shapes,
    index,
    points.map((point) => pointAt(point[0] + x, point[1] + y)),
  );
}

/** A new point after the k-th one. */
export function insertPoint(shapes: readonly Shape[], index: number, k: number, at: Point): Shape[] {
  const points = shapes[index]?.points ?? [];
  if (points.length >= POINTS_MAX) return [...shapes];
  return change(shapes, index, [...points.slice(0, k + 1), at, ...points.slice(k + 1)]);
}

/** Without the k-th point; a polygon of which too little is left goes, too. */
export function removePoint(shapes: readonly Shape[], index: number, k: number): Shape[] {
  const points = shapes[index]?.points ?? [];
  if (points.length <= POINTS_MIN) return shapes.filter((_, i) => i !== index);
  return change(
    shapes,
    index,
    points.filter((_, i) => i !== k),
  );
}

export const middle = (a: Point, b: Point): Point => pointAt((a[0] + b[0]) / 2, (a[1] + b[1]) / 2);

/** For those who draw by keyboard, and as a beginning for all others. */
export const rectangle = (kind: Kind): Shape => ({
  kind,
  points: [pointAt(0.25, 0.25), pointAt(0.75, 0.25), pointAt(0.75, 0.75), pointAt(0.25, 0.75)],
});
