// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What one proves oneself with beside the password.
import { plural } from "../words";

export const secondFactor = {
  title: "Second factor",
  about:
    "A code from an app on your telephone, asked for beside the password. Who learns the password alone does not get in.",
  off: "It is off.",
  on: (codes: number): string =>
    `It is on. ${codes === 0 ? "No recovery code is" : plural(codes, "recovery code is", "recovery codes are")} left.`,
  password: "Your password",
  setUp: "Set it up",
  scan: "Scan this with an authenticator app.",
  qr: "QR code for an authenticator app",
  byHand: "Or type this into it:",
  code: "Code that the app shows",
  codeHelp: "Six digits. The second factor is on when it is right.",
  switchOn: "Switch it on",
  switchOff: "Switch it off",
  freshCodes: "New recovery codes",
  codes: "Your recovery codes",
  codesHelp:
    "Each logs you in once when you have no app. They are not shown again: print them or put them into a password manager.",
  kept: "I have kept them",
  needed: "Code of the second factor",
  neededHelp: "From the authenticator app, or a recovery code.",
  column: "Second factor",
  yes: "on",
  no: "off",
  removeOf: (user: string): string => `Remove the second factor of ${user}`,
  removeQuestion: "The password alone then lets this user in, who can set it up again.",
} as const;
