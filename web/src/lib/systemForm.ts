// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Between the settings of the system and the strings of a form.
import type * as Api from "../api/types";

type Field =
  | { kind: "text" }
  | { kind: "check" }
  | {
      kind: "number";
      unit: "days" | "gigabytes" | "megabytes" | "events" | "seconds" | "times" | "characters" | "minutes" | "hours" | "lines";
      min: number;
      max: number;
      step: 1 | "any";
    };

const number = (
  unit: (Field & { kind: "number" })["unit"],
  min: number,
  max: number,
  step: 1 | "any" = "any",
): Field => ({ kind: "number", unit, min, max, step });

/** The ranges are those of src/config/system_config.c, which has the last word. */
const fields = {
  site_name: { kind: "text" },
  time_zone: { kind: "text" },
  measurement_days: number("days", 0.1, 3650),
  database_gb: number("gigabytes", 0.01, 100_000),
  picture_days: number("days", 0, 3650),
  pictures_gb: number("gigabytes", 0.001, 100_000),
  event_days: number("days", 0, 36_500),
  events_max: number("events", 100, 10_000_000, 1),
  disk_full: { kind: "check" },
  disk_free_mb: number("megabytes", 1, 1_000_000, 1),
  disk_error: { kind: "check" },
  network_lost: { kind: "check" },
  interfaces: { kind: "text" },
  illegal_login: { kind: "check" },
  login_failures: number("times", 1, 64, 1),
  login_window_s: number("seconds", 1, 86_400, 1),
  certificate_expiring: { kind: "check" },
  certificate_days: number("days", 1, 30, 1),
  audit_days: number("days", 0, 36_500),
  audit_max: number("lines", 1000, 10_000_000, 1),
  log_days: number("days", 0, 36_500),
  log_max: number("lines", 1000, 10_000_000, 1),
  password_length: number("characters", 8, 64, 1),
  password_days: number("days", 0, 3650, 1),
  second_factor_administrators: { kind: "check" },
  recovery_questions: { kind: "check" },
  recovery_mail: { kind: "check" },
  recovery_action: { kind: "text" },
  login_attempts: number("times", 1, 100, 1),
  login_lock_minutes: number("minutes", 1, 1440, 1),
  sessions_max: number("times", 1, 100, 1),
  session_idle_minutes: number("minutes", 0, 525_600, 1),
  session_hours: number("hours", 0, 8760, 1),
  always_on: { kind: "text" },
  http_digest: { kind: "check" },
  http_digest_md5: { kind: "check" },
} satisfies Partial<Record<keyof Api.Settings, Field>>;

export type SystemName = keyof typeof fields;
export const systemFields: Readonly<Record<SystemName, Field>> = fields;

export type SystemValues = Partial<Record<SystemName, string | boolean>>;

export function systemValues(settings: Api.Settings, names: readonly SystemName[]): SystemValues {
  return Object.fromEntries(
    names.map((name) => {
      const value = settings[name];
      return [name, typeof value === "boolean" ? value : String(value ?? "")];
    }),
  );
}

/** Only what was changed, so that nothing is set back that changed elsewhere meanwhile. */
export function systemChanges(before: SystemValues, after: SystemValues): Api.Settings {
  const changed = (Object.entries(after) as [SystemName, string | boolean][]).filter(
    ([name, value]) => before[name] !== value,
  );
  return Object.fromEntries(
    changed.map(([name, value]) => {
      if (typeof value === "boolean") return [name, value];
      return [name, systemFields[name].kind === "number" ? Number(value) : value.trim()];
    }),
  );
}
