// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What the list of events is narrowed to.
import { useId } from "preact/hooks";
import type { EventFilter } from "../lib/events";
import { allCameras } from "../state/cameras";
import { conditionNames, text } from "../text";
import { Choice } from "./Choice";

type Props = { filter: EventFilter; onChange: (filter: EventFilter) => void };

export function EventFilters({ filter, onChange }: Props) {
  const id = useId();
  return (
    <div class="filters">
      <label class="visually-hidden" for={id}>
        {text.events.filterCamera}
      </label>
      <select
        id={id}
        class="input input-select"
        value={filter.camera}
        onChange={(change) => onChange({ ...filter, camera: change.currentTarget.value })}
      >
        <option value="">{text.events.allCameras}</option>
        {allCameras.value.map((camera) => (
          <option key={camera.id} value={camera.id}>
            {camera.name}
          </option>
        ))}
      </select>
      <select
        class="input input-select"
        aria-label={text.events.filterCondition}
        value={filter.condition}
        onChange={(change) => onChange({ ...filter, condition: change.currentTarget.value })}
      >
        <option value="">{text.events.allConditions}</option>
        {conditionNames.map((name) => (
          <option key={name} value={name}>
            {text.events.condition(name)}
          </option>
        ))}
      </select>
      <span class="input-group">
        {(["from", "to"] as const).map((end) => (
          <input
            key={end}
            class="input event-day"
            type="date"
            aria-label={text.events.days[end]}
            title={text.events.days[end]}
            value={filter[end]}
            onChange={(change) => onChange({ ...filter, [end]: change.currentTarget.value })}
          />
        ))}
      </span>
      <Choice
        label={text.events.filterState}
        options={text.events.states}
        value={filter.state}
        onChange={(state) => onChange({ ...filter, state })}
      />
    </div>
  );
}
