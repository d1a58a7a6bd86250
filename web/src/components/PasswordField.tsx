// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A password, hidden until one asks to see it.
import { useState } from "preact/hooks";
import { text } from "../text";
import { Field } from "./Field";
import { Icon } from "./Icon";

type Props = {
  label: string;
  help?: string;
  name: string;
  value: string;
  onChange: (value: string) => void;
  autoComplete: string;
  placeholder?: string;
  required?: boolean;
  maxLength?: number;
};

export function PasswordField({ label, help, value, onChange, ...input }: Props) {
  const [shown, setShown] = useState(false);
  const action = shown ? text.password.hide : text.password.show;
  return (
    <Field label={label} {...(help ? { help } : {})}>
      {({ id, describedBy }) => (
        <div class="input-group">
          <input
            {...input}
            id={id}
            class="input"
            {...(shown ? ({ type: "text" } as const) : ({ type: "password" } as const))}
            spellcheck={false}
            autocapitalize="off"
            aria-describedby={describedBy}
            value={value}
            onInput={(change) => onChange(change.currentTarget.value)}
          />
          <button
            type="button"
            class="button button-quiet button-icon"
            aria-label={action}
            title={action}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            <Icon name={shown ? "hide" : "show"} />
          </button>
        </div>
      )}
    </Field>
  );
}
