// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// How many cameras are how, in the header.
import { computed } from "@preact/signals";
import { countCameras, type CameraCounts } from "../lib/counts";
import { allCameras } from "../state/cameras";
import { text } from "../text";
import { Icon, type IconName } from "./Icon";

const counts = computed(() => countCameras(allCameras.value));

const rows: ReadonlyArray<{
  key: keyof CameraCounts;
  icon: IconName;
  tone: string;
  always?: true;
}> = [
  { key: "clear", icon: "clear", tone: "clear", always: true },
  { key: "blurry", icon: "blurry", tone: "blurry" },
  { key: "notAssessable", icon: "unknown", tone: "quiet" },
  { key: "lost", icon: "lost", tone: "lost" },
  { key: "connecting", icon: "connecting", tone: "quiet" },
  { key: "disabled", icon: "off", tone: "quiet" },
];

export function StatusStrip() {
  const now = counts.value;
  if (allCameras.value.length === 0) return null;
  return (
    <ul class="strip" aria-label={text.strip.label}>
      {rows
        .filter((row) => row.always || now[row.key] > 0)
        .map((row) => (
          <li key={row.key} class={`strip-item tone-${now[row.key] > 0 ? row.tone : "quiet"}`}>
            <Icon name={row.icon} />
            <span class="strip-count">{now[row.key]}</span> {text.strip[row.key]}
          </li>
        ))}
    </ul>
  );
}
