// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Logging in.
import { useEffect, useState } from "preact/hooks";
import { ApiError } from "../api/client";
import { ErrorNotice } from "../components/ErrorNotice";
import { TextField } from "../components/Field";
import { PasswordField } from "../components/PasswordField";
import { CodeField } from "../components/SecondFactor";
import { useSubmit } from "../components/useSubmit";
import { login } from "../state/session";
import { text } from "../text";
import { Gate } from "./Gate";
import { LostPassword } from "./LostPassword";

export function Login({ over }: { over: boolean }) {
  const [user, setUser] = useState<string>(text.activation.userName);
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [asked, setAsked] = useState(false);
  const { busy, error, onSubmit } = useSubmit(async () => {
    try {
      await login(user.trim(), password, code.trim());
    } catch (failure) {
      if (!(failure instanceof ApiError && failure.codeNeeded)) throw failure;
      setAsked(true);
    }
  });

  useEffect(() => {
    document.title = `${text.login.title} – ${text.product}`;
  }, []);

  useEffect(() => {
    if (asked) document.querySelector<HTMLElement>('[name="one-time-code"]')?.focus();
  }, [asked]);

  const [lost, setLost] = useState(false);
  if (lost) return <LostPassword back={() => setLost(false)} />;
  return (
    <Gate title={text.login.title}>
      {over && (
        <p class="gate-intro" role="status">
          {text.login.over}
        </p>
      )}
      <form class="form" onSubmit={onSubmit}>
        <TextField
          label={text.login.user}
          name="username"
          autoComplete="username"
          required
          maxLength={64}
          value={user}
          onChange={setUser}
        />
        <PasswordField
          label={text.login.password}
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={setPassword}
        />
        {asked && (
          <CodeField
            label={text.secondFactor.needed}
            help={text.secondFactor.neededHelp}
            value={code}
            onChange={setCode}
          />
        )}
        <ErrorNotice error={error} />
        <button type="submit" class="button button-main" disabled={busy}>
          {text.login.submit}
        </button>
        <button type="button" class="button button-quiet" onClick={() => setLost(true)}>
          {text.login.lost}
        </button>
      </form>
    </Gate>
  );
}
