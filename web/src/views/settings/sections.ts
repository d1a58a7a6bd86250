// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The sections of the settings, in the order that they are listed in. A section is one file here
// (a component without a heading of its own), one line in this table and its name in the texts.
import type { ComponentType } from "preact";
import type { Role } from "../../state/session";
import { may } from "../../state/session";
import { text } from "../../text";
import { About } from "./About";
import { Backup } from "./Backup";
import { Certificates } from "./Certificates";
import { ConfigFile } from "./ConfigFile";
import { Exceptions } from "./Exceptions";
import { Network } from "./Network";
import { Storage } from "./Storage";
import { Security } from "./Security";
import { Log } from "./Log";
import { ThisBrowser } from "./ThisBrowser";
import { Time } from "./Time";
import { Users } from "./Users";

export type Section = {
  /** In the address: #/settings/NAME. */
  name: keyof typeof text.settings.sections;
  /** Who may see it. */
  role: Role;
  view: ComponentType;
};

const all: readonly Section[] = [
  { name: "browser", role: "viewer", view: ThisBrowser },
  { name: "users", role: "viewer", view: Users },
  { name: "network", role: "administrator", view: Network },
  { name: "certificates", role: "administrator", view: Certificates },
  { name: "storage", role: "administrator", view: Storage },
  { name: "time", role: "administrator", view: Time },
  { name: "exceptions", role: "administrator", view: Exceptions },
  { name: "config", role: "administrator", view: ConfigFile },
  { name: "backup", role: "administrator", view: Backup },
  { name: "about", role: "viewer", view: About },
  { name: "security", role: "administrator", view: Security },
  { name: "log", role: "administrator", view: Log },
];

/** Those that who is logged in may see. */
export const sections = (): readonly Section[] => all.filter((one) => may(one.role));

/** Also one that who is logged in may not see; null: there is none of this name. */
export const sectionOf = (name: string): Section | null =>
  all.find((one) => one.name === name) ?? null;
