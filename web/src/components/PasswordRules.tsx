// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The rules for a new password, ticked off while it is typed.
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN, type PasswordCheck } from "../lib/password";
import { text } from "../text";
import { Icon } from "./Icon";

const { rules, met, unmet } = text.password;
const words: Record<keyof PasswordCheck, string> = {
  length: rules.length(PASSWORD_LENGTH_MIN, PASSWORD_LENGTH_MAX),
  kinds: rules.kinds,
  repeated: rules.repeated,
};

export function PasswordRules({ check }: { check: PasswordCheck }) {
  return (
    <ul class="rules">
      {(Object.keys(words) as Array<keyof PasswordCheck>).map((rule) => (
        <li key={rule} class={check[rule] ? "rule rule-met" : "rule"}>
          <Icon name={check[rule] ? "met" : "unmet"} />
          {words[rule]}
          <span class="visually-hidden">: {check[rule] ? met : unmet}</span>
        </li>
      ))}
      <li class="rule">
        <Icon name="unmet" />
        {rules.common}
      </li>
    </ul>
  );
}
