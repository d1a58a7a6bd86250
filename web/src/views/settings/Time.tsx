// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What this Lenswatch is called; the time zone of schedules and messages, and what time it is for the daemon.
import { SystemSettings } from "../../components/SystemSettings";
import { formatMoment } from "../../lib/time";
import { now_s } from "../../state/now";
import { text } from "../../text";

const words = text.settings.time;

export function Time() {
  return (
    <>
      <p class="quiet">{words.intro}</p>
      <p>
        {words.now} <strong>{formatMoment(now_s.value, 0)}</strong>
      </p>
      <SystemSettings names={["site_name", "time_zone"]} />
    </>
  );
}
