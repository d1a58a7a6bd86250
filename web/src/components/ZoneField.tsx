// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The name of a time zone: typed, with those that the browser knows offered.
import { useId } from "preact/hooks";
import { Field } from "./Field";

type Props = {
  label: string;
  help: string;
  zone: string;
  onChange: (zone: string) => void;
  /** It is typed, or chosen. */
  onDone?: (zone: string) => void;
};

export function ZoneField({ label, help, zone, onChange, onDone }: Props) {
  const list = useId();
  return (
    <Field label={label} help={help}>
      {({ id, describedBy }) => (
        <>
          <input
            id={id}
            class="input"
            name="time-zone"
            maxLength={63}
            list={list}
            autocomplete="off"
            spellcheck={false}
            aria-describedby={describedBy}
            value={zone}
            onInput={(event) => onChange(event.currentTarget.value)}
            onChange={(event) => onDone?.(event.currentTarget.value)}
          />
          <datalist id={list}>
            {Intl.supportedValuesOf("timeZone").map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
