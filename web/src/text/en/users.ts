// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Who may log in.
import type * as Api from "../../api/types";
import { plural } from "../words";

export const users = {
  own: (user: string): string => `Your password, ${user}`,
  current: "Present password",
  fresh: "New password",
  change: "Change password",
  changed: "Changed. You are logged out everywhere else.",
  list: "Who may log in",
  user: "User",
  role: "Role",
  roles: {
    viewer: "viewer: sees cameras, events and recordings",
    operator: "operator: also acknowledges, records, focuses, arms",
    administrator: "administrator: everything",
  } satisfies Record<Api.User["role"], string>,
  roleOf: (user: string): string => `Role of ${user}`,
  loggedIn: "Logged in",
  browsers: (count: number): string =>
    count === 0 ? "no" : plural(count, "browser", "browsers"),
  used: "Last seen",
  never: "–",
  logOut: (user: string): string => `Log ${user} out`,
  remove: (user: string): string => `Remove ${user}`,
  removeQuestion: "With all sessions and API tokens.",
  add: "New user",
  name: "Name",
  nameHelp: "Letters, digits and . _ @ -",
  password: "Password",
  save: "Make the user",
} as const;
