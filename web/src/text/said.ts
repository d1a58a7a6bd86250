// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What the daemon says, in the language of the page.
import type { ActionSettings } from "../api/said";
import type { SchemaField } from "../lib/schemaForm";
import { translator } from "../lib/said";
import { text } from "./index";
import { locale } from "./language";
import { nameIn } from "./words";

function value(part: string): string {
  if (Object.hasOwn(text.conditionNames, part)) return text.events.condition(part);
  if (!/^-?\d+(\.\d+)?$/.test(part)) return part;
  const digits = part.split(".")[1]?.length ?? 0;
  return Number(part).toLocaleString(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** As the daemon said it where there are no words for it. */
export const inWords = translator(text.said, value);

export const actionKind = (kind: string): string => nameIn(text.actionKinds, kind);

/** A setting of a kind of action; one that the page does not know is called as the daemon does. */
export function inWordsOf(kind: string, field: SchemaField): SchemaField {
  const known = (text.actionSettings as Record<string, Record<string, readonly [string, string]>>)[
    kind
  ]?.[field.name];
  return known ? { ...field, label: known[0], help: known[1] || field.help } : field;
}

export const actionChoices = (kind: string): Readonly<Record<string, string>> =>
  kind in (text.actionKinds as Record<keyof ActionSettings, string>) ? text.actionChoices : {};
