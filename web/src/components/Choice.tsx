// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// One of a few: radio buttons that look like one bar.
import { useId } from "preact/hooks";

type Props<Key extends string> = {
  label: string;
  options: Record<Key, string>;
  value: Key;
  onChange: (value: Key) => void;
};

export function Choice<Key extends string>({ label, options, value, onChange }: Props<Key>) {
  const name = useId();
  return (
    <fieldset class="choice">
      <legend class="visually-hidden">{label}</legend>
      {(Object.keys(options) as Key[]).map((key) => (
        <label key={key} class="choice-option">
          <input
            type="radio"
            name={name}
            value={key}
            checked={key === value}
            onChange={() => onChange(key)}
          />
          <span>{options[key]}</span>
        </label>
      ))}
    </fieldset>
  );
}
