// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Server-sent events, typed. EventSource reconnects by itself while the daemon is away; what it
// does not come back from (an HTTP error) is tried again here.
import { STREAM_URL } from "./client";
import type * as Api from "./types";

export type Measurement = {
  camera_id: string;
  time_s: number;
  verdict: Api.CameraStatus["verdict"];
  blur_probability: number | null;
  sharpness: number | null;
  brightness: number | null;
  contrast: number | null;
  noise: number | null;
  colour: number | null;
};

export type StreamHandlers = {
  open: () => void;
  /** refused: the daemon answered, but with an error and not with a stream. */
  away: (refused: boolean) => void;
  camera: (camera: Api.Camera) => void;
  cameraRemoved: (id: string) => void;
  measurement: (measurement: Measurement) => void;
  event: (event: Api.Event) => void;
  /** Some were lost to us: read the lists again. */
  skipped: () => void;
  expired: () => void;
};

const RETRY_MS = 3000;

/** Returns what closes it. */
export function openStream(handlers: StreamHandlers): () => void {
  let source: EventSource;
  let timer: number | undefined;

  const on = <T>(name: string, handle: (data: T) => void): void => {
    source.addEventListener(name, (message: MessageEvent<string>) => {
      handle(JSON.parse(message.data) as T);
    });
  };

  const connect = (): void => {
    source = new EventSource(STREAM_URL);
    source.onopen = handlers.open;
    source.onerror = () => {
      const refused = source.readyState === EventSource.CLOSED;
      if (refused) timer = window.setTimeout(connect, RETRY_MS);
      handlers.away(refused);
    };
    on<Api.Camera>("camera", handlers.camera);
    on<{ id: string }>("camera_removed", ({ id }) => handlers.cameraRemoved(id));
    on<Measurement>("measurement", handlers.measurement);
    on<Api.Event>("event_start", handlers.event);
    on<Api.Event>("event_refresh", handlers.event);
    on<Api.Event>("event_end", handlers.event);
    on("skipped", handlers.skipped);
    on("expired", handlers.expired);
  };

  connect();
  return () => {
    window.clearTimeout(timer);
    source.close();
  };
}
