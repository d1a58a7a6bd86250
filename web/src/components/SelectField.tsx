// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// One of several, in a list that opens.
import { Field } from "./Field";

type Props = {
  label: string;
  help?: string;
  name: string;
  choices: readonly string[];
  /** What is shown for a choice; default: itself. */
  words?: Readonly<Record<string, string>>;
  value: string;
  onChange: (value: string) => void;
};

export function SelectField({ label, help, name, choices, words, value, onChange }: Props) {
  return (
    <Field label={label} {...(help ? { help } : {})}>
      {({ id, describedBy }) => (
        <select
          id={id}
          name={name}
          class="input input-select"
          aria-describedby={describedBy}
          value={value}
          onChange={(change) => onChange(change.currentTarget.value)}
        >
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {words?.[choice] ?? choice}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
