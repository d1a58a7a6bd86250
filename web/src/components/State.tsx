// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Whether a camera is being watched; nothing is said of one that is.
import type * as Api from "../api/types";
import { text } from "../text";
import { Icon, type IconName } from "./Icon";

const looks: Record<Api.CameraStatus["state"], { icon: IconName; tone: string }> = {
  disabled: { icon: "off", tone: "quiet" },
  connecting: { icon: "connecting", tone: "quiet" },
  watching: { icon: "camera", tone: "quiet" },
  lost: { icon: "lost", tone: "lost" },
};

export function State({ state }: { state: Api.CameraStatus["state"] }) {
  const { icon, tone } = looks[state];
  return (
    <span class={`badge tone-${tone}`} data-state={state}>
      <Icon name={icon} />
      {text.state.names[state]}
    </span>
  );
}
