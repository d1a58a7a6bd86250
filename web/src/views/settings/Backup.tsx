// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The whole database as a file, and back to one; back to the defaults. What cannot be undone here
// is confirmed by one's password.
import { useState } from "preact/hooks";
import { api, BACKUP_URL } from "../../api/client";
import type * as Api from "../../api/types";
import { Anyway } from "../../components/Anyway";
import { Choice } from "../../components/Choice";
import { ErrorNotice } from "../../components/ErrorNotice";
import { Field } from "../../components/Field";
import { PasswordField } from "../../components/PasswordField";
import { useSubmit } from "../../components/useSubmit";
import { reloadWhenBack } from "../../lib/restart";
import { formatMoment, seconds } from "../../lib/time";
import { loadCameras } from "../../state/cameras";
import { now_s } from "../../state/now";
import { number, text } from "../../text";

const words = text.settings.backup;

export function Backup() {
  const [away, setAway] = useState(false);
  if (away) return <p role="status">{words.restarting}</p>;
  /** The daemon goes and comes back: nothing can be done on this page until then. */
  const restart = async (ask: () => Promise<Api.Restart>): Promise<boolean> => {
    const { started } = await api.status();
    const { restarts } = await ask();
    if (!restarts) return false;
    setAway(true);
    reloadWhenBack(started);
    return true;
  };
  return (
    <>
      <section class="section" aria-labelledby="backup">
        <h2 id="backup">{words.title}</h2>
        <p class="quiet">{words.intro}</p>
        <p>
          <a class="button button-main" href={BACKUP_URL} download={fileName()}>
            {words.save}
          </a>
        </p>
      </section>
      <Restore restart={restart} />
      <Reset restart={restart} />
    </>
  );
}

const fileName = (): string => `lenswatch-${new Date().toISOString().slice(0, 10)}.db`;

type Props = { restart: (ask: () => Promise<Api.Restart>) => Promise<boolean> };

function Restore({ restart }: Props) {
  const [file, setFile] = useState<File | null>(null);
  const [checked, setChecked] = useState<Api.Backup | null>(null);
  const [password, setPassword] = useState("");
  const look = useSubmit(async () => {
    setChecked(null);
    if (file) setChecked(await api.checkBackup(file));
  });
  const send = async (force: boolean): Promise<void> => {
    if (checked) await restart(() => api.restoreBackup({ id: checked.id, password }, force));
  };
  const take = useSubmit(() => send(false));
  const forced = useSubmit(() => send(true));
  return (
    <section class="section" aria-labelledby="restore">
      <h2 id="restore">{words.restore}</h2>
      <p class="quiet">{words.restoreIntro}</p>
      <form class="form panel" onSubmit={look.onSubmit}>
        <Field label={words.file} help={words.fileHelp}>
          {({ id, describedBy }) => (
            <input
              id={id}
              class="input"
              type="file"
              name="backup"
              required
              aria-describedby={describedBy}
              onChange={(event) => {
                setChecked(null);
                setFile(event.currentTarget.files?.[0] ?? null);
              }}
            />
          )}
        </Field>
        <ErrorNotice error={look.error} />
        <div class="form-actions">
          <button
            type="submit"
            class={checked ? "button" : "button button-main"}
            disabled={look.busy || file === null}
          >
            {look.busy ? words.looking : words.look}
          </button>
        </div>
      </form>
      {checked && (
        <form class="form panel" onSubmit={take.onSubmit} data-checked={checked.id}>
          <p role="status">
            {words.holds(checked.cameras, checked.events, checked.users)}{" "}
            {checked.newest_event !== null &&
              words.newest(formatMoment(seconds(checked.newest_event), now_s.peek()))}{" "}
            {words.size(number(checked.bytes / 1e6, 1))}
          </p>
          <Confirm value={password} onChange={setPassword} />
          <ErrorNotice error={forced.error ?? take.error} />
          <div class="form-actions">
            <button type="submit" class="button button-danger" disabled={take.busy}>
              {words.take}
            </button>
            <Anyway error={take.error} busy={forced.busy} onClick={forced.onSubmit} />
          </div>
        </form>
      )}
    </section>
  );
}

function Reset({ restart }: Props) {
  const [what, setWhat] = useState<"settings" | "everything">("settings");
  const [password, setPassword] = useState("");
  const [done, setDone] = useState(false);
  const { busy, error, onSubmit } = useSubmit(async () => {
    setDone(false);
    if (await restart(() => api.resetSettings({ what, password }))) return;
    setPassword("");
    setDone(true);
    await loadCameras();
  });
  return (
    <section class="section" aria-labelledby="reset">
      <h2 id="reset">{words.reset}</h2>
      <form class="form panel" onSubmit={onSubmit}>
        <Choice label={words.what} options={words.whats} value={what} onChange={setWhat} />
        <p>{words.explained[what]}</p>
        <Confirm value={password} onChange={setPassword} />
        <ErrorNotice error={error} />
        {done && error === null && <p role="status">{words.done}</p>}
        <div class="form-actions">
          <button type="submit" class="button button-danger" disabled={busy}>
            {words.resets[what]}
          </button>
        </div>
      </form>
    </section>
  );
}

function Confirm(props: { value: string; onChange: (value: string) => void }) {
  return (
    <PasswordField
      label={words.password}
      help={words.passwordHelp}
      name="confirm-password"
      autoComplete="current-password"
      required
      maxLength={128}
      {...props}
    />
  );
}
