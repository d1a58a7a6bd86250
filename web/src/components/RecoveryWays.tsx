// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// One's own ways back to a lost password: an address for codes, questions with answers.
import { useState } from "preact/hooks";
import { api } from "../api/client";
import type * as Api from "../api/types";
import { text } from "../text";
import { questionText } from "../views/LostPassword";
import { ErrorNotice } from "./ErrorNotice";
import { TextField } from "./Field";
import { OwnPasswordField } from "./SecondFactor";
import { SelectField } from "./SelectField";
import { useLoad } from "./useLoad";
import { useSubmit } from "./useSubmit";

const words = text.recoveryWays;
const QUESTIONS = Object.keys(text.securityQuestions);
const ASKED = [0, 1, 2] as const;
/** Seldom anything but this page changes it. */
const REFRESH_MS = 300_000;

export function RecoveryWays() {
  const { value, error, again } = useLoad(api.account, REFRESH_MS);
  return (
    <details class="panel form-more section">
      <summary>{words.title}</summary>
      <p class="field-help">{words.about}</p>
      <ErrorNotice error={error} />
      {value && <Mail account={value} changed={again} />}
      {value && <Questions account={value} changed={again} />}
    </details>
  );
}

type Props = { account: Api.Account; changed: () => void };

/** Of the account as it was when the form opened. */
function useChange({ account, changed }: Props) {
  const [opened] = useState(account);
  const [password, setPassword] = useState("");
  const [saved, setSaved] = useState(false);
  const change = async (body: Omit<Api.AccountPatch, "password">): Promise<void> => {
    setSaved(false);
    await api.changeAccount({ ...body, password }, opened);
    setPassword("");
    setSaved(true);
    changed();
  };
  return { password, setPassword, saved, change };
}

function Mail(props: Props) {
  const [address, setAddress] = useState(props.account.email);
  const { password, setPassword, saved, change } = useChange(props);
  const { busy, error, onSubmit } = useSubmit(() => change({ email: address.trim() }));
  return (
    <form class="form narrow" onSubmit={onSubmit}>
      <TextField
        label={words.email}
        help={words.emailHelp}
        name="email"
        autoComplete="email"
        maxLength={255}
        value={address}
        onChange={setAddress}
      />
      <OwnPasswordField value={password} onChange={setPassword} />
      <ErrorNotice error={error} />
      {saved && <p role="status">{words.saved}</p>}
      <button type="submit" class="button" disabled={busy}>
        {words.saveEmail}
      </button>
    </form>
  );
}

function Questions(props: Props) {
  const chosen = props.account.questions;
  const [ids, setIds] = useState(ASKED.map((i) => chosen[i] ?? QUESTIONS[i] ?? ""));
  const [answers, setAnswers] = useState(["", "", ""]);
  const { password, setPassword, saved, change } = useChange(props);
  const { busy, error, onSubmit } = useSubmit(async () => {
    const questions = ids.map((question, i) => ({ question, answer: answers[i] ?? "" }));
    await change({ questions });
    setAnswers(["", "", ""]);
  });
  const off = useSubmit(() => change({ questions: null }));
  return (
    <form class="form narrow" onSubmit={onSubmit}>
      <p>{chosen.length > 0 ? words.questionsSet : words.questionsNone}</p>
      {ASKED.map((i) => (
        <fieldset key={i} class="form-group">
          <SelectField
            label={words.question(i + 1)}
            name={`question-${i}`}
            choices={QUESTIONS}
            words={Object.fromEntries(QUESTIONS.map((id) => [id, questionText(id)]))}
            value={ids[i] ?? ""}
            onChange={(id) => setIds(ids.with(i, id))}
          />
          <TextField
            label={words.answer(i + 1)}
            name={`answer-${i}`}
            autoComplete="off"
            maxLength={100}
            required
            value={answers[i] ?? ""}
            onChange={(answer) => setAnswers(answers.with(i, answer))}
          />
        </fieldset>
      ))}
      <p class="field-help">{words.answerHelp}</p>
      <OwnPasswordField value={password} onChange={setPassword} />
      <ErrorNotice error={error ?? off.error} />
      {saved && <p role="status">{words.saved}</p>}
      <div class="form-actions">
        <button type="submit" class="button" disabled={busy}>
          {words.saveQuestions}
        </button>
        {chosen.length > 0 && (
          <button
            type="button"
            class="button button-danger-quiet"
            disabled={off.busy || password === ""}
            onClick={off.onSubmit}
          >
            {words.removeQuestions}
          </button>
        )}
      </div>
    </form>
  );
}
