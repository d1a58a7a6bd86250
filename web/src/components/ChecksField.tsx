// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Any of several.
import { useId } from "preact/hooks";

type Props = {
  label: string;
  help?: string;
  name: string;
  choices: readonly string[];
  words: (choice: string) => string;
  value: readonly string[];
  onChange: (value: string[]) => void;
};

export function ChecksField({ label, help, name, choices, words, value, onChange }: Props) {
  const id = useId();
  const toggle = (choice: string, on: boolean): void =>
    onChange(choices.filter((one) => (one === choice ? on : value.includes(one))));
  return (
    <fieldset class="form-group" aria-describedby={help ? id : undefined}>
      <legend>{label}</legend>
      {help && (
        <p class="field-help" id={id}>
          {help}
        </p>
      )}
      <div class="checks">
        {choices.map((choice) => (
          <label class="check" key={choice}>
            <input
              type="checkbox"
              name={`${name}-${choice}`}
              checked={value.includes(choice)}
              onChange={(change) => toggle(choice, change.currentTarget.checked)}
            />
            <span>{words(choice)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
