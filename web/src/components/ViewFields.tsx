// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Whether the camera moves, and what becomes of another scene that stays: rarely needed, so folded
// away.
import { text } from "../text";
import type { FieldsProps } from "./CameraForm";
import { NumberField } from "./NumberField";

const form = text.form;

/** As many as the API takes. */
const PRESETS_MAX = 8;

export function ViewFields({ values, set }: FieldsProps) {
  return (
    <details class="form-group form-more">
      <summary>{form.view}</summary>
      <div class="form-row">
        <NumberField
          label={form.presets}
          help={form.presetsHelp}
          name="presets"
          unit={form.views}
          min={1}
          max={PRESETS_MAX}
          step={1}
          value={values.presets}
          onChange={(presets) => set({ presets })}
        />
        <NumberField
          label={form.relearn}
          help={form.relearnHelp}
          name="relearn-hours"
          unit={form.hours}
          min={0}
          max={8760}
          step="any"
          value={values.relearn_hours}
          onChange={(relearn_hours) => set({ relearn_hours })}
        />
      </div>
    </details>
  );
}
