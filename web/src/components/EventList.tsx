// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A list of events under a filter, with what to say when it is empty.
import type { EventFilter } from "../lib/events";
import { text } from "../text.en";
import { EmptyState } from "./EmptyState";
import { ErrorNotice } from "./ErrorNotice";
import { EventCard } from "./EventCard";
import { useEventList } from "./useEventList";

type Props = {
  filter: EventFilter;
  empty: { title: string; hint: string };
  showCamera?: boolean;
};

export function EventList({ filter, empty, showCamera = true }: Props) {
  const { events, error, older } = useEventList(filter);
  if (error !== null) return <ErrorNotice error={error} />;
  if (events === null) return <p class="quiet">{text.loading}</p>;
  if (events.length === 0) {
    return <EmptyState icon="event" title={empty.title} hint={empty.hint} />;
  }
  return (
    <div class="event-list">
      {events.map((event) => (
        <EventCard key={event.id} event={event} showCamera={showCamera} />
      ))}
      {older && (
        <button type="button" class="button" onClick={older}>
          {text.events.older}
        </button>
      )}
    </div>
  );
}
