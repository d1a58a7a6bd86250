// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The settings of a camera: what everybody needs first, the rest folded away.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { CameraFormValues } from "../lib/cameraForm";
import { linkTo, type Route } from "../lib/route";
import { text } from "../text";
import { CheckField } from "./CheckField";
import { ConditionFields } from "./ConditionFields";
import { ConditionPreview } from "./ConditionPreview";
import { ConnectionFields } from "./ConnectionFields";
import { ErrorNotice } from "./ErrorNotice";
import { TextField } from "./Field";
import { NumberField } from "./NumberField";
import { PasswordField } from "./PasswordField";
import { RecordFields } from "./RecordFields";
import { SensitivityField } from "./SensitivityField";
import { useSubmit } from "./useSubmit";
import { ViewFields } from "./ViewFields";

const form = text.form;

type Props = {
  /** Its id; none for a camera that is not there yet. */
  camera?: string;
  initial: CameraFormValues;
  hasPassword: boolean;
  submitLabel: string;
  cancelTo: Route;
  send: (values: CameraFormValues) => Promise<void>;
  /** Shown below the address. */
  example?: (fill: (values: Partial<CameraFormValues>) => void) => ComponentChildren;
};

export type FieldsProps = {
  values: CameraFormValues;
  set: (change: Partial<CameraFormValues>) => void;
};

/** undefined: the camera is not there yet. */
export type OfCamera = { camera: string | undefined };

export function CameraForm(props: Props) {
  const { camera, initial, hasPassword, submitLabel, cancelTo, send, example } = props;
  const [values, setValues] = useState(initial);
  const set = (change: Partial<CameraFormValues>): void =>
    setValues((before) => ({ ...before, ...change }));
  const { busy, error, onSubmit } = useSubmit(() => send(values));
  return (
    <form class="form panel" onSubmit={onSubmit}>
      <PlaceFields values={values} set={set} urlHelp={form.urlHelp} />
      {example?.(set)}
      <Credentials values={values} set={set} hasPassword={hasPassword} />
      <Watching camera={camera} values={values} set={set} />
      <ConditionFields camera={camera} values={values} set={set} />
      <ConnectionFields values={values} set={set} />
      <ViewFields values={values} set={set} />
      <RecordFields values={values} set={set} />
      <ErrorNotice error={error} />
      <div class="form-actions">
        <button type="submit" class="button button-main" disabled={busy}>
          {submitLabel}
        </button>
        <a class="button" href={linkTo(cancelTo)}>
          {form.cancel}
        </a>
      </div>
    </form>
  );
}

/** What it is called, and where it is. */
export function PlaceFields({ values, set, urlHelp }: FieldsProps & { urlHelp: string }) {
  return (
    <>
      <TextField
        label={form.name}
        help={form.nameHelp}
        name="name"
        required
        maxLength={64}
        placeholder={form.namePlaceholder}
        autoComplete="off"
        value={values.name}
        onChange={(name) => set({ name })}
      />
      <TextField
        label={form.url}
        help={urlHelp}
        name="url"
        required
        mono
        maxLength={1024}
        placeholder={form.urlPlaceholder}
        autoComplete="off"
        value={values.url}
        onChange={(url) => set({ url })}
      />
    </>
  );
}

type LoginProps = FieldsProps & { userHelp: string; kept: boolean };

/** kept: the password that is stored stays when none is typed. */
export function LoginFields({ values, set, userHelp, kept }: LoginProps) {
  return (
    <div class="form-row">
      <TextField
        label={form.user}
        help={userHelp}
        name="camera-user"
        maxLength={128}
        autoComplete="off"
        value={values.user}
        onChange={(user) => set({ user })}
      />
      <PasswordField
        label={form.password}
        help={kept ? form.passwordKeptHelp : form.passwordHelp}
        name="camera-password"
        maxLength={256}
        autoComplete="new-password"
        placeholder={kept ? form.passwordKept : ""}
        value={values.password}
        onChange={(password) => set({ password })}
      />
    </div>
  );
}

function Credentials({ values, set, hasPassword }: FieldsProps & { hasPassword: boolean }) {
  const kept = hasPassword && !values.passwordRemoved;
  return (
    <fieldset class="form-group">
      <legend>{form.credentials}</legend>
      <LoginFields values={values} set={set} userHelp={form.userHelp} kept={kept} />
      {hasPassword && (
        <CheckField
          label={form.removePassword}
          name="password-removed"
          checked={values.passwordRemoved}
          onChange={(passwordRemoved) => set({ passwordRemoved })}
        />
      )}
    </fieldset>
  );
}

function Watching({ camera, values, set }: FieldsProps & OfCamera) {
  return (
    <fieldset class="form-group">
      <legend>{form.watching}</legend>
      <CheckField
        label={form.enabled}
        name="enabled"
        checked={values.enabled}
        onChange={(enabled) => set({ enabled })}
      />
      <SensitivityField
        value={values.sensitivity}
        onChange={(sensitivity) => set({ sensitivity })}
      />
      <div class="form-row">
        <NumberField
          label={form.duration}
          help={form.durationHelp}
          name="duration"
          unit={form.seconds}
          min={0}
          max={3600}
          step="any"
          value={values.duration_s}
          onChange={(duration_s) => set({ duration_s })}
        />
        <NumberField
          label={form.clearDuration}
          help={form.clearDurationHelp}
          name="clear-duration"
          unit={form.seconds}
          min={0}
          max={3600}
          step="any"
          value={values.clear_duration_s}
          onChange={(clear_duration_s) => set({ clear_duration_s })}
        />
      </div>
      {camera !== undefined && (
        <ConditionPreview
          camera={camera}
          condition="defocus"
          sensitivity={values.sensitivity}
          duration_s={values.duration_s}
          clear_duration_s={values.clear_duration_s}
        />
      )}
    </fieldset>
  );
}
