// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Between the form that looks for cameras and what is asked of the daemon.
import type * as Api from "../api/types";

export type FindValues = {
  ranges: string;
  users: ReadonlyArray<{ user: string; password: string }>;
  ports: string;
  attempts: string;
  timeout_s: string;
  announce: boolean;
  large: boolean;
};

export const newFind: FindValues = {
  ranges: "",
  users: [{ user: "admin", password: "" }],
  ports: "",
  attempts: "2",
  timeout_s: "5",
  announce: true,
  large: false,
};

const parts = (list: string): string[] => list.split(/[\s,;]+/).filter((part) => part !== "");

/** A user without a password is not tried: it could only be refused. */
export function orderOf(values: FindValues): Api.ScanRequest {
  const ports = parts(values.ports).join(",");
  return {
    ranges: parts(values.ranges),
    credentials: values.users
      .map(({ user, password }) => ({ user: user.trim(), password }))
      .filter(({ user, password }) => user !== "" && password !== ""),
    ...(ports === "" ? {} : { ports }),
    max_attempts: Number(values.attempts),
    timeout_s: Number(values.timeout_s),
    announce: values.announce,
    large: values.large,
  };
}

/** "Hikvision DS-2CD2143" or what else is known of it. */
export function nameOf(found: Api.FoundCamera, unknown: string): string {
  const { brand, model, name } = found.camera;
  const kind = [brand, model].filter((word) => word !== "").join(" ");
  return kind || name || unknown;
}

export const canAdd = (found: Api.FoundCamera): boolean =>
  found.can_be_added && found.camera_id === null;
