// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What the list of events is narrowed to.
import { useId } from "preact/hooks";
import type { EventFilter } from "../lib/events";
import { allCameras } from "../state/cameras";
import { text } from "../text.en";
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
      <Choice
        label={text.events.filterState}
        options={text.events.states}
        value={filter.state}
        onChange={(state) => onChange({ ...filter, state })}
      />
    </div>
  );
}
