// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The rules for a new password, ticked off while it is typed.
import { PASSWORD_LENGTH_MAX, type PasswordCheck } from "../lib/password";
import { text } from "../text";
import { Icon } from "./Icon";
import type { CheckedPassword } from "./usePasswordCheck";

const { rules, met, unmet } = text.password;

export function PasswordRules({ check, least }: CheckedPassword) {
  const words: Record<keyof PasswordCheck, string> = {
    length: rules.length(least, PASSWORD_LENGTH_MAX),
    kinds: rules.kinds,
    repeated: rules.repeated,
  };
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
