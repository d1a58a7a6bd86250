// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The cameras and what is known of each now. One signal a camera, so that a measurement draws one
// tile again and not the wall.
import { computed, signal, type Signal } from "@preact/signals";
import { api, ApiError } from "../api/client";
import type { Measurement } from "../api/stream";
import type * as Api from "../api/types";

const REFRESH_DELAY_MS = 300;

/** Ids in the order of the wall; null: not read yet. */
export const cameraIds = signal<string[] | null>(null);
const cameras = new Map<string, Signal<Api.Camera>>();
const measurementListeners = new Set<(measurement: Measurement) => void>();
const refreshing = new Set<string>();
/** Being removed: what is still said of them must not make the page ask for them. */
const leaving = new Set<string>();

export const cameraSignal = (id: string): Signal<Api.Camera> | undefined => cameras.get(id);

export const allCameras = computed<Api.Camera[]>(() =>
  (cameraIds.value ?? []).flatMap((id) => cameras.get(id)?.value ?? []),
);

/** For each list that is on its way, what was told of cameras meanwhile: whether they are there. */
const told = new Set<Map<string, boolean>>();

function note(id: string, there: boolean): void {
  for (const since of told) since.set(id, there);
}

export async function loadCameras(): Promise<void> {
  const since = new Map<string, boolean>();
  told.add(since);
  const list = await api.cameras().finally(() => told.delete(since));
  const ids = new Set(list.map((camera) => camera.id));
  for (const id of cameras.keys()) if (!ids.has(id) && !since.get(id)) cameras.delete(id);
  list.filter(({ id }) => !since.has(id)).forEach(set);
  cameraIds.value = sortedIds();
}

export function forgetCameras(): void {
  cameras.clear();
  cameraIds.value = null;
}

export function putCamera(camera: Api.Camera): void {
  note(camera.id, true);
  const before = cameras.get(camera.id)?.value;
  set(camera);
  if (before?.name !== camera.name && cameraIds.value) cameraIds.value = sortedIds();
}

export function dropCamera(id: string): void {
  note(id, false);
  if (cameras.delete(id) && cameraIds.value) cameraIds.value = sortedIds();
}

function set(camera: Api.Camera): void {
  const known = cameras.get(camera.id);
  if (known) known.value = camera;
  else cameras.set(camera.id, signal(camera));
}

function sortedIds(): string[] {
  return [...cameras.values()]
    .map((camera) => camera.peek())
    .sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))
    .map((camera) => camera.id);
}

/** Runs remove, during which nothing is asked about the camera. */
export async function whileLeaving(id: string, remove: () => Promise<void>): Promise<void> {
  leaving.add(id);
  try {
    await remove();
    dropCamera(id);
  } finally {
    leaving.delete(id);
  }
}

/**
 * What a measurement says is shown at once; the reason for a new verdict is fetched. So is all that
 * comes with the first picture: how it is to be shown hangs on what the camera sends.
 */
export function applyMeasurement(measurement: Measurement): void {
  const known = cameras.get(measurement.camera_id);
  if (known) {
    const { status } = known.peek();
    const first = status.picture_time === null;
    known.value = {
      ...known.peek(),
      status: {
        ...status,
        verdict: measurement.verdict,
        blur_probability: measurement.blur_probability,
        sharpness: measurement.sharpness,
        brightness: measurement.brightness,
        picture_time: first ? null : new Date(measurement.time_s * 1000).toISOString(),
      },
    };
    if (first || status.verdict !== measurement.verdict) refreshCamera(measurement.camera_id);
  }
  for (const listener of measurementListeners) listener(measurement);
}

/** Reads one camera again, soon; several wishes within that time are one request. */
export function refreshCamera(id: string): void {
  if (refreshing.has(id)) return;
  refreshing.add(id);
  window.setTimeout(() => {
    refreshing.delete(id);
    if (!cameras.has(id) || leaving.has(id)) return;
    api.camera(id).then(
      (camera) => {
        // It may have gone meanwhile, and what is said of it now is of before.
        if (cameras.has(id)) putCamera(camera);
      },
      (error: unknown) => {
        if (error instanceof ApiError && error.status === 404) dropCamera(id);
      },
    );
  }, REFRESH_DELAY_MS);
}

/** Calls listener for every measurement of every camera. Returns what stops that. */
export function onMeasurement(listener: (measurement: Measurement) => void): () => void {
  measurementListeners.add(listener);
  return () => measurementListeners.delete(listener);
}
