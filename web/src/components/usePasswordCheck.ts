// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A new password against the rules that hold here: how long it must be is a setting.
import { api } from "../api/client";
import { checkPassword, PASSWORD_LENGTH_MIN, type PasswordCheck } from "../lib/password";
import { useLoad } from "./useLoad";

export type CheckedPassword = { check: PasswordCheck; least: number };

export function usePasswordCheck(password: string, repeated: string): CheckedPassword {
  const { value } = useLoad(api.setup);
  const least = value?.password_length ?? PASSWORD_LENGTH_MIN;
  return { check: checkPassword(password, repeated, least), least };
}
