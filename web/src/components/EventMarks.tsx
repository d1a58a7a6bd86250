// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What a person says of one event: seen to, a false alarm, a note.
import { useState } from "preact/hooks";
import { api, type EventMark } from "../api/client";
import type * as Api from "../api/types";
import { text } from "../text";
import { CheckField } from "./CheckField";
import { ErrorNotice } from "./ErrorNotice";
import { Field } from "./Field";
import { useSubmit } from "./useSubmit";

const words = text.events;
/** What the daemon takes, in bytes. */
const COMMENT_MAX = 1000;

type Props = { event: Api.Event; put: (event: Api.Event) => void };

export function EventMarks({ event, put }: Props) {
  const [comment, setComment] = useState(event.comment);
  const [failure, setFailure] = useState<unknown>(null);
  const { busy, error, onSubmit } = useSubmit(() => say({ comment }));
  const say = async (mark: EventMark): Promise<void> => put(await api.markEvent(event.id, mark));
  const said = (mark: EventMark): void => {
    setFailure(null);
    say(mark).catch(setFailure);
  };
  const seen = event.acknowledged !== null;
  return (
    <section class="panel event-marks" aria-labelledby="event-marks">
      <h2 id="event-marks">{words.marks}</h2>
      <div class="form-actions">
        <button
          type="button"
          class={seen ? "button" : "button button-main"}
          onClick={() => said({ acknowledged: !seen })}
        >
          {seen ? words.unacknowledge : words.acknowledge}
        </button>
      </div>
      <CheckField
        label={words.falseAlarm}
        help={words.falseAlarmHelp}
        name="false-alarm"
        checked={event.false_alarm}
        onChange={(false_alarm) => said({ false_alarm })}
      />
      <form class="form" onSubmit={onSubmit}>
        <Field label={words.comment} help={words.commentHelp}>
          {({ id, describedBy }) => (
            <textarea
              id={id}
              name="comment"
              class="input"
              rows={3}
              maxLength={COMMENT_MAX}
              aria-describedby={describedBy}
              value={comment}
              onInput={(change) => setComment(change.currentTarget.value)}
            />
          )}
        </Field>
        <div class="form-actions">
          <button type="submit" class="button" disabled={busy || comment === event.comment}>
            {words.saveComment}
          </button>
        </div>
      </form>
      <ErrorNotice error={failure ?? error} />
    </section>
  );
}
