// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// How a camera is reached: rarely needed, so folded away.
import { text } from "../text";
import type { FieldsProps } from "./CameraForm";
import { CheckField } from "./CheckField";
import { Field, TextField } from "./Field";
import { NumberField } from "./NumberField";

const form = text.form;

export function ConnectionFields({ values, set }: FieldsProps) {
  return (
    <details class="form-group form-more">
      <summary>{form.connection}</summary>
      <TextField
        label={form.subUrl}
        help={form.subUrlHelp}
        name="sub-url"
        mono
        maxLength={1024}
        placeholder={form.subUrlPlaceholder}
        autoComplete="off"
        value={values.sub_url}
        onChange={(sub_url) => set({ sub_url })}
      />
      <div class="form-row">
        <NumberField
          label={form.interval}
          help={form.intervalHelp}
          name="interval"
          unit={form.seconds}
          min={0.1}
          max={3600}
          step="any"
          value={values.interval_s}
          onChange={(interval_s) => set({ interval_s })}
        />
        <NumberField
          label={form.timeout}
          help={form.timeoutHelp}
          name="timeout"
          unit={form.seconds}
          min={0.5}
          max={300}
          step="any"
          value={values.timeout_s}
          onChange={(timeout_s) => set({ timeout_s })}
        />
      </div>
      <Field label={form.transport} help={form.transportHelp}>
        {({ id, describedBy }) => (
          <select
            id={id}
            class="input input-select"
            name="transport"
            aria-describedby={describedBy}
            value={values.transport}
            onChange={(change) =>
              set({ transport: change.currentTarget.value === "udp" ? "udp" : "tcp" })
            }
          >
            <option value="tcp">{form.transports.tcp}</option>
            <option value="udp">{form.transports.udp}</option>
          </select>
        )}
      </Field>
      <CheckField
        label={form.tlsVerify}
        help={form.tlsVerifyHelp}
        name="tls-verify"
        checked={values.tls_verify}
        onChange={(tls_verify) => set({ tls_verify })}
      />
    </details>
  );
}
