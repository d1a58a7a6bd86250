// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The dates on which the bar of holidays counts.
import { useId, useState } from "preact/hooks";
import { text } from "../text";
import { Icon } from "./Icon";

const words = text.arming;

type Props = { dates: readonly string[]; onChange: (dates: readonly string[]) => void };

export function Holidays({ dates, onChange }: Props) {
  const [date, setDate] = useState("");
  const id = useId();
  const add = (): void => {
    if (date === "") return;
    onChange([...new Set([...dates, date])].sort());
    setDate("");
  };
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {words.holidays}
      </label>
      <div class="input-group">
        <input
          id={id}
          class="input holiday-date"
          type="date"
          name="holiday"
          value={date}
          onInput={(event) => setDate(event.currentTarget.value)}
        />
        <button type="button" class="button" disabled={date === ""} onClick={add}>
          {words.addHoliday}
        </button>
      </div>
      {dates.length > 0 && (
        <ul class="holidays">
          {dates.map((one) => (
            <li key={one}>
              {one}
              <button
                type="button"
                class="button button-quiet button-icon"
                aria-label={words.removeHoliday(one)}
                title={words.removeHoliday(one)}
                onClick={() => onChange(dates.filter((other) => other !== one))}
              >
                <Icon name="remove" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
