// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Why a camera gives no picture, what to do about it, and when it is tried again.
import type * as Api from "../api/types";
import { formatDuration, seconds } from "../lib/time";
import { now_s } from "../state/now";
import { text } from "../text";
import { inWords } from "../text/said";

export function LostNotice({ status }: { status: Api.CameraStatus }) {
  if (status.state === "connecting" && status.reason === "") {
    return <p class="lost-reason">{text.state.connecting}</p>;
  }
  if (status.state === "disabled") return <p class="lost-reason">{text.state.disabledHint}</p>;
  return (
    <div class="lost-notice">
      <div role="status">
        <p class="lost-reason">{inWords(status.reason) || text.state.names[status.state]}</p>
        {status.hint !== "" && <p class="lost-hint">{inWords(status.hint)}</p>}
      </div>
      {status.state === "lost" && <Retry status={status} />}
    </div>
  );
}

function Retry({ status }: { status: Api.CameraStatus }) {
  const wait_s = status.retry === null ? 0 : seconds(status.retry) - now_s.value;
  const lost_s = now_s.value - seconds(status.since);
  return (
    <p class="lost-retry">
      {text.state.lostFor(formatDuration(lost_s))} ·{" "}
      {wait_s > 0.5 ? text.state.retryIn(formatDuration(wait_s)) : text.state.retrying}
    </p>
  );
}
