// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// How many cameras are well, faulty, not assessable, lost: large, to be read from afar.
import { HEALTHS, type Health } from "../lib/overview";
import { text } from "../text";
import { Icon, type IconName } from "./Icon";

const words = text.overview;

export const looks: Record<Health, { icon: IconName; tone: string }> = {
  well: { icon: "clear", tone: "clear" },
  faulty: { icon: "blurry", tone: "blurry" },
  unknown: { icon: "unknown", tone: "quiet" },
  lost: { icon: "lost", tone: "lost" },
  starting: { icon: "connecting", tone: "quiet" },
  off: { icon: "off", tone: "quiet" },
};

/** These are told even if there is none. */
const ALWAYS: readonly Health[] = ["well", "faulty", "unknown", "lost"];

export function HealthCounts({ counts }: { counts: Record<Health, number> }) {
  const others = HEALTHS.filter((health) => !ALWAYS.includes(health) && counts[health] > 0);
  return (
    <ul class="health-counts" aria-label={words.counts}>
      {[...ALWAYS, ...others].map((health) => (
        <li
          key={health}
          class={`panel health-count tone-${counts[health] > 0 ? looks[health].tone : "quiet"}`}
          data-health={health}
        >
          <span class="health-number">{counts[health]}</span>
          <span class="health-name">
            <Icon name={looks[health].icon} />
            {words.health[health]}
          </span>
        </li>
      ))}
    </ul>
  );
}
