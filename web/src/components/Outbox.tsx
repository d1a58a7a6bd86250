// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What was and is to be done: each attempt, what the peer said, and trying again.
import { useState } from "preact/hooks";
import { api } from "../api/client";
import type * as Api from "../api/types";
import { linkTo } from "../lib/route";
import { formatMoment, seconds } from "../lib/time";
import { now_s } from "../state/now";
import { text } from "../text";
import { ErrorNotice } from "./ErrorNotice";
import { useLoad } from "./useLoad";

const REFRESH_MS = 3000;
const SHOWN = 50;
const words = text.outbox;

const TONES: Record<Api.OutboxRow["state"], string> = {
  waiting: "tone-blurry",
  done: "tone-clear",
  expired: "tone-lost",
  cancelled: "tone-quiet",
  refused: "tone-lost",
  folded: "tone-quiet",
};

export function Outbox() {
  const rows = useLoad(() => api.outbox(SHOWN), REFRESH_MS);
  const [failure, setFailure] = useState<unknown>(null);
  const change = (id: number, what: "cancel" | "retry"): void => {
    api.changeRow(id, what).then(rows.again, setFailure);
  };
  return (
    <section class="section" aria-labelledby="outbox">
      <h2 id="outbox">{words.title}</h2>
      <ErrorNotice error={failure ?? rows.error} />
      {rows.value?.length === 0 && <p class="quiet">{words.none}</p>}
      {rows.value && rows.value.length > 0 && (
        <div class="panel found">
          <table class="found-table">
            <thead>
              <tr>
                <th scope="col">{words.when}</th>
                <th scope="col">{words.action}</th>
                <th scope="col">{words.event}</th>
                <th scope="col">{words.state}</th>
                <th scope="col">{words.answer}</th>
              </tr>
            </thead>
            <tbody>
              {rows.value.map((row) => (
                <Row key={row.id} row={row} change={change} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

type RowProps = { row: Api.OutboxRow; change: (id: number, what: "cancel" | "retry") => void };

function Row({ row, change }: RowProps) {
  const again = row.state === "waiting" || row.state === "expired" || row.state === "refused";
  return (
    <tr data-row={row.state}>
      <td>{formatMoment(seconds(row.created), now_s.peek())}</td>
      <td>{row.action}</td>
      <td>
        <a href={linkTo({ view: "event", id: row.event })}>{text.events.condition(row.condition)}</a>
        <p class="found-reason">
          {row.camera_id} · {words.phases[row.phase]}
        </p>
      </td>
      <td>
        <span class={`badge ${TONES[row.state]}`}>{words.states[row.state]}</span>
        {row.attempts > 1 && <p class="found-reason">{words.attempts(row.attempts)}</p>}
      </td>
      <td>
        <p class="found-reason" data-answer>{row.error || row.answer}</p>
        {again && (
          <p class="form-actions">
            <button
              type="button"
              class="button button-small"
              onClick={() => change(row.id, "retry")}
            >
              {words.retry}
            </button>
            {row.state === "waiting" && (
              <button
                type="button"
                class="button button-small"
                onClick={() => change(row.id, "cancel")}
              >
                {words.cancel}
              </button>
            )}
          </p>
        )}
      </td>
    </tr>
  );
}
