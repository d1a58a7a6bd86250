// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The verdict on a picture: icon, word and colour say the same.
import type * as Api from "../api/types";
import { text } from "../text";
import { Icon, type IconName } from "./Icon";

const looks: Record<Api.CameraStatus["verdict"], { icon: IconName; tone: string }> = {
  CLEAR: { icon: "clear", tone: "clear" },
  BLURRY: { icon: "blurry", tone: "blurry" },
  "NOT ASSESSABLE": { icon: "unknown", tone: "quiet" },
};

export function Verdict({ status }: { status: Api.CameraStatus }) {
  if (status.state === "disabled" || status.picture_time === null) return null;
  return <VerdictBadge verdict={status.verdict} stale={status.state === "lost"} />;
}

type BadgeProps = { verdict: Api.CameraStatus["verdict"]; stale?: boolean };

export function VerdictBadge({ verdict, stale = false }: BadgeProps) {
  const { icon, tone } = looks[verdict];
  return (
    <span class={`badge tone-${stale ? "quiet" : tone}`} data-verdict={verdict}>
      <Icon name={icon} />
      <span class="visually-hidden">{text.verdict.label}: </span>
      {text.verdict.names[verdict]}
    </span>
  );
}
