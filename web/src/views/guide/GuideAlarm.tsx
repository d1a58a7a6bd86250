// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Step of the guide, which may be passed over: where alarms go. It makes one action, tests it, and
// makes one rule that every event sets it off.
import { useState } from "preact/hooks";
import { api, type ActionKind, type ActionTest } from "../../api/client";
import type * as Api from "../../api/types";
import { ErrorNotice } from "../../components/ErrorNotice";
import { SchemaFields } from "../../components/SchemaFields";
import { SelectField } from "../../components/SelectField";
import { TestResult } from "../../components/TestAction";
import { useLoad } from "../../components/useLoad";
import { useSubmit } from "../../components/useSubmit";
import { guide, noteGuide } from "../../lib/guide";
import { go, linkTo } from "../../lib/route";
import { fieldsOf, idFrom, schemaSettings, schemaValues, type SchemaField } from "../../lib/schemaForm";
import { text } from "../../text";
import { inWords } from "../../text/said";

const words = text.guide;
/** What tells somebody. The other kinds are on the page of actions. */
const KINDS = Object.keys(words.kinds);
/** Asked at once besides what must be given. */
const FIRST = ["user", "port", "encryption"];

export function GuideAlarm() {
  const { value, error } = useLoad(api.actionKinds);
  const [name, setName] = useState("email");
  const offered = KINDS.filter((one) => value?.some((kind) => kind.name === one));
  const kind = value?.find((one) => one.name === name);
  return (
    <div class="form panel">
      <p class="quiet">{words.alarmIntro}</p>
      <ErrorNotice error={error} />
      {kind && (
        <>
          <SelectField
            label={words.kind}
            name="kind"
            choices={offered}
            words={words.kinds}
            value={name}
            onChange={setName}
          />
          <Settings key={name} kind={kind} />
        </>
      )}
      <p class="form-actions">
        <a class="button button-quiet" href={linkTo({ view: "guide", step: "done" })}>
          {words.skip}
        </a>
      </p>
    </div>
  );
}

/** What is made here is changed when it did not work, not made twice. before: as it was then. */
async function save(
  kind: ActionKind,
  settings: Record<string, unknown>,
  before: Api.Action | null,
): Promise<Api.Action> {
  const body = { name: words.kinds[kind.name as keyof typeof words.kinds], enabled: true, settings };
  const actions = await api.actions();
  const made = actions.find((one) => one.id === guide.value?.action && one.kind === kind.name);
  if (made) return api.changeAction(made.id, body, before ?? (await api.action(made.id)));
  const id = idFrom(body.name, new Set(actions.map((one) => one.id)));
  await api.addAction({ ...body, id, kind: kind.name });
  noteGuide("alarm", { action: id });
  return api.action(id);
}

async function rule(action: string): Promise<void> {
  const rules = await api.rules();
  if (rules.some((one) => one.actions.includes(action))) return;
  const id = idFrom(words.ruleName, new Set(rules.map((one) => one.id)));
  await api.addRule({ id, name: words.ruleName, enabled: true, actions: [action] });
}

function Settings({ kind }: { kind: ActionKind }) {
  const fields = fieldsOf(kind.settings);
  const [values, setValues] = useState(schemaValues(fields, {}));
  const [made, setMade] = useState<Api.Action | null>(null);
  const [tested, setTested] = useState<ActionTest | null>(null);
  const { busy, error, onSubmit } = useSubmit(async () => {
    setTested(null);
    const saved = await save(kind, schemaSettings(fields, values), made);
    setMade(saved);
    const { camera } = guide.value ?? { camera: null };
    const result = await api.testAction(saved.id, camera === null ? {} : { camera });
    if (result.done) await rule(saved.id);
    setTested(result);
  });
  const first = (field: SchemaField): boolean =>
    field.required || field.kind === "secret" || FIRST.includes(field.name);
  const set = (field: string, value: string | boolean): void =>
    setValues({ ...values, [field]: value });
  return (
    <form class="form" onSubmit={onSubmit} autocomplete="off">
      <p class="field-help">{inWords(kind.help)}</p>
      <SchemaFields kind={kind.name} fields={fields.filter(first)} values={values} set={set} />
      <details class="form-group form-more">
        <summary>{words.more}</summary>
        <SchemaFields kind={kind.name} fields={fields.filter((one) => !first(one))} values={values} set={set} />
      </details>
      <ErrorNotice error={error} />
      {tested && <TestResult result={tested} />}
      {tested?.done && <p role="status">{words.tested}</p>}
      <div class="form-actions">
        <button
          type="submit"
          class={tested?.done ? "button" : "button button-main"}
          disabled={busy}
        >
          {busy ? text.actions.testing : words.test}
        </button>
        {tested?.done && (
          <button
            type="button"
            class="button button-main"
            onClick={() => go({ view: "guide", step: "done" })}
          >
            {words.next}
          </button>
        )}
      </div>
    </form>
  );
}
