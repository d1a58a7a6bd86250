// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Keeps the state up to date while somebody is logged in: reads the lists, then follows the
// server-sent events; after the daemon was away, reads the lists again.
import { signal } from "@preact/signals";
import { api, ApiError } from "../api/client";
import { openStream } from "../api/stream";
import {
  applyMeasurement,
  cameraIds,
  cameraSignal,
  dropCamera,
  forgetCameras,
  loadCameras,
  putCamera,
  refreshCamera,
} from "./cameras";
import { dropEventsOf, forgetEvents, loadEvents, putEvent } from "./events";
import { sessionOver } from "./session";
import { loadSite } from "./site";

export type Connection = "connecting" | "live" | "away";

/** A reconnect that is over sooner than this is not worth a notice. */
const AWAY_AFTER_MS = 1500;
const RELOAD_AFTER_MS = 3000;

export const connection = signal<Connection>("connecting");
/** Counts the times that the connection was (re-)made: live pictures start anew. */
export const connections = signal(0);

/** Why the lists could not be read; null: they could, or there was no answer at all. */
export const loadError = signal<unknown>(null);

let stopStream: (() => void) | null = null;
let awayTimer: number | undefined;
let reloadTimer: number | undefined;

async function loadAll(): Promise<void> {
  window.clearTimeout(reloadTimer);
  try {
    await Promise.all([loadCameras(), loadEvents(), loadSite()]);
    loadError.value = null;
  } catch (error) {
    // That the daemon is away is said elsewhere; that a session is over is seen by the client.
    const answered = error instanceof ApiError && error.status !== 0 && error.status !== 401;
    loadError.value = answered ? error : null;
    if (stopStream) reloadTimer = window.setTimeout(() => void loadAll(), RELOAD_AFTER_MS);
  }
}

export function startLive(): void {
  if (stopStream) return;
  connection.value = "connecting";
  stopStream = openStream({
    open: () => {
      window.clearTimeout(awayTimer);
      awayTimer = undefined;
      connection.value = "live";
      connections.value++;
      void loadAll();
    },
    away: (refused) => {
      if (refused) void checkSession();
      if (!cameraIds.peek()) void loadAll();
      awayTimer ??= window.setTimeout(() => {
        connection.value = "away";
      }, AWAY_AFTER_MS);
    },
    camera: putCamera,
    cameraRemoved: (id) => {
      dropCamera(id);
      dropEventsOf(id);
    },
    measurement: applyMeasurement,
    event: (event) => {
      const ofSystem = event.camera_id === "";
      // The last words of a camera that was just removed.
      if (!ofSystem && cameraIds.peek() && !cameraSignal(event.camera_id)) return;
      putEvent(event);
      if (!ofSystem) refreshCamera(event.camera_id);
    },
    skipped: () => void loadAll(),
    expired: sessionOver,
  });
}

/** An event stream does not say why it was refused; a request does. */
async function checkSession(): Promise<void> {
  try {
    await api.session();
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) sessionOver();
  }
}

export function stopLive(): void {
  window.clearTimeout(awayTimer);
  window.clearTimeout(reloadTimer);
  awayTimer = undefined;
  stopStream?.();
  stopStream = null;
  forgetCameras();
  forgetEvents();
}
