// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// How people log in, and the security reinforcement: what that changes is shown before it does.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import type * as Api from "../../api/types";
import { ErrorNotice } from "../../components/ErrorNotice";
import { useLoad } from "../../components/useLoad";
import { SystemSettings } from "../../components/SystemSettings";
import { useSubmit } from "../../components/useSubmit";
import { startSession } from "../../state/session";
import { number, text } from "../../text";
import { inWords } from "../../text/said";

const words = text.security;
const REFRESH_MS = 30_000;
const LOGINS = [
  "password_length",
  "password_days",
  "second_factor_administrators",
  "recovery_questions",
  "recovery_mail",
  "recovery_action",
  "login_attempts",
  "login_lock_minutes",
  "sessions_max",
  "session_idle_minutes",
  "session_hours",
  "always_on",
  "http_digest",
  "http_digest_md5",
] as const;

export function Security() {
  return (
    <>
      <ReinforcementSection />
      <section class="section" aria-labelledby="logins">
        <h2 id="logins">{words.logins}</h2>
        <SystemSettings names={LOGINS} />
      </section>
    </>
  );
}

function ReinforcementSection() {
  const { value, error, again } = useLoad(api.reinforcement, REFRESH_MS);
  return (
    <section class="section" aria-labelledby="reinforcement">
      <h2 id="reinforcement">{words.reinforcement}</h2>
      <p class="quiet">{words.about}</p>
      <ErrorNotice error={error} />
      {value && <Reinforcement now={value} changed={again} />}
    </section>
  );
}

function Reinforcement({ now, changed }: { now: Api.Reinforcement; changed: () => void }) {
  const [asking, setAsking] = useState(false);
  const { busy, error, onSubmit } = useSubmit(async () => {
    await api.setReinforcement({ enabled: !now.enabled }, now);
    setAsking(false);
    // It may ask something of who is logged in.
    await startSession();
    changed();
  }, changed);
  const changes = now.settings.filter((one) => one.changes).length;
  return (
    <form class="form" onSubmit={onSubmit}>
      <p role="status">{now.enabled ? words.isOn : words.isOff}</p>
      <Table now={now} />
      <ErrorNotice error={error} />
      {asking ? (
        <div class="confirm">
          <p>{now.enabled ? words.offQuestion(changes) : words.onQuestion(changes)}</p>
          <div class="form-actions">
            <button type="submit" class="button button-main" disabled={busy}>
              {words.yes}
            </button>
            <button type="button" class="button" onClick={() => setAsking(false)}>
              {words.no}
            </button>
          </div>
        </div>
      ) : (
        <button type="button" class="button button-main" onClick={() => setAsking(true)}>
          {now.enabled ? words.switchOff : words.switchOn}
        </button>
      )}
    </form>
  );
}

function Table({ now }: { now: Api.Reinforcement }) {
  return (
    <div class="panel found" tabIndex={0} role="region" aria-label={words.reinforcement}>
      <table class="found-table">
        <thead>
          <tr>
            <th scope="col">{words.setting}</th>
            <th scope="col">{words.present}</th>
            <th scope="col">{now.enabled ? words.afterOff : words.afterOn}</th>
            <th scope="col">{words.why}</th>
          </tr>
        </thead>
        <tbody>
          {now.settings.map((one) => {
            const next = now.enabled ? one.before : one.strict;
            return (
              <tr key={one.name} data-setting={one.name}>
                <th scope="row">{name(one.name)}</th>
                <td>{shown(one.value)}</td>
                <td>{one.changes ? <strong>{shown(next)}</strong> : words.same}</td>
                <td class="cell-words">{inWords(one.why)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** The names are those of the daemon; one that this page does not know is shown as it is. */
function name(setting: string): string {
  const known: Readonly<Record<string, string>> = words.settings;
  return known[setting] ?? setting.replaceAll("_", " ");
}

const shown = (value: boolean | number): string =>
  typeof value === "number" ? number(value) : value ? words.on : words.off;
