// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A lost password is set anew: by a code from a mail, or by answering the questions one chose.
import { useEffect, useState } from "preact/hooks";
import { api } from "../api/client";
import type * as Api from "../api/types";
import { Choice } from "../components/Choice";
import { ErrorNotice } from "../components/ErrorNotice";
import { TextField } from "../components/Field";
import { NewPassword, useNewPassword } from "../components/NewPassword";
import { CodeField } from "../components/SecondFactor";
import { useLoad } from "../components/useLoad";
import { useSubmit } from "../components/useSubmit";
import { text } from "../text";
import { Gate } from "./Gate";

const words = text.lostPassword;
/** What is offered changes with the settings alone. */
const REFRESH_MS = 300_000;

type Way = "mail" | "questions";
type Props = { back: () => void };

export function LostPassword({ back }: Props) {
  const { value, error } = useLoad(api.recovery, REFRESH_MS);
  const [done, setDone] = useState(false);
  useEffect(() => {
    document.title = `${words.title} – ${text.product}`;
  }, []);
  return (
    <Gate title={words.title}>
      <ErrorNotice error={error} />
      {done && <p role="status">{words.done}</p>}
      {value && !done && <Ways offered={value} done={() => setDone(true)} />}
      <button type="button" class="button button-quiet" onClick={back}>
        {words.back}
      </button>
    </Gate>
  );
}

function Ways({ offered, done }: { offered: Api.Recovery; done: () => void }) {
  const ways: Way[] = [];
  if (offered.by_mail) ways.push("mail");
  if (offered.by_questions) ways.push("questions");
  const [chosen, setChosen] = useState<Way>(ways[0] ?? "mail");
  const [user, setUser] = useState<string>(text.activation.userName);
  if (ways.length === 0) return <p>{words.none}</p>;
  return (
    <>
      {ways.length > 1 && (
        <Choice label={words.way} options={words.ways} value={chosen} onChange={setChosen} />
      )}
      {chosen === "mail" ? (
        <ByMail user={user} setUser={setUser} done={done} />
      ) : (
        <ByQuestions user={user} setUser={setUser} done={done} />
      )}
      <p class="field-help">{words.host}</p>
    </>
  );
}

type WayProps = { user: string; setUser: (user: string) => void; done: () => void };

function ByMail(props: WayProps) {
  const [code, setCode] = useState("");
  return (
    <Asking
      {...props}
      about={words.mailAbout}
      ask={words.sendCode}
      begin={(user) => api.mailRecoveryCode({ user })}
      proof={() => ({ code: code.trim() })}
    >
      {() => (
        <>
          <p role="status">{words.sent}</p>
          <CodeField label={words.code} help={words.codeHelp} value={code} onChange={setCode} />
        </>
      )}
    </Asking>
  );
}

function ByQuestions(props: WayProps) {
  const [answers, setAnswers] = useState<Record<string, string>>({});
  return (
    <Asking
      {...props}
      about={words.questionsAbout}
      ask={words.askMe}
      begin={(user) => api.askRecoveryQuestions({ user })}
      proof={(asked) => ({
        answers: asked.questions.map((question) => ({
          question,
          answer: answers[question] ?? "",
        })),
      })}
    >
      {(asked) =>
        asked.questions.map((id) => (
          <TextField
            key={id}
            label={questionText(id)}
            name={id}
            autoComplete="off"
            maxLength={100}
            required
            value={answers[id] ?? ""}
            onChange={(answer) => setAnswers({ ...answers, [id]: answer })}
          />
        ))
      }
    </Asking>
  );
}

/** The names are those of the daemon; one that this page does not know is shown as it is. */
export function questionText(id: string): string {
  const known: Readonly<Record<string, string>> = text.securityQuestions;
  return known[id] ?? id;
}

type AskingProps<Asked> = WayProps & {
  about: string;
  ask: string;
  begin: (user: string) => Promise<Asked>;
  proof: (asked: Asked) => Partial<Pick<Api.RecoveryRequest, "code" | "answers">>;
  children: (asked: Asked) => preact.ComponentChildren;
};

/** First the name; then the proof and the new password. */
function Asking<Asked>(props: AskingProps<Asked>) {
  const { user, setUser, done, about, ask, begin, proof, children } = props;
  const [asked, setAsked] = useState<Asked | null>(null);
  const password = useNewPassword();
  const { busy, error, onSubmit } = useSubmit(async () => {
    if (asked === null) {
      setAsked(await begin(user.trim()));
    } else {
      await api.recover({ user: user.trim(), new: password.fresh, ...proof(asked) });
      done();
    }
  });
  return (
    <form class="form" onSubmit={onSubmit}>
      <p class="field-help">{about}</p>
      <TextField
        label={text.login.user}
        name="username"
        autoComplete="username"
        required
        maxLength={64}
        value={user}
        onChange={(name) => {
          setUser(name);
          setAsked(null);
        }}
      />
      {asked !== null && (
        <>
          {children(asked)}
          <NewPassword label={text.activation.password} fields={password.fields} />
        </>
      )}
      <ErrorNotice error={error} />
      <button
        type="submit"
        class="button button-main"
        disabled={busy || (asked !== null && !password.passes)}
      >
        {asked === null ? ask : words.set}
      </button>
    </form>
  );
}
