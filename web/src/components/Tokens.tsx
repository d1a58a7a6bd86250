// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// One's own API tokens: for programs, with no more rights than they need.
import { useState } from "preact/hooks";
import { api } from "../api/client";
import type * as Api from "../api/types";
import { formatMoment, seconds } from "../lib/time";
import { now_s } from "../state/now";
import { access } from "../state/session";
import { text } from "../text";
import { CameraChoice } from "./CameraChoice";
import { CheckField } from "./CheckField";
import { ErrorNotice } from "./ErrorNotice";
import { TextField } from "./Field";
import { RemoveThing } from "./RemoveThing";
import { SelectField } from "./SelectField";
import { useLoad } from "./useLoad";
import { useSubmit } from "./useSubmit";

const words = text.users.tokens;
const ROLES: readonly Api.Session["role"][] = ["viewer", "operator", "administrator"];
const DAYS = ["30", "90", "365", ""];

export function Tokens() {
  const { value, error, again } = useLoad(api.tokens);
  return (
    <details class="panel form-more section">
      <summary>{words.title}</summary>
      <p class="field-help">{words.help}</p>
      <ErrorNotice error={error} />
      {value && value.length > 0 && <TokenTable tokens={value} changed={again} />}
      <NewToken made={again} />
    </details>
  );
}

function TokenTable({ tokens, changed }: { tokens: readonly Api.Token[]; changed: () => void }) {
  return (
    <div class="found" tabIndex={0} role="region" aria-label={words.title}>
      <table class="found-table">
        <thead>
          <tr>
            <th scope="col">{words.label}</th>
            <th scope="col">{words.scope}</th>
            <th scope="col">{words.expires}</th>
            <th scope="col">{text.users.used}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <tr key={token.id} data-token={token.label}>
              <th scope="row">{token.label}</th>
              <td>{scopeOf(token)}</td>
              <td>{moment(token.expires) ?? words.never}</td>
              <td>{moment(token.used) ?? text.users.never}</td>
              <td>
                <RemoveThing
                  label={words.revoke(token.label)}
                  question={words.revokeQuestion}
                  remove={async () => {
                    await api.deleteToken(token.id);
                    changed();
                  }}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const moment = (time: string | null): string | null =>
  time === null ? null : formatMoment(seconds(time), now_s.peek());

function scopeOf(token: Api.Token): string {
  const parts = [token.role === null ? words.asYou : words.roles[token.role]];
  if (token.read_only) parts.push(words.readOnly);
  if (token.cameras !== null) parts.push(text.users.some(token.cameras.length));
  return parts.join(", ");
}

function NewToken({ made }: { made: () => void }) {
  const own = access.value.step === "in" ? access.value.session.role : "viewer";
  const roles = ROLES.slice(0, ROLES.indexOf(own) + 1);
  const [label, setLabel] = useState("");
  const [role, setRole] = useState<string>("viewer");
  const [days, setDays] = useState("365");
  const [readOnly, setReadOnly] = useState(true);
  const [cameras, setCameras] = useState<string[] | null>(null);
  const [secret, setSecret] = useState("");
  const { busy, error, onSubmit } = useSubmit(async () => {
    const answer = await api.createToken({
      label: label.trim(),
      role: role as Api.Session["role"],
      read_only: readOnly,
      cameras,
      expires_days: days === "" ? null : Number(days),
    });
    setSecret(answer.secret);
    setLabel("");
    made();
  });
  return (
    <form class="form narrow" onSubmit={onSubmit} autocomplete="off">
      <TextField
        label={words.label}
        help={words.labelHelp}
        name="token-label"
        required
        maxLength={64}
        value={label}
        onChange={setLabel}
      />
      <SelectField
        label={words.role}
        name="token-role"
        choices={roles}
        words={words.roles}
        value={role}
        onChange={setRole}
      />
      <CheckField
        label={words.onlyReads}
        name="token-read-only"
        checked={readOnly}
        onChange={setReadOnly}
      />
      <CameraChoice name="token-cameras" value={cameras} onChange={setCameras} />
      <SelectField
        label={words.expires}
        name="token-days"
        choices={DAYS}
        words={words.days}
        value={days}
        onChange={setDays}
      />
      <ErrorNotice error={error} />
      {secret !== "" && (
        <p role="status">
          {words.secret} <code>{secret}</code>
        </p>
      )}
      <button type="submit" class="button button-main" disabled={busy}>
        {words.make}
      </button>
    </form>
  );
}
