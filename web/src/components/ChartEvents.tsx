// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The events of a chart on its time line: one opens its page, several that lie at one place are
// zoomed to.
import { useEffect, useRef, useState } from "preact/hooks";
import type * as Api from "../api/types";
import { marksOf, SHOWN_MIN_S, spanOfMark, type Mark, type Shown } from "../lib/chart";
import { linkTo } from "../lib/route";
import { formatMoment } from "../lib/time";
import { now_s } from "../state/now";
import { number, text } from "../text";

const words = text.chart;
/** As wide as one mark: so that a finger finds each. */
const APART_PX = 26;
const WIDTH_PX = 600;

type Props = {
  events: readonly Api.Event[];
  shown: Shown | null;
  /** Pixels to the left of the chart's own area. */
  left: number;
  /** Undefined: nothing zooms. */
  open: ((shown: Shown) => void) | undefined;
};

export function ChartEvents({ events, shown, left, open }: Props) {
  const box = useRef<HTMLUListElement>(null);
  const [width, setWidth] = useState(WIDTH_PX);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0) setWidth(element.clientWidth);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const length_s = shown ? shown.to_s - shown.from_s : 0;
  const marks = shown ? marksOf(events, shown, (length_s * APART_PX) / width) : [];
  return (
    <ul class="chart-events" ref={box} style={{ marginLeft: left }} aria-label={words.events}>
      {shown &&
        marks.map((mark) => (
          <li
            key={mark.events[0]?.id}
            style={{ left: `${((mark.at_s - shown.from_s) / length_s) * 100}%` }}
          >
            <EventMark mark={mark} open={length_s > 4 * SHOWN_MIN_S ? open : undefined} />
          </li>
        ))}
    </ul>
  );
}

function EventMark({ mark, open }: { mark: Mark; open: Props["open"] }) {
  const { events, at_s } = mark;
  const newest = events.at(-1);
  if (!newest) return null;
  const time = formatMoment(at_s, now_s.peek());
  if (events.length > 1 && open) {
    const label = words.eventsHere(events.length, time);
    return (
      <button
        type="button"
        class="chart-event"
        aria-label={label}
        title={label}
        onClick={() => open(spanOfMark(mark, now_s.peek()))}
      >
        {number(events.length)}
      </button>
    );
  }
  const label = words.eventHere(text.events.condition(newest.condition), time);
  return (
    <a
      class={`chart-event chart-event-${newest.state}`}
      href={linkTo({ view: "event", id: newest.id })}
      aria-label={label}
      title={label}
    >
      {events.length > 1 ? number(events.length) : "!"}
    </a>
  );
}
