// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Whether the camera is armed now, and arming it by hand whatever its schedule says.
import { useId, useState } from "preact/hooks";
import type { Arming } from "../api/client";
import type * as Api from "../api/types";
import { formatMoment, seconds } from "../lib/time";
import { now_s } from "../state/now";
import { may } from "../state/session";
import { text } from "../text";
import { ErrorNotice } from "./ErrorNotice";
import { Icon } from "./Icon";

const words = text.arming;

/** "": for good; "time": until one that is entered; else so many hours. */
type Span = keyof typeof words.spans;

type Props = {
  arming: Arming;
  set: (change: Api.ArmingSchedule) => Promise<void>;
};

export function ArmedNow({ arming, set }: Props) {
  const [span, setSpan] = useState<Span>("");
  const [time, setTime] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const id = useId();
  const send = (manual: "armed" | "disarmed" | null): void => {
    setBusy(true);
    setError(null);
    set({ manual, until: manual && untilOf(span, time) })
      .catch(setError)
      .finally(() => setBusy(false));
  };
  const missing = span === "time" && time === "";
  return (
    <section class="panel" aria-labelledby={id}>
      <h2 id={id}>{words.now}</h2>
      <ArmedList armed={arming.armed} />
      <ByHand schedule={arming.schedule} />
      {may("operator") && (
        <div class="form-actions">
          <button
            type="button"
            class="button"
            disabled={busy || missing}
            onClick={() => send("disarmed")}
          >
            {words.disarm}
          </button>
          <button type="button" class="button" disabled={busy || missing} onClick={() => send("armed")}>
            {words.arm}
          </button>
          <div class="input-group">
            <span class="input-unit" aria-hidden="true">
              {words.span}
            </span>
            <select
              class="input input-select"
              name="arming-span"
              aria-label={words.spanLabel}
              value={span}
              onChange={(event) => setSpan(event.currentTarget.value as Span)}
            >
              {Object.entries(words.spans).map(([value, name]) => (
                <option key={value} value={value}>
                  {name}
                </option>
              ))}
            </select>
          </div>
          {span === "time" && (
            <input
              class="input holiday-date"
              type="datetime-local"
              name="arming-until"
              aria-label={words.until}
              value={time}
              onInput={(event) => setTime(event.currentTarget.value)}
            />
          )}
          {arming.schedule.manual && (
            <button type="button" class="button" disabled={busy} onClick={() => send(null)}>
              {words.auto}
            </button>
          )}
        </div>
      )}
      <ErrorNotice error={error} />
    </section>
  );
}

function untilOf(span: Span, time: string): string | null {
  if (span === "") return null;
  if (span === "time") return new Date(time).toISOString();
  return new Date((now_s.peek() + Number.parseFloat(span) * 3600) * 1000).toISOString();
}

function ArmedList({ armed }: { armed: Record<string, boolean> }) {
  const names = Object.keys(armed);
  const off = names.filter((name) => !armed[name]).map((name) => text.events.condition(name));
  const state = off.length === 0 ? "armed" : off.length === names.length ? "disarmed" : "partly";
  return (
    <p class="armed-now" data-armed={state} role="status">
      <span class={`badge tone-${state === "armed" ? "clear" : "blurry"}`}>
        <Icon name={state === "disarmed" ? "off" : "met"} />
        {words.states[state]}
      </span>
      {state === "partly" && words.notArmed(off.join(", "))}
    </p>
  );
}

function ByHand({ schedule }: { schedule: Api.ArmingSchedule }) {
  const { manual, until } = schedule;
  if (!manual) return null;
  const end = until ? formatMoment(seconds(until), now_s.value) : null;
  return <p class="quiet">{words.byHand[manual](end)}</p>;
}
