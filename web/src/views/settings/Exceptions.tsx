// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// When what is wrong with the system itself becomes an event.
import { SystemSettings } from "../../components/SystemSettings";
import { text } from "../../text";

const EXCEPTIONS = [
  "disk_full",
  "disk_error",
  "network_lost",
  "interfaces",
  "illegal_login",
  "login_failures",
  "login_window_s",
  "certificate_expiring",
  "certificate_days",
] as const;

export function Exceptions() {
  return (
    <>
      <p class="quiet">{text.settings.exceptionsIntro}</p>
      <SystemSettings names={EXCEPTIONS} />
    </>
  );
}
