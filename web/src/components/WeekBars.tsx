// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A week as bars of 24 hours. Periods are drawn, moved and dragged at their ends by pointer, or
// chosen with Tab and moved with the arrow keys.
import { useRef, useState } from "preact/hooks";
import {
  addPeriod,
  DAY_MIN,
  drawPeriod,
  formatMinute,
  moveEnd,
  movePeriod,
  periodsOf,
  PERIODS_MAX,
  removePeriod,
  STEP_MIN,
  type Period,
  type Week,
} from "../lib/arming";
import { text } from "../text";
import { Icon } from "./Icon";

const words = text.arming;
const LARGE_STEP_MIN = 60;

export type Chosen = { day: number; index: number };

type Props = {
  week: Week;
  chosen: Chosen | null;
  choose: (chosen: Chosen | null) => void;
  /** Done, and can be undone. */
  commit: (week: Week) => void;
  copy: (day: number) => void;
};

export function WeekBars(props: Props) {
  // While something is dragged: shown, not yet done.
  const [shown, show] = useState<Week | null>(null);
  const week = shown ?? props.week;
  return (
    <div class="week">
      <div class="week-hours" aria-hidden="true">
        {[0, 6, 12, 18, 24].map((hour) => (
          <span key={hour}>{hour}</span>
        ))}
      </div>
      {week.map((periods, day) => periods && <Row key={day} {...{ ...props, week, show, day }} />)}
    </div>
  );
}

type RowProps = Props & { day: number; show: (week: Week | null) => void };

function Row({ week, chosen, choose, commit, copy, day, show }: RowProps) {
  const periods = periodsOf(week, day);
  const name = words.days[day] ?? "";
  const grow = (): void => {
    const added = addPeriod(week, day);
    if (!added) return;
    commit(added.week);
    choose({ day, index: added.index });
  };
  return (
    <div class="week-row" role="group" aria-label={name} data-day={day}>
      <span class="week-day">{name}</span>
      <Bar
        {...{ week, choose, commit, day, show }}
        index={chosen?.day === day ? chosen.index : -1}
      />
      <span class="week-tools">
        <button
          type="button"
          class="button button-quiet button-icon"
          aria-label={words.addTo(name)}
          title={words.addTo(name)}
          disabled={periods.length >= PERIODS_MAX || addPeriod(week, day) === null}
          onClick={grow}
        >
          <Icon name="plus" />
        </button>
        <button
          type="button"
          class="button button-quiet button-small"
          aria-label={words.copyOf(name)}
          onClick={() => copy(day)}
        >
          {words.copy}
        </button>
      </span>
    </div>
  );
}

type BarProps = Omit<RowProps, "chosen" | "copy"> & { index: number };
type Drag = { apply: (minute: number) => Week; before: Week; last: Week };

function Bar({ week, index, choose, commit, day, show }: BarProps) {
  const bar = useRef<HTMLDivElement>(null);
  const drag = useRef<Drag | null>(null);

  const place = (event: PointerEvent): number => {
    const box = bar.current?.getBoundingClientRect();
    if (!box) return 0;
    const minute = ((event.clientX - box.left) / box.width) * DAY_MIN;
    return Math.min(Math.max(Math.round(minute / STEP_MIN) * STEP_MIN, 0), DAY_MIN);
  };
  const begin = (event: PointerEvent, apply: Drag["apply"]): void => {
    if (event.button !== 0) return;
    event.stopPropagation();
    bar.current?.setPointerCapture(event.pointerId);
    drag.current = { apply, before: week, last: week };
  };
  const draw = (event: PointerEvent): void => {
    const start = place(event);
    choose(null);
    begin(event, (minute) => {
      const drawn = drawPeriod(week, day, start, minute);
      choose(drawn && { day, index: drawn.index });
      return drawn?.week ?? week;
    });
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (!drag.current) return;
    drag.current.last = drag.current.apply(place(event));
    show(drag.current.last);
  };
  const end = (done: boolean): void => {
    const ended = drag.current;
    drag.current = null;
    show(null);
    if (done && ended && ended.last !== ended.before) commit(ended.last);
  };
  return (
    <div
      class="week-bar"
      ref={bar}
      onPointerDown={draw}
      onPointerMove={onPointerMove}
      onPointerUp={() => end(true)}
      onPointerCancel={() => end(false)}
    >
      {periodsOf(week, day).map((period, i) => (
        <PeriodBlock
          key={i}
          {...{ week, day, commit, begin, place, period }}
          index={i}
          chosen={i === index}
          choose={() => choose({ day, index: i })}
          forget={() => choose(null)}
        />
      ))}
    </div>
  );
}

type BlockProps = {
  week: Week;
  day: number;
  index: number;
  period: Period;
  chosen: boolean;
  choose: () => void;
  forget: () => void;
  commit: (week: Week) => void;
  begin: (event: PointerEvent, apply: Drag["apply"]) => void;
  place: (event: PointerEvent) => number;
};

const share = (minute: number): string => `${(minute / DAY_MIN) * 100}%`;

/** By how much an arrow key moves; 0: it is another key. */
function arrowOf(event: KeyboardEvent): number {
  const step = event.shiftKey ? LARGE_STEP_MIN : STEP_MIN;
  if (event.key === "ArrowRight" || event.key === "ArrowUp") return step;
  return event.key === "ArrowLeft" || event.key === "ArrowDown" ? -step : 0;
}

/** What had the focus is gone: the keyboard goes on in the same row. */
function focusRow(from: EventTarget | null): void {
  const row = from instanceof Element ? from.closest(".week-row") : null;
  row?.querySelector<HTMLElement>(".week-tools button:last-child")?.focus();
}

function PeriodBlock(props: BlockProps) {
  const { week, day, index, period, chosen, choose, commit, begin, place } = props;
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = arrowOf(event);
    if (by !== 0) commit(movePeriod(week, day, index, by));
    else if (event.key === "Delete") {
      props.forget();
      commit(removePeriod(week, day, index));
      focusRow(event.currentTarget);
    } else return;
    event.preventDefault();
  };
  return (
    <>
      <button
        type="button"
        class="period"
        style={{ left: share(period.from), width: share(period.to - period.from) }}
        aria-pressed={chosen}
        aria-label={words.period(
          words.days[day] ?? "",
          formatMinute(period.from),
          formatMinute(period.to),
        )}
        onFocus={choose}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          choose();
          const from = place(event);
          begin(event, (minute) => movePeriod(week, day, index, minute - from));
        }}
      />
      {chosen &&
        (["from", "to"] as const).map((end) => (
          <End key={end} {...{ ...props, end }} value={period[end]} />
        ))}
    </>
  );
}

type EndProps = BlockProps & { end: keyof Period; value: number };

function End({ week, day, index, end, value, commit, begin }: EndProps) {
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = arrowOf(event);
    if (by === 0) return;
    commit(moveEnd(week, day, index, end, value + by));
    event.preventDefault();
  };
  return (
    <span
      class="period-end"
      style={{ left: share(value) }}
      role="slider"
      tabindex={0}
      aria-label={words.ends[end](words.days[day] ?? "", index + 1)}
      aria-valuemin={0}
      aria-valuemax={DAY_MIN}
      aria-valuenow={value}
      aria-valuetext={formatMinute(value)}
      onKeyDown={onKeyDown}
      onPointerDown={(event) =>
        begin(event, (minute) => moveEnd(week, day, index, end, minute))
      }
    />
  );
}
