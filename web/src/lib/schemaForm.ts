// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Between a JSON schema that the daemon describes settings with, and the strings of a form.

export type SchemaField = {
  name: string;
  label: string;
  help: string;
  kind: "text" | "lines" | "list" | "secret" | "choice" | "check" | "integer" | "number";
  required: boolean;
  choices: readonly string[];
  min: number;
  max: number;
  maxLength: number;
  standard: unknown;
};

/** What a form holds: texts, and yes or no. A secret that is stored is `true` until it is typed. */
export type SchemaValues = Record<string, string | boolean>;

type Property = {
  type?: string | string[];
  enum?: string[];
  description?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
};

/** A longer text has lines. */
const LINE_MAX = 4000;

function kindOf(property: Property): SchemaField["kind"] {
  if (Array.isArray(property.type)) return "secret";
  if (property.enum) return "choice";
  switch (property.type) {
    case "array":
      return "list";
    case "boolean":
      return "check";
    case "integer":
      return "integer";
    case "number":
      return "number";
    default:
      return (property.maxLength ?? 0) >= LINE_MAX ? "lines" : "text";
  }
}

/** "picture_interval_s" is "Picture interval s". */
function labelOf(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function fieldsOf(schema: Record<string, unknown>): SchemaField[] {
  const required = (schema.required ?? []) as string[];
  const properties = (schema.properties ?? {}) as Record<string, Property>;
  return Object.entries(properties).map(([name, property]) => ({
    name,
    label: labelOf(name),
    help: property.description ?? "",
    kind: kindOf(property),
    required: required.includes(name),
    choices: property.enum ?? [],
    min: property.minimum ?? 0,
    max: property.maximum ?? Number.MAX_SAFE_INTEGER,
    maxLength: property.maxLength ?? LINE_MAX,
    standard: property.default,
  }));
}

export function schemaValues(
  fields: readonly SchemaField[],
  settings: Readonly<Record<string, unknown>>,
): SchemaValues {
  return Object.fromEntries(
    fields.map((field) => [field.name, formValue(field, settings[field.name] ?? field.standard)]),
  );
}

function formValue(field: SchemaField, value: unknown): string | boolean {
  switch (field.kind) {
    case "check":
      return value === true;
    case "secret":
      return value === true ? true : "";
    case "list":
      return Array.isArray(value) ? value.join("\n") : "";
    case "choice":
      return typeof value === "string" ? value : (field.choices[0] ?? "");
    default:
      return value === undefined ? "" : String(value);
  }
}

export function schemaSettings(
  fields: readonly SchemaField[],
  values: SchemaValues,
): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field.name, setting(field, values)]));
}

function setting(field: SchemaField, values: SchemaValues): unknown {
  const value = values[field.name] ?? "";
  if (typeof value === "boolean") return value;
  switch (field.kind) {
    case "integer":
    case "number":
      return value === "" ? field.standard : Number(value);
    case "list":
      return value
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "");
    default:
      return value;
  }
}

/** An id made of a name: "Mail the guards" is "mail-the-guards"; none that is taken already. */
export function idFrom(name: string, taken: ReadonlySet<string>): string {
  const plain = name.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const base = plain.replace(/^-+|-+$/g, "").slice(0, 28) || "action";
  for (let number = 1; ; number++) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(id)) return id;
  }
}
