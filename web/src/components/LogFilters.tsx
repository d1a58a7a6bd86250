// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What a log is narrowed to.
import type { Book, LogFilter } from "../lib/log";
import { allCameras } from "../state/cameras";
import { text } from "../text";

const words = text.log;

type Props = { book: Book; filter: LogFilter; onChange: (filter: LogFilter) => void };

export function LogFilters({ book, filter, onChange }: Props) {
  const kinds: Record<string, string> = book === "audit" ? words.kinds : words.majors;
  const set = (change: Partial<LogFilter>): void => onChange({ ...filter, ...change });
  return (
    <div class="filters log-filters" role="search">
      <input
        class="input"
        type="search"
        aria-label={words.search}
        placeholder={words.search}
        value={filter.text}
        onInput={(input) => set({ text: input.currentTarget.value })}
      />
      <Pick
        label={words.kind}
        all={book === "audit" ? words.allKinds : words.allTypes}
        choices={Object.entries(kinds)}
        value={filter.kind}
        onChange={(kind) => set({ kind })}
      />
      {book === "audit" && (
        <Pick
          label={words.result}
          all={words.allResults}
          choices={Object.entries(words.results)}
          value={filter.result}
          onChange={(result) => set({ result })}
        />
      )}
      <Pick
        label={words.camera}
        all={text.events.allCameras}
        choices={allCameras.value.map(({ id, name }) => [id, name])}
        value={filter.camera}
        onChange={(camera) => set({ camera })}
      />
      <span class="input-group">
        {(["from", "to"] as const).map((end) => (
          <input
            key={end}
            class="input event-day"
            type="date"
            aria-label={words.days[end]}
            title={words.days[end]}
            value={filter[end]}
            onChange={(change) => set({ [end]: change.currentTarget.value })}
          />
        ))}
      </span>
    </div>
  );
}

type PickProps = {
  label: string;
  all: string;
  choices: ReadonlyArray<readonly [string, string]>;
  value: string;
  onChange: (value: string) => void;
};

function Pick({ label, all, choices, value, onChange }: PickProps) {
  return (
    <select
      class="input input-select"
      aria-label={label}
      value={value}
      onChange={(change) => onChange(change.currentTarget.value)}
    >
      <option value="">{all}</option>
      {choices.map(([name, shown]) => (
        <option key={name} value={name}>
          {shown}
        </option>
      ))}
    </select>
  );
}
