// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A day or an hour as a line: what was recorded, the events above it, and where it plays. It is
// moved by pointer and by keyboard as any slider.
import type * as Api from "../api/types";
import { place, type Clip, type Span } from "../lib/playback";
import { formatClock, seconds } from "../lib/time";
import { text } from "../text";

const words = text.playback;
const MARKS = 4;
/** So that it can be seen, in per cent. */
const WIDTH_MIN = 0.25;

type Props = {
  span: Span;
  clips: readonly Clip[];
  events: readonly Api.Event[];
  at_s: number;
  /** Seconds that an arrow key moves. */
  step_s: number;
  seek: (at_s: number) => void;
};

export function TimeLine({ span, clips, events, at_s, step_s, seek }: Props) {
  const marks = Array.from(
    { length: MARKS + 1 },
    (_, i) => span.from_s + ((span.to_s - span.from_s) / MARKS) * i,
  );
  const cursor = place(at_s, at_s + 1, span);
  return (
    <div class="time-line">
      <div class="time-line-hours" aria-hidden="true">
        {marks.map((mark) => (
          <span key={mark}>{formatClock(mark, false)}</span>
        ))}
      </div>
      <div class="time-line-bar">
        {events.map((event) => (
          <Block
            key={event.id}
            class="time-line-event"
            start_s={seconds(event.started)}
            end_s={event.ended === null ? span.to_s : seconds(event.ended)}
            span={span}
          />
        ))}
        {clips.map(({ recording, start_s, end_s }) => (
          <Block
            key={recording.path}
            class={`time-line-clip time-line-${recording.kind}`}
            {...{ start_s, end_s, span }}
          />
        ))}
        {cursor && <span class="time-line-cursor" style={{ left: `${cursor.left}%` }} />}
        <input
          class="time-line-slider"
          type="range"
          name="time-line"
          min={span.from_s}
          max={span.to_s}
          step={step_s}
          aria-label={words.slider}
          aria-valuetext={formatClock(at_s)}
          value={at_s}
          onInput={(change) => seek(Number(change.currentTarget.value))}
        />
      </div>
    </div>
  );
}

type BlockProps = { class: string; start_s: number; end_s: number; span: Span };

function Block({ class: name, start_s, end_s, span }: BlockProps) {
  const at = place(start_s, end_s, span);
  if (!at) return null;
  const width = Math.max(at.width, WIDTH_MIN);
  return <span class={name} style={{ left: `${at.left}%`, width: `${width}%` }} />;
}
