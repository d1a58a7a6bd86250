// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The periods of one day to others.
import { useEffect, useRef, useState } from "preact/hooks";
import { copyDay, HOLIDAY, type Week } from "../lib/arming";
import { text } from "../text";

const words = text.arming;

type Props = {
  week: Week;
  day: number;
  commit: (week: Week) => void;
  close: () => void;
};

export function CopyDay({ week, day, commit, close }: Props) {
  const [to, setTo] = useState<readonly number[]>([]);
  const first = useRef<HTMLInputElement>(null);
  const others = week.flatMap((periods, i) => (periods && i !== day ? [i] : []));
  useEffect(() => first.current?.focus(), [day]);
  const all = others.filter((i) => i !== HOLIDAY);
  return (
    <fieldset class="copy-day">
      <legend>{words.copyTitle(words.days[day] ?? "")}</legend>
      <label class="check">
        <input
          ref={first}
          type="checkbox"
          checked={all.every((i) => to.includes(i))}
          onChange={(event) => setTo(event.currentTarget.checked ? all : [])}
        />
        <span>{words.copyAll}</span>
      </label>
      {others.map((i) => (
        <label class="check" key={i}>
          <input
            type="checkbox"
            checked={to.includes(i)}
            onChange={(event) =>
              setTo(event.currentTarget.checked ? [...to, i] : to.filter((one) => one !== i))
            }
          />
          <span>{words.days[i]}</span>
        </label>
      ))}
      <div class="form-actions">
        <button
          type="button"
          class="button button-main"
          disabled={to.length === 0}
          onClick={() => {
            commit(copyDay(week, day, to));
            close();
          }}
        >
          {words.copyDo}
        </button>
        <button type="button" class="button" onClick={close}>
          {text.form.cancel}
        </button>
      </div>
    </fieldset>
  );
}
