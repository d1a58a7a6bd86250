// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What one proves oneself with beside the password.
import { plural } from "../words";

export const secondFactor = {
  title: "Second factor",
  about:
    "A code from an app on your telephone, asked for beside the password. Who learns the password alone does not get in.",
  due: "Administrators must have a second factor here. Set yours up to go on.",
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

/** By their names in the daemon. */
export const securityQuestions = {
  first_pet: "What was the name of your first pet?",
  first_school: "What was the name of your first school?",
  first_street: "In which street did you live as a child?",
  first_teacher: "What was the name of your first teacher?",
  first_friend: "What was the name of your best friend as a child?",
  first_film: "Which film did you see first in a cinema?",
  first_job: "In which town did you have your first job?",
  first_car: "Of which make and model was your first car or bicycle?",
  mother_born: "In which town was your mother born?",
  father_born: "In which town was your father born?",
  grandmother: "What was the first name of your mother's mother?",
  childhood_dish: "Which dish did you like best as a child?",
} as const;

export const lostPassword = {
  title: "Lost password",
  way: "How to prove that it is you",
  ways: { mail: "Code by mail", questions: "Security questions" },
  none: "There is no way to set it anew here.",
  host: "An administrator can always set a new one, and so can lenswatch user reset on the host.",
  mailAbout: "A code is sent to the address that the user has set up.",
  sendCode: "Send a code",
  sent: "If there is such a user with an address, a code is on its way. It is good for 15 minutes.",
  code: "Code from the mail",
  codeHelp: "Two times four letters and digits.",
  questionsAbout: "The user has chosen and answered three questions.",
  askMe: "Ask me",
  set: "Set the new password",
  done: "The password is set. Log in with it; all earlier logins are over.",
  back: "Back to the login",
} as const;

export const recoveryWays = {
  title: "If you lose your password",
  about: "Set up a way to set it anew without an administrator. A second factor is asked for all the same.",
  email: "Mail address for codes",
  emailHelp: "Empty: no code is sent. An administrator must have set up an email action.",
  saveEmail: "Save the address",
  questionsSet: "Three questions are set up.",
  questionsNone: "No questions are set up.",
  question: (n: number): string => `Question ${n}`,
  answer: (n: number): string => `Answer ${n}`,
  answerHelp:
    "All three are asked. Capitals, blanks and signs do not matter. An answer need not be true: what nobody can find out is better.",
  saveQuestions: "Save the questions",
  removeQuestions: "Remove the questions",
  saved: "Saved.",
} as const;

export const security = {
  logins: "Logins and passwords",
  reinforcement: "Security reinforcement",
  about:
    "One switch to the strict settings. While it is on they can be made stricter, but not weaker; switched off, they are what they were.",
  isOn: "It is on.",
  isOff: "It is off.",
  switchOn: "Switch it on",
  switchOff: "Switch it off",
  onQuestion: (n: number): string =>
    `${plural(n, "setting changes", "settings change")}, as shown above. Administrators without a second factor must set one up next.`,
  offQuestion: (n: number): string =>
    `${plural(n, "setting goes", "settings go")} back to what it was before.`,
  yes: "Do it",
  no: "Leave it as it is",
  setting: "Setting",
  present: "Now",
  afterOn: "When it is on",
  afterOff: "When it is off again",
  why: "Why",
  same: "the same",
  on: "on",
  off: "off",
  settings: {
    second_factor_administrators: "Second factor for administrators",
    password_length: "Length of passwords",
    password_days: "Age of passwords, days",
    login_attempts: "Failed logins before a lock",
    login_lock_minutes: "Length of the lock, minutes",
    sessions_max: "Logins of a user at once",
    session_idle_minutes: "Logged out when idle for, minutes",
    session_hours: "Longest login, hours",
    recovery_questions: "Security questions",
    http_digest: "HTTP Digest",
    http_digest_md5: "HTTP Digest by MD5",
    illegal_login: "Event of illegal logins",
    certificate_expiring: "Event of ending certificates",
    https_redirect: "Plain HTTP sent on to HTTPS",
    hsts_days: "Browsers ask by HTTPS only, days",
    tls_1_2: "TLS 1.2",
  },
} as const;
