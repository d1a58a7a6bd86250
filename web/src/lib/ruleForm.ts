// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Between a rule and the strings of its form.
import type * as Api from "../api/types";

export type RuleValues = Omit<
  Api.Rule,
  "id" | "groups" | "tags" | "delay_s" | "cooldown_s" | "fold_s" | "fold_min"
> & {
  groups: string;
  tags: string;
  delay_s: string;
  cooldown_s: string;
  fold_s: string;
  fold_min: string;
};

export const newRule: RuleValues = {
  name: "",
  enabled: true,
  conditions: [],
  severity: "info",
  cameras: [],
  groups: "",
  tags: "",
  on: [],
  actions: [],
  delay_s: "0",
  cooldown_s: "0",
  unless_acknowledged: false,
  fold_s: "0",
  fold_min: "5",
};

export function ruleValues({ id: _, ...rule }: Api.Rule): RuleValues {
  return {
    ...rule,
    groups: rule.groups.join(", "),
    tags: rule.tags.join(", "),
    delay_s: String(rule.delay_s),
    cooldown_s: String(rule.cooldown_s),
    fold_s: String(rule.fold_s),
    fold_min: String(rule.fold_min),
  };
}

const list = (words: string): string[] =>
  words
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");

export function ruleOf(values: RuleValues): Omit<Api.Rule, "id"> {
  return {
    ...values,
    name: values.name.trim(),
    groups: list(values.groups),
    tags: list(values.tags),
    delay_s: Number(values.delay_s),
    cooldown_s: Number(values.cooldown_s),
    fold_s: Number(values.fold_s),
    fold_min: Number(values.fold_min),
  };
}

/** What one may choose: what there is, and what the rule has chosen though it is gone. */
export const choicesOf = (there: readonly string[], chosen: readonly string[]): string[] => [
  ...new Set([...there, ...chosen]),
];
