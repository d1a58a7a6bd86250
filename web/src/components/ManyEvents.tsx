// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Something said of many events at once, and the list as a file.
import { useState } from "preact/hooks";
import { api, eventReportUrl, type EventMark } from "../api/client";
import type * as Api from "../api/types";
import { saveText } from "../lib/download";
import { csvOf, type EventFilter } from "../lib/events";
import { putEvent } from "../state/events";
import { may } from "../state/session";
import { text } from "../text";
import { ErrorNotice } from "./ErrorNotice";
import { query } from "./useEventList";

const words = text.events;
const PAGE = 1000;
const EXPORTED_MAX = 100_000;

type Props = {
  events: readonly Api.Event[];
  filter: EventFilter;
  chosen: ReadonlySet<number>;
  choose: (chosen: ReadonlySet<number>) => void;
  put: (changed: readonly Api.Event[]) => void;
};

export function ManyEvents({ events, filter, chosen, choose, put }: Props) {
  const [comment, setComment] = useState("");
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState("");
  const [error, setError] = useState<unknown>(null);
  // What left the list is not meant any more.
  const meant = events.filter((event) => chosen.has(event.id));
  const run = (work: () => Promise<string>): void => {
    setBusy(true);
    setDone("");
    setError(null);
    work()
      .then(setDone, setError)
      .finally(() => setBusy(false));
  };
  const say = (mark: EventMark): void =>
    run(async () => {
      // One after the other: the browser has few connections, and live pictures need them.
      for (const { id } of meant) {
        const changed = await api.markEvent(id, mark);
        put([changed]);
        putEvent(changed);
      }
      choose(new Set());
      return words.saidOfMany(meant.length);
    });
  const mark = (label: string, said: EventMark, disabled = false) => (
    <button
      type="button"
      class="button button-small"
      disabled={busy || disabled}
      onClick={() => say(said)}
    >
      {label}
    </button>
  );
  const all = events.length > 0 && meant.length === events.length;
  return (
    <div class="many-events" role="group" aria-label={words.many}>
      {may("operator") && (
        <label class="check">
          <input
            type="checkbox"
            checked={all}
            onChange={() => choose(new Set(all ? [] : events.map((event) => event.id)))}
          />
          <span>{meant.length === 0 ? words.chooseAll : words.chosen(meant.length)}</span>
        </label>
      )}
      {meant.length > 0 && (
        <>
          {mark(words.acknowledge, { acknowledged: true })}
          {mark(words.falseAlarm, { false_alarm: true })}
          {mark(words.noFalseAlarm, { false_alarm: false })}
          <input
            class="input many-comment"
            name="many-comment"
            maxLength={250}
            aria-label={words.comment}
            placeholder={words.comment}
            value={comment}
            onInput={(change) => setComment(change.currentTarget.value)}
          />
          {mark(words.saveComment, { comment }, comment.trim() === "")}
        </>
      )}
      <button
        type="button"
        class="button button-small many-export"
        disabled={busy}
        onClick={() => run(() => exportEvents(filter))}
      >
        {words.exportCsv}
      </button>
      {/* Without a first day the last week. It is made while the browser waits. */}
      <a class="button button-small" href={eventReportUrl(query(filter))} download="events.pdf">
        {words.exportPdf}
      </a>
      <p class="quiet" role="status">
        {busy ? text.loading : done}
      </p>
      <ErrorNotice error={error} />
    </div>
  );
}

/** Everything under the filter, whether it is shown or not; says how many that were. */
async function exportEvents(filter: EventFilter): Promise<string> {
  const events: Api.Event[] = [];
  let before: number | null = null;
  do {
    const page: { events: Api.Event[]; next_before: number | null } = await api.events({
      ...query(filter, PAGE),
      ...(before === null ? { export: true } : { before }),
    });
    events.push(...page.events);
    before = page.next_before;
  } while (before !== null && events.length < EXPORTED_MAX);
  saveText("events.csv", "text/csv", csvOf(events));
  return before === null ? words.exported(events.length) : words.exportedPart(events.length);
}
