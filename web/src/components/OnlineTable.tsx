// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Who is logged in now, and from where.
import { useState } from "preact/hooks";
import { api } from "../api/client";
import { formatMoment, seconds } from "../lib/time";
import { now_s } from "../state/now";
import { text } from "../text";
import { ErrorNotice } from "./ErrorNotice";
import { useLoad } from "./useLoad";

const words = text.users.online;
const REFRESH_MS = 10_000;

export function OnlineTable() {
  const { value, error, again } = useLoad(api.sessions, REFRESH_MS);
  const [failed, setFailed] = useState<unknown>(null);
  const end = (id: string): void => {
    setFailed(null);
    api.endSession(id).catch(setFailed).finally(again);
  };
  return (
    <section class="section" aria-labelledby="online">
      <h2 id="online">{words.title}</h2>
      <ErrorNotice error={error ?? failed} />
      <div class="panel found" tabIndex={0} role="region" aria-label={words.title}>
        <table class="found-table">
          <thead>
            <tr>
              <th scope="col">{text.users.user}</th>
              <th scope="col">{words.address}</th>
              <th scope="col">{words.since}</th>
              <th scope="col">{words.action}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {value?.map((session) => (
              <tr key={session.id} data-session={session.user}>
                <th scope="row">{session.user}</th>
                <td>{session.address}</td>
                <td>{formatMoment(seconds(session.since), now_s.peek())}</td>
                <td>{formatMoment(seconds(session.used), now_s.peek())}</td>
                <td>
                  {session.own ? (
                    words.own
                  ) : (
                    <button
                      type="button"
                      class="button button-small"
                      onClick={() => end(session.id)}
                    >
                      {words.end}
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
