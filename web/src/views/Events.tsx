// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Everything that happened.
import { useState } from "preact/hooks";
import { EventFilters } from "../components/EventFilters";
import { EventList } from "../components/EventList";
import { PageTitle } from "../components/PageTitle";
import { everyEvent, isNarrow, type EventFilter } from "../lib/events";
import { text } from "../text";

export function Events() {
  const [filter, setFilter] = useState<EventFilter>(everyEvent);
  const { none, noneHint, noneMatch, noneMatchHint } = text.events;
  return (
    <>
      <PageTitle title={text.events.title}>
        <EventFilters filter={filter} onChange={setFilter} />
      </PageTitle>
      <EventList
        filter={filter}
        empty={
          isNarrow(filter)
            ? { title: noneMatch, hint: noneMatchHint }
            : { title: none, hint: noneHint }
        }
        many
      />
    </>
  );
}
