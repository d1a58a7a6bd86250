// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The log on another machine: where it goes, whether it gets there, and a test.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import type * as Api from "../../api/types";
import { ErrorNotice } from "../../components/ErrorNotice";
import { TextField } from "../../components/Field";
import { LinesField } from "../../components/LinesField";
import { useLoad } from "../../components/useLoad";
import { useSubmit } from "../../components/useSubmit";
import { text } from "../../text";
import { inWords } from "../../text/said";

const words = text.syslog;
const REFRESH_MS = 5_000;

export function Syslog() {
  const settings = useLoad(api.settings);
  const state = useLoad(api.syslog, REFRESH_MS);
  const { syslog_server = "", syslog_ca = "" } = settings.value ?? {};
  return (
    <section class="section" aria-labelledby="syslog">
      <h2 id="syslog">{words.title}</h2>
      <p class="quiet">{words.about}</p>
      <ErrorNotice error={settings.error ?? state.error} />
      {settings.value && (
        <Form
          key={JSON.stringify([syslog_server, syslog_ca])}
          now={settings.value}
          changed={() => {
            settings.again();
            state.again();
          }}
        />
      )}
      {state.value && state.value.state !== "off" && <State now={state.value} />}
    </section>
  );
}

function Form({ now, changed }: { now: Api.Settings; changed: () => void }) {
  const [server, setServer] = useState(now.syslog_server ?? "");
  const [ca, setCa] = useState(now.syslog_ca ?? "");
  const { busy, error, onSubmit } = useSubmit(async () => {
    await api.changeSettings({ syslog_server: server.trim(), syslog_ca: ca.trim() }, now);
    changed();
  }, changed);
  return (
    <form class="form panel" onSubmit={onSubmit}>
      <TextField
        label={words.server}
        help={words.serverHelp}
        name="syslog_server"
        value={server}
        placeholder="tls://logs.example"
        maxLength={299}
        mono
        onChange={setServer}
      />
      <LinesField
        label={words.authority}
        help={words.authorityHelp}
        name="syslog_ca"
        value={ca}
        onChange={setCa}
      />
      <ErrorNotice error={error} />
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
