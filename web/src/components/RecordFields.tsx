// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What is recorded of a camera, and how much of it is kept.
import { text } from "../text";
import type { FieldsProps } from "./CameraForm";
import { CheckField } from "./CheckField";
import { Field } from "./Field";
import { NumberField } from "./NumberField";

const words = text.recordings;

export function RecordFields({ values, set }: FieldsProps) {
  return (
    <details class="form-group form-more">
      <summary>{words.title}</summary>
      <Field label={words.mode} help={words.modeHelp}>
        {({ id, describedBy }) => (
          <select
            id={id}
            class="input"
            name="record"
            aria-describedby={describedBy}
            value={values.record}
            onChange={(change) => {
              set({ record: change.currentTarget.value as typeof values.record });
            }}
          >
            {(Object.keys(words.modes) as (typeof values.record)[]).map((mode) => (
              <option key={mode} value={mode}>
                {words.modes[mode]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div class="form-row">
        <NumberField
          label={words.before}
          help={words.beforeHelp}
          name="record-before"
          unit={text.form.seconds}
          min={0}
          max={30}
          step="any"
          value={values.record_before_s}
          onChange={(record_before_s) => set({ record_before_s })}
        />
        <NumberField
          label={words.after}
          help={words.afterHelp}
          name="record-after"
          unit={text.form.seconds}
          min={1}
          max={600}
          step="any"
          value={values.record_after_s}
          onChange={(record_after_s) => set({ record_after_s })}
        />
      </div>
      <div class="form-row">
        <NumberField
          label={words.quota}
          help={words.quotaHelp}
          name="record-quota"
          unit="GB"
          min={0}
          max={100_000}
          step="any"
          value={values.record_quota_gb}
          onChange={(record_quota_gb) => set({ record_quota_gb })}
        />
        <NumberField
          label={words.keep}
          help={words.keepHelp}
          name="record-keep"
          unit={words.days}
          min={0}
          max={3650}
          step="any"
          value={values.record_keep_days}
          onChange={(record_keep_days) => set({ record_keep_days })}
        />
      </div>
      <CheckField
        label={words.overwrite}
        name="record-overwrite"
        checked={values.record_overwrite}
        onChange={(record_overwrite) => set({ record_overwrite })}
      />
      <NumberField
        label={words.capture}
        help={words.captureHelp}
        name="capture-interval"
        unit={text.form.seconds}
        min={0}
        max={86_400}
        step="any"
        value={values.capture_interval_s}
        onChange={(capture_interval_s) => set({ capture_interval_s })}
      />
    </details>
  );
}
