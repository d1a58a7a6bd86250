// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Yes or no.
import { useId } from "preact/hooks";

type Props = {
  label: string;
  help?: string;
  name: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
};

export function CheckField({ label, help, name, checked, onChange }: Props) {
  const id = useId();
  return (
    <div class="field">
      <label class="check">
        <input
          type="checkbox"
          name={name}
          checked={checked}
          aria-describedby={help ? id : undefined}
          onChange={(change) => onChange(change.currentTarget.checked)}
        />
        <span>{label}</span>
      </label>
      {help && (
        <p class="field-help" id={id}>
          {help}
        </p>
      )}
    </div>
  );
}
