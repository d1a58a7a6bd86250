// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The chosen period by its times, to the minute.
import { useEffect, useId, useState } from "preact/hooks";
import {
  formatMinute,
  parseMinute,
  periodsOf,
  removePeriod,
  setPeriod,
  type Week,
} from "../lib/arming";
import { text } from "../text";
import type { Chosen } from "./WeekBars";

const words = text.arming;

type Props = {
  week: Week;
  chosen: Chosen;
  commit: (week: Week) => void;
  forget: () => void;
};

export function PeriodFields({ week, chosen: { day, index }, commit, forget }: Props) {
  const period = periodsOf(week, day)[index];
  const [typed, setTyped] = useState({ from: "", to: "" });
  const [wrong, setWrong] = useState(false);
  const helpId = useId();
  useEffect(() => {
    if (period) setTyped({ from: formatMinute(period.from), to: formatMinute(period.to) });
    setWrong(false);
  }, [day, index, period?.from, period?.to]);
  if (!period) return null;

  const take = (): void => {
    const [from, to] = [parseMinute(typed.from), parseMinute(typed.to)];
    const next = from === null || to === null ? null : setPeriod(week, day, index, { from, to });
    setWrong(next === null);
    if (next && (from !== period.from || to !== period.to)) commit(next);
  };
  return (
    <div class="period-fields" role="group" aria-label={words.chosen(words.days[day] ?? "")}>
      <strong>{words.days[day]}</strong>
      {(["from", "to"] as const).map((end) => (
        <label class="input-group" key={end}>
          <span class="input-unit">{words[end]}</span>
          <input
            class="input period-time"
            name={`period-${end}`}
            maxLength={5}
            aria-invalid={wrong}
            aria-describedby={wrong ? helpId : undefined}
            value={typed[end]}
            onInput={(event) => setTyped({ ...typed, [end]: event.currentTarget.value })}
            onChange={take}
          />
        </label>
      ))}
      <button
        type="button"
        class="button"
        onClick={() => {
          forget();
          commit(removePeriod(week, day, index));
        }}
      >
        {words.removePeriod}
      </button>
      {wrong && (
        <p class="field-help tone-lost period-wrong" id={helpId} role="alert">
          {words.wrongTimes}
        </p>
      )}
    </div>
  );
}
