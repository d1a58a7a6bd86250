// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A list, one a line.
import { Field } from "./Field";

type Props = {
  label: string;
  help: string;
  name: string;
  value: string;
  onChange: (value: string) => void;
};

export function LinesField({ label, help, name, value, onChange }: Props) {
  return (
    <Field label={label} help={help}>
      {({ id, describedBy }) => (
        <textarea
          id={id}
          name={name}
          class="input mono"
          rows={3}
          spellcheck={false}
          aria-describedby={describedBy}
          value={value}
          onInput={(change) => onChange(change.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** What was typed, line by line or with commas between. */
export const linesOf = (value: string): string[] =>
  value
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
