// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Some of the settings of the system, as a form: which they are says the section that shows it.
// Their names and helps are in the texts, under settings.system.
import { useState } from "preact/hooks";
import { api } from "../api/client";
import type * as Api from "../api/types";
import { systemChanges, systemFields, systemValues, type SystemName } from "../lib/systemForm";
import { loadSite } from "../state/site";
import { text } from "../text";
import { CheckField } from "./CheckField";
import { ErrorNotice } from "./ErrorNotice";
import { TextField } from "./Field";
import { NumberField } from "./NumberField";
import { useEdits } from "./useEdits";
import { useLoad } from "./useLoad";
import { useSubmit } from "./useSubmit";
import { ZoneField } from "./ZoneField";

const words = text.settings;

export function SystemSettings({ names }: { names: readonly SystemName[] }) {
  const { value, error, again } = useLoad(api.settings);
  return (
    <>
      <ErrorNotice error={error} />
      {value && <Form {...{ names, again }} settings={value} />}
    </>
  );
}

type FormProps = { names: readonly SystemName[]; settings: Api.Settings; again: () => void };

function Form({ names, settings, again }: FormProps) {
  const before = systemValues(settings, names);
  const { values, pending, set, send, giveUp } = useEdits(before);
  const [saved, setSaved] = useState(false);
  const { busy, error, onSubmit } = useSubmit(
    async () => {
      setSaved(false);
      const all = await send((now) => api.changeSettings(systemChanges(before, now), settings));
      setSaved(true);
      await loadSite();
      // Others may have changed it, too. Over what is entered, a conflict has to be told.
      if (all) again();
    },
    () => {
      giveUp();
      again();
    },
  );
  return (
    <form class="form panel" onSubmit={onSubmit}>
      {names.map((name) => (
        <One
          key={name}
          name={name}
          value={values[name] ?? ""}
          set={(value) => {
            setSaved(false);
            set({ [name]: value });
          }}
        />
      ))}
      <ErrorNotice error={error} />
      {saved && !pending && error === null && (
        <p class="quiet" role="status">
          {text.actions.saved}
        </p>
      )}
      <div class="form-actions">
        <button type="submit" class="button button-main" disabled={busy}>
          {text.form.save}
        </button>
      </div>
    </form>
  );
}

type OneProps = { name: SystemName; value: string | boolean; set: (v: string | boolean) => void };

function One({ name, value, set }: OneProps) {
  const field = systemFields[name];
  const [label, help] = words.system[name];
  if (typeof value === "boolean") {
    return <CheckField {...{ label, help, name }} checked={value} onChange={set} />;
  }
  if (name === "time_zone") return <ZoneField {...{ label, help }} zone={value} onChange={set} />;
  if (field.kind !== "number") {
    return <TextField {...{ label, help, name, value }} maxLength={256} onChange={set} />;
  }
  const { min, max, step } = field;
  const unit = words.units[field.unit];
  return <NumberField {...{ label, help, name, unit, min, max, step, value }} onChange={set} />;
}
