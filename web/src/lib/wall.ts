// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// How a live wall is divided, and which camera is in which window. Windows are numbered through all
// pages of the wall.
import { isAspect, type Aspect } from "./aspect";
import { streamChoice, type StreamChoice } from "./stream";

export const divisions = ["fit", "1", "4", "9", "16"] as const;
export type Division = (typeof divisions)[number];

/** What a window asks for: the video as the camera sends it, or small pictures, which cost less. */
export type WindowStream = "video" | "pictures";

export type WallSettings = {
  division: Division;
  aspect: Aspect;
  /** Cameras by window; null: an empty one. */
  order: readonly (string | null)[];
  /** Cameras that are shown as pictures. */
  pictures: readonly string[];
  stream: StreamChoice;
  /** Seconds until the next page is shown; 0: it is not. */
  cycle_s: number;
};

export const cycles: readonly number[] = [0, 5, 10, 20, 60];
/** Windows of the largest page: what one connection carries. */
export const WINDOWS_MAX = 16;
const ORDER_MAX = 1024;

export const defaults: WallSettings = {
  division: "fit",
  aspect: "original",
  order: [],
  pictures: [],
  stream: "auto",
  cycle_s: 0,
};

const isId = (value: unknown): value is string =>
  typeof value === "string" && /^[a-z0-9-]{1,32}$/.test(value);

/** What was stored, by this version of the page or another, or by somebody's hand. */
export function wallSettings(stored: unknown): WallSettings {
  if (typeof stored !== "object" || stored === null) return defaults;
  const { division, aspect, order, pictures, stream, cycle_s } = stored as Partial<
    Record<keyof WallSettings, unknown>
  >;
  const list = (value: unknown): unknown[] =>
    Array.isArray(value) ? value.slice(0, ORDER_MAX) : [];
  return {
    division: divisions.find((one) => one === division) ?? defaults.division,
    aspect: isAspect(aspect) ? aspect : defaults.aspect,
    order: list(order).map((one) => (isId(one) ? one : null)),
    pictures: list(pictures).filter(isId),
    stream: streamChoice(stream),
    cycle_s: cycles.find((one) => one === cycle_s) ?? 0,
  };
}

/** Every camera has a window: new ones get the first that is empty, those that are gone leave
 * theirs empty. A camera is in one window only. */
export function arrange(
  order: readonly (string | null)[],
  ids: readonly string[],
): (string | null)[] {
  const left = new Set(ids);
  const windows = order.map((id) => (id !== null && left.delete(id) ? id : null));
  for (const id of ids) {
    if (!left.has(id)) continue;
    const empty = windows.indexOf(null);
    if (empty < 0) windows.push(id);
    else windows[empty] = id;
  }
  while (windows.length > 0 && windows.at(-1) === null) windows.pop();
  return windows;
}

/** Columns and rows of a page. */
export function gridOf(division: Division, cameras: number): number {
  if (division !== "fit") return Math.sqrt(Number(division));
  return Math.min(Math.max(Math.ceil(Math.sqrt(cameras)), 1), Math.sqrt(WINDOWS_MAX));
}

/** Rows that a page needs: fitted, none is empty. */
export function rowsOf(division: Division, cameras: number): number {
  const columns = gridOf(division, cameras);
  if (division !== "fit") return columns;
  return Math.min(Math.max(Math.ceil(cameras / columns), 1), columns);
}

export type WallPage = {
  page: number;
  pages: number;
  columns: number;
  rows: number;
  /** Number of the first window. */
  first: number;
  windows: (string | null)[];
};

/** The page of that number, or the last one there is. */
export function pageOf(
  windows: readonly (string | null)[],
  division: Division,
  wanted: number,
): WallPage {
  const columns = gridOf(division, windows.length);
  const rows = rowsOf(division, windows.length);
  const size = columns * rows;
  const pages = Math.max(Math.ceil(windows.length / size), 1);
  const page = Math.min(Math.max(wanted, 0), pages - 1);
  const first = page * size;
  return {
    page,
    pages,
    columns,
    rows,
    first,
    windows: Array.from({ length: size }, (_, i) => windows[first + i] ?? null),
  };
}

/** Two windows change their cameras. */
export function swap(
  windows: readonly (string | null)[],
  a: number,
  b: number,
): (string | null)[] {
  const size = Math.max(windows.length, a + 1, b + 1);
  const swapped = Array.from({ length: size }, (_, i) => windows[i] ?? null);
  [swapped[a], swapped[b]] = [swapped[b] ?? null, swapped[a] ?? null];
  return swapped;
}

/** A camera comes into a window; what was there goes where it came from. */
export function put(
  windows: readonly (string | null)[],
  window: number,
  id: string,
): (string | null)[] {
  const from = windows.indexOf(id);
  return from < 0 ? [...windows] : swap(windows, from, window);
}
