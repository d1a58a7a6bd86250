// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Which conditions are watched, and how easily each raises an event.
import { useState } from "preact/hooks";
import { text } from "../text";
import type { FieldsProps, OfCamera } from "./CameraForm";
import { ConditionPreview } from "./ConditionPreview";

const words = text.preview;
/** What the daemon takes. */
const SECONDS_MAX = 3600;

export function ConditionFields({ camera, values, set }: FieldsProps & OfCamera) {
  const names = Object.keys(values.conditions);
  if (names.length === 0) return null;
  return (
    <details class="form-group form-more">
      <summary>{text.form.conditions}</summary>
      <p class="field-help">{text.form.conditionsHelp}</p>
      {names.map((name) => (
        <ConditionField key={name} name={name} camera={camera} values={values} set={set} />
      ))}
    </details>
  );
}

function ConditionField({ name, camera, values, set }: FieldsProps & OfCamera & { name: string }) {
  const [tried, setTried] = useState(false);
  const condition = values.conditions[name];
  if (!condition) return null;
  const title = text.events.condition(name);
  const change = (changed: Partial<typeof condition>): void =>
    set({ conditions: { ...values.conditions, [name]: { ...condition, ...changed } } });
  return (
    <div class="condition-field">
      <label class="check">
        <input
          type="checkbox"
          name={`${name}-enabled`}
          checked={condition.enabled}
          onChange={(event) => change({ enabled: event.currentTarget.checked })}
        />
        <span>{title}</span>
      </label>
      {condition.sensitivity === null ? (
        <span class="field-help">{text.form.conditionAbove}</span>
      ) : condition.sensitivity === "" ? null : (
        <div class="input-group">
          <input
            class="slider"
            type="range"
            name={`${name}-sensitivity`}
            min={1}
            max={100}
            step={1}
            disabled={!condition.enabled}
            aria-label={text.form.conditionSensitivity(title)}
            value={condition.sensitivity}
            onInput={(event) => change({ sensitivity: event.currentTarget.value })}
          />
          <output class="slider-value">{condition.sensitivity}</output>
        </div>
      )}
      {condition.sensitivity !== null && (
        <div class="condition-times">
          <Seconds
            label={text.form.conditionDuration(title)}
            shown={text.form.conditionLasts}
            name={`${name}-duration`}
            disabled={!condition.enabled}
            value={condition.duration_s}
            onChange={(duration_s) => change({ duration_s })}
          />
          <Seconds
            label={text.form.conditionClear(title)}
            shown={text.form.conditionGone}
            name={`${name}-clear-duration`}
            disabled={!condition.enabled}
            value={condition.clear_duration_s}
            onChange={(clear_duration_s) => change({ clear_duration_s })}
          />
        </div>
      )}
      {camera !== undefined && condition.sensitivity !== null && (
        <details class="condition-try" onToggle={(event) => setTried(event.currentTarget.open)}>
          <summary aria-label={`${words.show}: ${title}`}>{words.show}</summary>
          {tried && (
            <ConditionPreview
              camera={camera}
              condition={name}
              sensitivity={condition.sensitivity}
              duration_s={condition.duration_s}
              clear_duration_s={condition.clear_duration_s}
            />
          )}
        </details>
      )}
    </div>
  );
}

type SecondsProps = {
  /** For those who do not see what stands around it. */
  label: string;
  shown: string;
  name: string;
  disabled: boolean;
  value: string;
  onChange: (value: string) => void;
};

function Seconds({ label, shown, value, onChange, ...input }: SecondsProps) {
  return (
    <span class="input-group">
      <span class="input-unit" aria-hidden="true">
        {shown}
      </span>
      <input
        {...input}
        class="input input-number"
        type="number"
        required
        inputMode="decimal"
        min={0}
        max={SECONDS_MAX}
        step="any"
        aria-label={label}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      <span class="input-unit">{text.form.seconds}</span>
    </span>
  );
}
