// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A list of events under a filter, with what to say when it is empty. Where it is the whole page,
// something can be said of many events at once.
import { useState } from "preact/hooks";
import type { EventFilter } from "../lib/events";
import { may } from "../state/session";
import { text } from "../text";
import { EmptyState } from "./EmptyState";
import { ErrorNotice } from "./ErrorNotice";
import { EventCard } from "./EventCard";
import { ManyEvents } from "./ManyEvents";
import { useEventList } from "./useEventList";

type Props = {
  filter: EventFilter;
  empty: { title: string; hint: string };
  showCamera?: boolean;
  many?: boolean;
};

export function EventList({ filter, empty, showCamera = true, many = false }: Props) {
  const { events, error, older, put } = useEventList(filter);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  if (error !== null) return <ErrorNotice error={error} />;
  if (events === null) return <p class="quiet">{text.loading}</p>;
  if (events.length === 0) {
    return <EmptyState icon="event" title={empty.title} hint={empty.hint} />;
  }
  const toggle = (id: number, on: boolean): void =>
    setChosen(new Set([...chosen].filter((one) => one !== id).concat(on ? [id] : [])));
  return (
    <div class="event-list">
      {many && <ManyEvents {...{ events, filter, chosen, put }} choose={setChosen} />}
      {events.map((event) => (
        <EventCard
          key={event.id}
          event={event}
          showCamera={showCamera}
          {...(many && may("operator") ? { chosen: chosen.has(event.id), choose: toggle } : {})}
        />
      ))}
      {older && (
        <button type="button" class="button" onClick={older}>
          {text.events.older}
        </button>
      )}
    </div>
  );
}
