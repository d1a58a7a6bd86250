// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A labelled input with its help. What is entered is a string; forms turn it into what they need.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

type FieldProps = {
  label: string;
  help?: string;
  children: (ids: { id: string; describedBy: string | undefined }) => ComponentChildren;
};

/** The frame of a field, for inputs of any kind. */
export function Field({ label, help, children }: FieldProps) {
  const id = useId();
  const helpId = `${id}-help`;
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      {children({ id, describedBy: help ? helpId : undefined })}
      {help && (
        <p class="field-help" id={helpId}>
          {help}
        </p>
      )}
    </div>
  );
}

type TextFieldProps = {
  label: string;
  help?: string;
  value: string;
  onChange: (value: string) => void;
  name: string;
  placeholder?: string;
  autoComplete?: string;
  required?: boolean;
  maxLength?: number;
  mono?: boolean;
};

export function TextField({
  label,
  help,
  value,
  onChange,
  mono = false,
  ...input
}: TextFieldProps) {
  return (
    <Field label={label} {...(help ? { help } : {})}>
      {({ id, describedBy }) => (
        <input
          {...input}
          id={id}
          class={mono ? "input mono" : "input"}
          type="text"
          spellcheck={false}
          autocapitalize="off"
          aria-describedby={describedBy}
          value={value}
          onInput={(change) => onChange(change.currentTarget.value)}
        />
      )}
    </Field>
  );
}
