// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Where cameras are looked for, and with which users.
import { useState } from "preact/hooks";
import type * as Api from "../api/types";
import { newFind, orderOf, type FindValues } from "../lib/find";
import { text } from "../text";
import { CheckField } from "./CheckField";
import { ErrorNotice } from "./ErrorNotice";
import { TextField } from "./Field";
import { NumberField } from "./NumberField";
import { PasswordField } from "./PasswordField";
import { useSubmit } from "./useSubmit";

const words = text.find;
const USERS_MAX = 64;

export function FindForm({ start }: { start: (order: Api.ScanRequest) => Promise<void> }) {
  const [values, setValues] = useState(newFind);
  const set = (change: Partial<FindValues>): void => setValues({ ...values, ...change });
  const { busy, error, onSubmit } = useSubmit(() => start(orderOf(values)));
  return (
    <form class="form panel find-form" onSubmit={onSubmit} autocomplete="off">
      <p class="field-help">{words.intro}</p>
      <TextField
        label={words.ranges}
        help={words.rangesHelp}
        name="ranges"
        placeholder="192.0.2.0/24"
        maxLength={4000}
        mono
        value={values.ranges}
        onChange={(ranges) => set({ ranges })}
      />
      <Users users={values.users} set={(users) => set({ users })} />
      <More values={values} set={set} />
      <ErrorNotice error={error} />
      <button type="submit" class="button button-main" disabled={busy}>
        {words.start}
      </button>
    </form>
  );
}

type UsersProps = { users: FindValues["users"]; set: (users: FindValues["users"]) => void };

function Users({ users, set }: UsersProps) {
  const change = (index: number, part: Partial<FindValues["users"][number]>): void =>
    set(users.map((one, i) => (i === index ? { ...one, ...part } : one)));
  return (
    <fieldset class="form-group">
      <legend>{words.users}</legend>
      <p class="field-help">{words.usersHelp}</p>
      {users.map((one, i) => (
        <div class="form-row" key={i}>
          <TextField
            label={words.user(i + 1)}
            name={`user-${i}`}
            autoComplete="off"
            maxLength={128}
            value={one.user}
            onChange={(user) => change(i, { user })}
          />
          <PasswordField
            label={words.password(i + 1)}
            name={`password-${i}`}
            autoComplete="off"
            maxLength={256}
            value={one.password}
            onChange={(password) => change(i, { password })}
          />
        </div>
      ))}
      {users.length < USERS_MAX && (
        <p>
          <button
            type="button"
            class="button button-small"
            onClick={() => set([...users, { user: "", password: "" }])}
          >
            {words.moreUsers}
          </button>
        </p>
      )}
    </fieldset>
  );
}

type MoreProps = { values: FindValues; set: (change: Partial<FindValues>) => void };

function More({ values, set }: MoreProps) {
  return (
    <details class="form-group form-more">
      <summary>{words.more}</summary>
      <TextField
        label={words.ports}
        help={words.portsHelp}
        name="ports"
        placeholder="80,443,554,8000,8080,8081,8443,8554,37777,88"
        mono
        value={values.ports}
        onChange={(ports) => set({ ports })}
      />
      <NumberField
        label={words.attempts}
        help={words.attemptsHelp}
        name="attempts"
        unit={words.attemptsUnit}
        min={1}
        max={100}
        step={1}
        value={values.attempts}
        onChange={(attempts) => set({ attempts })}
      />
      <NumberField
        label={words.timeout}
        help={words.timeoutHelp}
        name="timeout"
        unit="s"
        min={0.1}
        max={300}
        step="any"
        value={values.timeout_s}
        onChange={(timeout_s) => set({ timeout_s })}
      />
      <CheckField
        label={words.announce}
        help={words.announceHelp}
        name="announce"
        checked={values.announce}
        onChange={(announce) => set({ announce })}
      />
      <CheckField
        label={words.large}
        name="large"
        checked={values.large}
        onChange={(large) => set({ large })}
      />
    </details>
  );
}
