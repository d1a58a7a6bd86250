// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The settings of Lenswatch as a whole.
import { number, plural } from "../words";

export const settings = {
  /** In the address and in the list; src/views/settings/sections.ts has their order. */
  sections: {
    browser: "This browser",
    users: "Users",
    storage: "Storage and quotas",
    time: "Name and time",
    exceptions: "Alarms of the system",
    config: "Import and export",
    backup: "Backup and defaults",
    about: "About",
    network: "Network",
    certificates: "Certificates",
    security: "Security",
    log: "Log",
  },
  actions: "Actions and rules",
  browser: {
    intro: "Holds in this browser alone.",
    theme: "Colours",
    themes: { system: "as the system", light: "light", dark: "dark" },
  },
  units: {
    days: "days",
    gigabytes: "GB",
    megabytes: "MB",
    events: "events",
    seconds: "s",
    times: "times",
    characters: "characters",
    minutes: "minutes",
    hours: "hours",
    lines: "lines",
  },
  /** Label and help of each. */
  system: {
    site_name: [
      "Name of this Lenswatch",
      "In the title of the page, the subjects of mails and in reports, such as the name of the building; empty: Lenswatch.",
    ],
    time_zone: ["Time zone", "Such as Europe/Berlin; empty: that of the computer."],
    measurement_days: ["Keep measurements for", "Older ones are removed."],
    database_gb: ["Size of the database", "Beyond it the oldest measurements are removed."],
    picture_days: [
      "Keep pictures of events for",
      "So long after the end of their event; 0: for ever.",
    ],
    pictures_gb: ["Pictures of events", "Beyond it those of the oldest ended events are removed."],
    event_days: ["Keep events for", "So long after their end; 0: for ever."],
    events_max: ["Ended events", "Beyond that number the oldest are removed."],
    disk_full: ["A full disk is an event", "With less free than under Storage and quotas."],
    disk_free_mb: [
      "Keep free on the disk",
      "With less, the oldest pictures, then measurements, and events last, are removed.",
    ],
    disk_error: ["A disk that cannot be written is an event", ""],
    network_lost: ["A network interface without a link is an event", ""],
    interfaces: [
      "Network interfaces",
      "That must have a link, with commas between; empty: each that had one since the start.",
    ],
    illegal_login: ["Failed logins are an event", "And attempts of an address that is kept out."],
    login_failures: ["Failed logins", "So many make an event …"],
    login_window_s: ["Within", "… when they lie within so many seconds."],
    certificate_expiring: ["A certificate of a camera about to expire is an event", ""],
    certificate_days: ["Before its end", "So many days before it."],
    audit_days: ["Keep records of who did what for", "0: for ever."],
    audit_max: ["Records of who did what", "Beyond that number the oldest are removed."],
    log_days: ["Keep the system log for", "0: for ever."],
    log_max: ["Lines of the system log", "Beyond that number the oldest are removed."],
    password_length: ["Length of passwords", "A new one has at least so many characters."],
    password_days: [
      "Age of passwords",
      "After it a new one must be chosen at the next login; 0: never.",
    ],
    second_factor_administrators: [
      "Administrators need a second factor",
      "They set it up at their next login, before anything else.",
    ],
    recovery_questions: ["A lost password can be set anew by security questions", ""],
    recovery_mail: ["A lost password can be set anew by a code sent by mail", ""],
    recovery_action: [
      "Email action for these codes",
      "Its server sends them; empty: the first that is switched on.",
    ],
    login_attempts: [
      "Failed logins before a lock",
      "After so many an address is locked, and an account for addresses that it was never used from.",
    ],
    login_lock_minutes: ["Length of the lock", ""],
    sessions_max: ["Logins of a user at once", "Beyond, the one that was idle for longest ends."],
    session_idle_minutes: ["Logged out when idle for", "0: never."],
    session_hours: ["Longest login", "It is over then in any case; 0: never."],
    always_on: [
      "Screens on a wall",
      "Viewers whose logins do not end by time, with commas between.",
    ],
    http_digest: [
      "Scripts may log in by HTTP Digest",
      "By SHA-256; for each user from the next login with the password.",
    ],
    http_digest_md5: ["HTTP Digest may use MD5, too", "For old programs; it is weak."],
  },
  exceptionsIntro:
    "What is wrong with the system itself is an event, too, and sets off actions as a fault of a camera does.",
  storage: {
    intro:
      "What is older or more than this is removed by itself. Open events and their pictures stay.",
    recordings: "Recordings",
    recordingsIntro: "They are set camera by camera.",
    gigabytes: (count: number): string => (count === 0 ? "no limit" : `${number(count, 1)} GB`),
    days: (count: number): string => (count === 0 ? "for ever" : plural(count, "day", "days")),
  },
  time: {
    intro: "Schedules and messages follow this time zone; what you see on the pages follows your browser’s.",
    now: "By the clock of Lenswatch it is now",
  },
  config: {
    intro:
      "Settings, cameras, actions, rules and arming schedules as one YAML file, to be kept or brought to another Lenswatch. Users, events and recordings are not in it.",
    export: "Export",
    passphrase: "Passphrase",
    passphraseOut:
      "8 bytes or more: passwords of cameras and secrets of actions go with the file, sealed. Empty: they are left out.",
    save: "Save the file",
    whole: "Saved. Nothing was left out.",
    leftOut: "Saved. These secrets are not in it:",
    import: "Import",
    file: "File",
    fileHelp: "Nothing is changed before you have seen what would be.",
    passphraseIn: "The one that the file was made with; empty where it holds no secrets.",
    prune: "Remove what the file does not name",
    pruneHelp: "In the sections that it has: a camera goes with all that is stored of it.",
    look: "See what would change",
    take: "Take it",
    taken: "Taken:",
    would: "This would change:",
    same: "Nothing would change: all is as in the file.",
    wrong: "It cannot be taken:",
    levels: { error: "error", warning: "warning" },
    changes: { added: "added", changed: "changed", removed: "removed" },
    line: (line: number): string => `line ${line}:`,
  },
  backup: {
    title: "Backup",
    intro:
      "The whole database as one file: cameras, events with their pictures, measurements, users. It is made while Lenswatch goes on. Recordings are not in it, nor is the key that opens the cameras’ passwords: keep a copy of secret.key apart from it.",
    save: "Save a backup",
    restore: "Go back to a backup",
    restoreIntro:
      "The database that there is now stays beside the one that takes its place. Lenswatch begins anew, and everybody logs in again.",
    file: "Backup",
    fileHelp: "It is looked through before anything is changed.",
    look: "Look through it",
    looking: "It is sent and looked through …",
    holds: (cameras: number, events: number, users: number): string =>
      `It is whole, and holds ${plural(cameras, "camera", "cameras")}, ${plural(events, "event", "events")} and ${plural(users, "user", "users")}.`,
    newest: (time: string): string => `The newest event began ${time}.`,
    size: (megabytes: string): string => `${megabytes} MB.`,
    take: "Put it in place of what there is now",
    restarting: "Lenswatch begins anew. This page comes back by itself …",
    reset: "Back to the defaults",
    what: "What is set back",
    whats: { settings: "Settings", everything: "Everything" },
    explained: {
      settings:
        "Settings of Lenswatch and of all cameras get their defaults; actions, rules and arming schedules are removed. Users, names, addresses and logins of cameras, events, measurements and recordings stay.",
      everything:
        "As at the first start: no camera, no event, no user; whoever opens the page first sets the password. The database that there is now stays on the disk, and recordings do.",
    },
    resets: { settings: "Set the settings back", everything: "Remove everything" },
    password: "Your password",
    passwordHelp: "Once more, since this cannot be undone on this page.",
    done: "The settings are the defaults.",
  },
  about: {
    model: "model:",
    licences: "Licences",
    intro: "Of Lenswatch and of all libraries that this one was built with.",
    as: (name: string): string => `As ${name}.`,
    none: "The system that this was built on has no text of it.",
  },
} as const;
