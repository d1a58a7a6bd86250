// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Sensitivity, 1 to 100, on a slider that shows its number.
import { text } from "../text";
import { Field } from "./Field";

export function SensitivityField(props: { value: string; onChange: (value: string) => void }) {
  return (
    <Field label={text.form.sensitivity} help={text.form.sensitivityHelp}>
      {({ id, describedBy }) => (
        <div class="input-group">
          <input
            id={id}
            class="slider"
            type="range"
            name="sensitivity"
            min={1}
            max={100}
            step={1}
            aria-describedby={describedBy}
            value={props.value}
            onInput={(change) => props.onChange(change.currentTarget.value)}
          />
          <output class="slider-value" for={id}>
            {props.value}
          </output>
        </div>
      )}
    </Field>
  );
}
