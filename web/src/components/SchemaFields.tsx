// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A field for each setting that a schema describes.
import type { SchemaField, SchemaValues } from "../lib/schemaForm";
import { text } from "../text";
import { actionChoices, inWordsOf } from "../text/said";
import { CheckField } from "./CheckField";
import { Field, TextField } from "./Field";
import { NumberField } from "./NumberField";
import { PasswordField } from "./PasswordField";
import { SelectField } from "./SelectField";

type Props = {
  /** Of the action. */
  kind: string;
  fields: readonly SchemaField[];
  values: SchemaValues;
  set: (name: string, value: string | boolean) => void;
};

export function SchemaFields({ kind, fields, values, set }: Props) {
  return (
    <>
      {fields.map((field) => (
        <One
          key={field.name}
          kind={kind}
          field={inWordsOf(kind, field)}
          value={values[field.name] ?? ""}
          set={(value) => set(field.name, value)}
        />
      ))}
    </>
  );
}

type OneProps = {
  kind: string;
  field: SchemaField;
  value: string | boolean;
  set: (value: string | boolean) => void;
};

function One({ kind, field, value, set }: OneProps) {
  const { label, help, name } = field;
  const common = { label, help, name, onChange: set };
  const words = typeof value === "string" ? value : "";
  switch (field.kind) {
    case "check":
      return <CheckField {...common} checked={value === true} />;
    case "choice":
      return (
        <SelectField
          {...common}
          choices={field.choices}
          words={actionChoices(kind)}
          value={words}
        />
      );
    case "integer":
    case "number":
      return (
        <NumberField
          {...common}
          unit=""
          min={field.min}
          max={field.max}
          step={field.kind === "integer" ? 1 : "any"}
          value={words}
        />
      );
    case "secret":
      return (
        <PasswordField
          {...common}
          autoComplete="off"
          maxLength={field.maxLength}
          value={words}
          {...(value === true ? { placeholder: text.actions.secretKept } : {})}
        />
      );
    case "lines":
    case "list":
      return <Lines {...{ kind, field, set }} value={words} />;
    case "text":
      return (
        <TextField
          {...common}
          maxLength={field.maxLength}
          required={field.required}
          value={words}
        />
      );
  }
}

function Lines({ field, value, set }: OneProps & { value: string }) {
  const help = field.kind === "list" ? `${field.help} ${text.actions.onePerLine}` : field.help;
  return (
    <Field label={field.label} help={help}>
      {({ id, describedBy }) => (
        <textarea
          id={id}
          name={field.name}
          class="input"
          rows={field.kind === "list" ? 2 : 3}
          spellcheck={false}
          required={field.required}
          aria-describedby={describedBy}
          value={value}
          onInput={(change) => set(change.currentTarget.value)}
        />
      )}
    </Field>
  );
}
