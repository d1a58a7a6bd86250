// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The log on another machine: where it goes, whether it gets there, and a test.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import type * as Api from "../../api/types";
import { ErrorNotice } from "../../components/ErrorNotice";
import { TextField } from "../../components/Field";
import { LinesField } from "../../components/LinesField";
import { useEdits } from "../../components/useEdits";
import { useLoad } from "../../components/useLoad";
import { useSubmit } from "../../components/useSubmit";
import { text } from "../../text";
import { inWords } from "../../text/said";

const words = text.syslog;
const REFRESH_MS = 5_000;

export function Syslog() {
  const settings = useLoad(api.settings);
  const state = useLoad(api.syslog, REFRESH_MS);
  return (
    <section class="section" aria-labelledby="syslog">
      <h2 id="syslog">{words.title}</h2>
      <p class="quiet">{words.about}</p>
      <ErrorNotice error={settings.error ?? state.error} />
      {settings.value && (
        <Form now={settings.value} again={settings.again} changed={state.again} />
      )}
      {state.value && state.value.state !== "off" && <State now={state.value} />}
    </section>
  );
}

type FormProps = { now: Api.Settings; again: () => void; changed: () => void };

function Form({ now, again, changed }: FormProps) {
  const { values, pending, set, send, giveUp } = useEdits({
    server: now.syslog_server ?? "",
    ca: now.syslog_ca ?? "",
  });
  const [saved, setSaved] = useState(false);
  const { busy, error, onSubmit } = useSubmit(
    async () => {
      setSaved(false);
      const all = await send(({ server, ca }) =>
        api.changeSettings({ syslog_server: server.trim(), syslog_ca: ca.trim() }, now),
      );
      setSaved(true);
      changed();
      // Others may have changed it, too. Over what is entered, a conflict has to be told.
      if (all) again();
    },
    () => {
      giveUp();
      again();
    },
  );
  return (
    <form class="form panel" onSubmit={onSubmit}>
      <TextField
        label={words.server}
        help={words.serverHelp}
        name="syslog_server"
        value={values.server}
        placeholder="tls://logs.example"
        maxLength={299}
        mono
        onChange={(server) => set({ server })}
      />
      <LinesField
        label={words.authority}
        help={words.authorityHelp}
        name="syslog_ca"
        value={values.ca}
        onChange={(ca) => set({ ca })}
      />
      <ErrorNotice error={error} />
      {saved && !pending && error === null && (
        <p class="quiet" role="status">
          {text.actions.saved}
        </p>
      )}
      <div class="form-actions">
        <button type="submit" class="button button-main" disabled={busy}>
          {text.form.save}
        </button>
      </div>
    </form>
  );
}

function State({ now }: { now: Api.SyslogState }) {
  const [outcome, setOutcome] = useState("");
  const { busy, error, onSubmit } = useSubmit(async () => {
    setOutcome("");
    const tested = await api.testSyslog();
    setOutcome(tested.done ? words.tested : `${inWords(tested.error)}. ${inWords(tested.hint)}`);
  });
  return (
    <form class="form" onSubmit={onSubmit}>
      <p role="status">
        {now.state === "sending" ? words.sending : `${words.failing} ${inWords(now.error)}. ${inWords(now.hint)}`}
        {now.waiting > 0 && ` ${words.waiting(now.waiting)}`}
      </p>
      <ErrorNotice error={error} />
      {outcome && <p role="status">{outcome}</p>}
      <div class="form-actions">
        <button type="submit" class="button" disabled={busy}>
          {words.test}
        </button>
      </div>
    </form>
  );
}
