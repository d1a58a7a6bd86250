// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Between the settings of a camera and the strings of its form.
import type * as Api from "../api/types";

export type CameraFormValues = {
  name: string;
  url: string;
  sub_url: string;
  user: string;
  /** Never filled in from what is stored: it is not known here. */
  password: string;
  /** Forget the stored password. */
  passwordRemoved: boolean;
  enabled: boolean;
  transport: "tcp" | "udp";
  tls_verify: boolean;
  sensitivity: string;
  interval_s: string;
  timeout_s: string;
  duration_s: string;
  clear_duration_s: string;
  presets: string;
  relearn_hours: string;
  record: "off" | "events" | "always";
  record_before_s: string;
  record_after_s: string;
  record_quota_gb: string;
  record_keep_days: string;
  record_overwrite: boolean;
  capture_interval_s: string;
  /** By name; none for a camera that is not there yet. */
  conditions: Record<string, ConditionValues>;
};

export type ConditionValues = {
  enabled: boolean;
  /** null: these three are the camera's own, as for defocus; empty: it has none. */
  sensitivity: string | null;
  duration_s: string;
  clear_duration_s: string;
};

export const newCamera: CameraFormValues = {
  name: "",
  url: "",
  sub_url: "",
  user: "",
  password: "",
  passwordRemoved: false,
  enabled: true,
  transport: "tcp",
  tls_verify: true,
  sensitivity: "50",
  interval_s: "5",
  timeout_s: "10",
  duration_s: "10",
  clear_duration_s: "10",
  presets: "1",
  relearn_hours: "24",
  record: "off",
  record_before_s: "5",
  record_after_s: "30",
  record_quota_gb: "10",
  record_keep_days: "30",
  record_overwrite: true,
  capture_interval_s: "0",
  conditions: {},
};

function conditionsOf(camera: Api.Camera): CameraFormValues["conditions"] {
  return Object.fromEntries(
    Object.entries(camera.conditions).map(([name, condition]) => [
      name,
      {
        enabled: condition.enabled ?? true,
        sensitivity:
          name === "defocus" ? null : numberText(condition.sensitivity, ""),
        duration_s: numberText(condition.duration_s ?? undefined, newCamera.duration_s),
        clear_duration_s: numberText(condition.clear_duration_s ?? undefined, newCamera.clear_duration_s),
      },
    ]),
  );
}

const numberText = (value: number | undefined, other: string): string =>
  value === undefined ? other : String(value);

export function valuesOf(camera: Api.Camera): CameraFormValues {
  return {
    name: camera.name,
    url: camera.url,
    sub_url: camera.sub_url ?? "",
    user: camera.user ?? "",
    password: "",
    passwordRemoved: false,
    enabled: camera.enabled,
    transport: camera.transport ?? newCamera.transport,
    tls_verify: camera.tls_verify ?? newCamera.tls_verify,
    sensitivity: numberText(camera.sensitivity, newCamera.sensitivity),
    interval_s: numberText(camera.interval_s, newCamera.interval_s),
    timeout_s: numberText(camera.timeout_s, newCamera.timeout_s),
    duration_s: numberText(camera.duration_s, newCamera.duration_s),
    clear_duration_s: numberText(camera.clear_duration_s, newCamera.clear_duration_s),
    presets: numberText(camera.presets, newCamera.presets),
    relearn_hours: numberText(camera.relearn_hours, newCamera.relearn_hours),
    record: camera.record ?? newCamera.record,
    record_before_s: numberText(camera.record_before_s, newCamera.record_before_s),
    record_after_s: numberText(camera.record_after_s, newCamera.record_after_s),
    record_quota_gb: numberText(camera.record_quota_gb, newCamera.record_quota_gb),
    record_keep_days: numberText(camera.record_keep_days, newCamera.record_keep_days),
    record_overwrite: camera.record_overwrite ?? newCamera.record_overwrite,
    capture_interval_s: numberText(camera.capture_interval_s, newCamera.capture_interval_s),
    conditions: conditionsOf(camera),
  };
}

export function settingsOf(values: CameraFormValues): Api.CameraSettings {
  const { password, passwordRemoved } = values;
  return {
    name: values.name.trim(),
    url: values.url.trim(),
    sub_url: values.sub_url.trim(),
    user: values.user.trim(),
    ...(password !== "" || passwordRemoved ? { password } : {}),
    enabled: values.enabled,
    transport: values.transport,
    tls_verify: values.tls_verify,
    sensitivity: Number(values.sensitivity),
    interval_s: Number(values.interval_s),
    timeout_s: Number(values.timeout_s),
    duration_s: Number(values.duration_s),
    clear_duration_s: Number(values.clear_duration_s),
    presets: Number(values.presets),
    relearn_hours: Number(values.relearn_hours),
    record: values.record,
    record_before_s: Number(values.record_before_s),
    record_after_s: Number(values.record_after_s),
    record_quota_gb: Number(values.record_quota_gb),
    record_keep_days: Number(values.record_keep_days),
    record_overwrite: values.record_overwrite,
    capture_interval_s: Number(values.capture_interval_s),
  };
}

function changedConditions(
  before: CameraFormValues,
  after: CameraFormValues,
): Pick<Api.CameraPatch, "conditions"> {
  const changed = Object.entries(after.conditions).flatMap(([name, now]) => {
    const old = before.conditions[name];
    const change: Api.ConditionSettings = {};
    if (now.enabled !== old?.enabled) change.enabled = now.enabled;
    if (now.sensitivity !== null) {
      for (const member of ["sensitivity", "duration_s", "clear_duration_s"] as const)
        if (now[member] !== old?.[member]) change[member] = Number(now[member]);
    }
    return Object.keys(change).length > 0 ? [[name, change] as const] : [];
  });
  return changed.length > 0 ? { conditions: Object.fromEntries(changed) } : {};
}

/** Only what was changed, so that nothing is set back that changed elsewhere meanwhile. */
export function changesOf(before: CameraFormValues, after: CameraFormValues): Api.CameraPatch {
  const old = settingsOf(before);
  const changed = Object.entries(settingsOf(after)).filter(
    ([name, value]) => old[name as keyof Api.CameraSettings] !== value,
  );
  return { ...Object.fromEntries(changed), ...changedConditions(before, after) };
}
