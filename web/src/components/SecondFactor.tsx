// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// One's own second factor: setting it up, new recovery codes, switching it off.
import { useState } from "preact/hooks";
import { api } from "../api/client";
import type * as Api from "../api/types";
import { text } from "../text";
import { ErrorNotice } from "./ErrorNotice";
import { TextField } from "./Field";
import { PasswordField } from "./PasswordField";
import { QrCode } from "./QrCode";
import { RecoveryCodes } from "./RecoveryCodes";
import { useLoad } from "./useLoad";
import { useSubmit } from "./useSubmit";

const words = text.secondFactor;
/** Nothing but this page changes it. */
const REFRESH_MS = 300_000;

export function SecondFactor() {
  const { value, error, again } = useLoad(api.account, REFRESH_MS);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const got = (fresh: readonly string[] | null): void => {
    setCodes(fresh);
    again();
  };
  return (
    <details class="panel form-more section">
      <summary>{words.title}</summary>
      <p class="field-help">{words.about}</p>
      <ErrorNotice error={error} />
      {codes && <RecoveryCodes codes={codes} done={() => setCodes(null)} />}
      {value?.second_factor.on === false && <SetUp done={got} />}
      {value?.second_factor.on && (
        <SwitchOff left={value.second_factor.recovery_codes} done={got} />
      )}
    </details>
  );
}

/** Where nothing else can be done before. */
export function SecondFactorDue({ done }: { done: () => void }) {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (codes) return <RecoveryCodes codes={codes} done={done} />;
  return (
    <>
      <p class="gate-intro">{words.due}</p>
      <SetUp done={setCodes} />
    </>
  );
}

type Props = { done: (codes: readonly string[] | null) => void };

function SetUp({ done }: Props) {
  const [password, setPassword] = useState("");
  const [made, setMade] = useState<Api.SecondFactorSecret | null>(null);
  const { busy, error, onSubmit } = useSubmit(async () => {
    setMade(await api.beginSecondFactor({ password }));
    setPassword("");
  });
  if (made) return <Confirm made={made} done={done} />;
  return (
    <form class="form narrow" onSubmit={onSubmit}>
      <p>{words.off}</p>
      <OwnPasswordField value={password} onChange={setPassword} />
      <ErrorNotice error={error} />
      <button type="submit" class="button button-main" disabled={busy}>
        {words.setUp}
      </button>
    </form>
  );
}

function Confirm({ made, done }: Props & { made: Api.SecondFactorSecret }) {
  const [code, setCode] = useState("");
  const { busy, error, onSubmit } = useSubmit(async () => {
    done((await api.confirmSecondFactor({ code: code.trim() })).recovery_codes);
  });
  return (
    <form class="form narrow" onSubmit={onSubmit}>
      <p>{words.scan}</p>
      {made.qr && <QrCode rows={made.qr} label={words.qr} />}
      <p class="field-help">
        {words.byHand} <code class="mono secret">{made.secret}</code>
      </p>
      <CodeField label={words.code} help={words.codeHelp} value={code} onChange={setCode} />
      <ErrorNotice error={error} />
      <button type="submit" class="button button-main" disabled={busy}>
        {words.switchOn}
      </button>
    </form>
  );
}

function SwitchOff({ left, done }: Props & { left: number }) {
  const [password, setPassword] = useState("");
  const codes = useSubmit(async () => {
    const fresh = (await api.renewRecoveryCodes({ password })).recovery_codes;
    setPassword("");
    done(fresh);
  });
  const off = useSubmit(async () => {
    await api.removeSecondFactor({ password });
    done(null);
  });
  return (
    <form class="form narrow" onSubmit={codes.onSubmit}>
      <p>{words.on(left)}</p>
      <OwnPasswordField value={password} onChange={setPassword} />
      <ErrorNotice error={codes.error ?? off.error} />
      <div class="form-actions">
        <button type="submit" class="button" disabled={codes.busy || password === ""}>
          {words.freshCodes}
        </button>
        <button
          type="button"
          class="button button-danger-quiet"
          disabled={off.busy || password === ""}
          onClick={off.onSubmit}
        >
          {words.switchOff}
        </button>
      </div>
    </form>
  );
}

type FieldProps = { value: string; onChange: (value: string) => void };

export function OwnPasswordField(props: FieldProps) {
  return (
    <PasswordField
      {...props}
      label={words.password}
      name="own-password"
      autoComplete="current-password"
      required
    />
  );
}

export function CodeField(props: FieldProps & { label: string; help: string }) {
  return (
    <TextField
      {...props}
      name="one-time-code"
      autoComplete="one-time-code"
      maxLength={32}
      mono
      required
    />
  );
}
