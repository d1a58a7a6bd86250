// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A number with its unit and range.
import { Field } from "./Field";

type Props = {
  label: string;
  help: string;
  name: string;
  unit: string;
  min: number;
  max: number;
  step: number | "any";
  value: string;
  onChange: (value: string) => void;
};

export function NumberField({ label, help, unit, value, onChange, ...input }: Props) {
  return (
    <Field label={label} help={help}>
      {({ id, describedBy }) => (
        <div class="input-group">
          <input
            {...input}
            id={id}
            class="input input-number"
            type="number"
            required
            inputMode="decimal"
            aria-describedby={describedBy}
            value={value}
            onInput={(change) => onChange(change.currentTarget.value)}
          />
          <span class="input-unit">{unit}</span>
        </div>
      )}
    </Field>
  );
}
