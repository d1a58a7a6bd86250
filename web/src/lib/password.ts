// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The rules for a new password, checked while it is typed. The server checks them again, and
// against its list of common passwords; it has the last word.

/** Where the daemon asks for no more. */
export const PASSWORD_LENGTH_MIN = 8;
export const PASSWORD_LENGTH_MAX = 128;
const KINDS_MIN = 3;
const KINDS = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u];

export type PasswordCheck = { length: boolean; kinds: boolean; repeated: boolean };

export function checkPassword(
  password: string,
  repeated: string,
  least = PASSWORD_LENGTH_MIN,
): PasswordCheck {
  const length = [...password].length;
  return {
    length: length >= least && length <= PASSWORD_LENGTH_MAX,
    kinds: KINDS.filter((kind) => kind.test(password)).length >= KINDS_MIN,
    repeated: password !== "" && password === repeated,
  };
}

export const passes = (check: PasswordCheck): boolean =>
  check.length && check.kinds && check.repeated;
