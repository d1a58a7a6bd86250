// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A filtered list of events that grows backwards in pages and forwards by the stream.
import { useEffect, useState } from "preact/hooks";
import { api, type EventQuery } from "../api/client";
import type * as Api from "../api/types";
import { matches, mergeEvents, spanOfDays, type EventFilter } from "../lib/events";
import { allCameras } from "../state/cameras";
import { events as recent } from "../state/events";
import { connections } from "../state/live";

const PAGE = 25;

export type EventList = {
  /** null: not read yet. */
  events: Api.Event[] | null;
  error: unknown;
  /** null: there is nothing older, or it is being read. */
  older: (() => void) | null;
  /** What was said of some of them. */
  put: (changed: readonly Api.Event[]) => void;
};

export function useEventList(filter: EventFilter): EventList {
  const [read, setRead] = useState<Api.Event[] | null>(null);
  const [nextBefore, setNextBefore] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const generation = connections.value;
  const key = `${JSON.stringify(filter)} ${generation}`;

  useEffect(() => {
    let gone = false;
    setRead(null);
    setNextBefore(null);
    setError(null);
    api.events(query(filter)).then(
      (page) => {
        if (gone) return;
        setRead(page.events);
        setNextBefore(page.next_before);
      },
      (failure: unknown) => {
        if (!gone) setError(failure);
      },
    );
    return () => {
      gone = true;
    };
  }, [key]);

  const older = (): void => {
    if (nextBefore === null) return;
    setNextBefore(null);
    api.events({ ...query(filter), before: nextBefore }).then((page) => {
      setRead((before) => mergeEvents(before ?? [], page.events));
      setNextBefore(page.next_before);
    }, setError);
  };

  return {
    events: read && withRecent(read, filter, nextBefore),
    error,
    older: nextBefore === null ? null : older,
    put: (changed) => setRead((before) => before && mergeEvents(before, changed)),
  };
}

export function query(filter: EventFilter, limit = PAGE): EventQuery {
  return {
    ...(filter.camera === "" ? {} : { camera: filter.camera }),
    ...(filter.condition === "" ? {} : { condition: filter.condition }),
    ...spanOfDays(filter),
    state: filter.state,
    limit,
  };
}

/**
 * What the stream has said since the list was read. Of the recent events only those that belong
 * to the part of the list that has been read: older ones come with their page.
 */
function withRecent(
  read: Api.Event[],
  filter: EventFilter,
  nextBefore: number | null,
): Api.Event[] {
  const names = new Map(allCameras.value.map((camera) => [camera.id, camera.name]));
  const fresh = (recent.value ?? []).filter(
    (event) => event.state === "open" || nextBefore === null || event.id >= nextBefore,
  );
  return mergeEvents(read, fresh)
    .filter((event) => matches(event, filter))
    .map((event) => ({ ...event, camera_name: names.get(event.camera_id) ?? event.camera_name }));
}
