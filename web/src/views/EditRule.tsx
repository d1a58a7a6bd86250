// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A rule: which events set off which actions.
import { useState } from "preact/hooks";
import { api } from "../api/client";
import type * as Api from "../api/types";
import { CheckField } from "../components/CheckField";
import { ChecksField } from "../components/ChecksField";
import { ErrorNotice } from "../components/ErrorNotice";
import { TextField } from "../components/Field";
import { NumberField } from "../components/NumberField";
import { PageTitle } from "../components/PageTitle";
import { RemoveThing } from "../components/RemoveThing";
import { SelectField } from "../components/SelectField";
import { useLoad } from "../components/useLoad";
import { useSubmit } from "../components/useSubmit";
import { choicesOf, newRule, ruleOf, ruleValues, type RuleValues } from "../lib/ruleForm";
import { go, linkTo } from "../lib/route";
import { idFrom } from "../lib/schemaForm";
import { allCameras } from "../state/cameras";
import { conditionNames, text } from "../text";
import { NotFound } from "./NotFound";

const words = text.rules;
const back = { href: linkTo({ view: "actions" }), label: text.actions.back };
const SEVERITIES = Object.keys(words.severities);
const PHASES = Object.keys(words.phases);

type Known = { rules: Api.Rule[]; actions: Api.Action[] };

const read = async (id: string | null): Promise<Known> => {
  const [rules, actions] = await Promise.all([api.rules(), api.actions()]);
  // In the version that is changed, which a list does not tell.
  if (id === null || !rules.some((one) => one.id === id)) return { rules, actions };
  const own = await api.rule(id);
  return { rules: rules.map((one) => (one.id === id ? own : one)), actions };
};

/** id null: a new one. */
export function EditRule({ id }: { id: string | null }) {
  const { value, error } = useLoad(() => read(id));
  const rule = value?.rules.find((one) => one.id === id);
  if (value && id !== null && !rule) return <NotFound title={words.notFound} hint={text.camera.notFoundHint} />;
  const send = async (body: Omit<Api.Rule, "id">): Promise<void> => {
    const taken = new Set(value?.rules.map((one) => one.id));
    if (id === null) await api.addRule({ id: idFrom(body.name, taken), ...body });
    else await api.changeRule(id, body, rule);
    go({ view: "actions" });
  };
  return (
    <div class="narrow">
      <PageTitle
        title={id === null ? words.addTitle : words.editTitle(rule?.name || id)}
        back={back}
      />
      <ErrorNotice error={error} />
      {value && <RuleForm rule={rule ?? null} actions={value.actions} send={send} />}
      {id !== null && rule && (
        <RemoveThing
          label={words.remove}
          question={words.removeQuestion}
          remove={async () => {
            await api.removeRule(id);
            go({ view: "actions" });
          }}
        />
      )}
    </div>
  );
}

type FormProps = {
  rule: Api.Rule | null;
  actions: readonly Api.Action[];
  send: (body: Omit<Api.Rule, "id">) => Promise<void>;
};
type PartProps = { values: RuleValues; set: (change: Partial<RuleValues>) => void };

function RuleForm({ rule, actions, send }: FormProps) {
  const [values, setValues] = useState(rule ? ruleValues(rule) : newRule);
  const set = (change: Partial<RuleValues>): void => setValues({ ...values, ...change });
  const { busy, error, onSubmit } = useSubmit(() => send(ruleOf(values)));
  const actionName = (id: string): string => actions.find((one) => one.id === id)?.name || id;
  return (
    <form class="form panel section" onSubmit={onSubmit} autocomplete="off">
      <TextField
        label={words.name}
        name="name"
        required
        maxLength={64}
        value={values.name}
        onChange={(name) => set({ name })}
      />
      <CheckField
        label={words.enabled}
        name="enabled"
        checked={values.enabled}
        onChange={(enabled) => set({ enabled })}
      />
      <ChecksField
        label={words.actions}
        name="action"
        choices={choicesOf(
          actions.map((one) => one.id),
          values.actions,
        )}
        words={actionName}
        value={values.actions}
        onChange={(chosen) => set({ actions: chosen })}
      />
      <WhichEvents values={values} set={set} />
      <WhichCameras values={values} set={set} />
      <Timing values={values} set={set} />
      <ErrorNotice error={error} />
      <button
        type="submit"
        class="button button-main"
        disabled={busy || values.actions.length === 0}
      >
        {words.save}
      </button>
    </form>
  );
}

function WhichEvents({ values, set }: PartProps) {
  return (
    <>
      <ChecksField
        label={words.conditions}
        help={words.conditionsHelp}
        name="condition"
        choices={choicesOf(conditionNames, values.conditions)}
        words={text.events.condition}
        value={values.conditions}
        onChange={(conditions) => set({ conditions })}
      />
      <SelectField
        label={words.severity}
        name="severity"
        choices={SEVERITIES}
        words={words.severities}
        value={values.severity}
        onChange={(severity) => set({ severity: severity as Api.Rule["severity"] })}
      />
      <ChecksField
        label={words.on}
        help={words.onHelp}
        name="on"
        choices={PHASES}
        words={(phase) => words.phases[phase as keyof typeof words.phases]}
        value={values.on}
        onChange={(on) => set({ on })}
      />
    </>
  );
}

function WhichCameras({ values, set }: PartProps) {
  const names = new Map(allCameras.value.map(({ id, name }) => [id, name]));
  return (
    <>
      <ChecksField
        label={words.cameras}
        help={words.camerasHelp}
        name="camera"
        choices={choicesOf([...names.keys()], values.cameras)}
        words={(id) => names.get(id) ?? id}
        value={values.cameras}
        onChange={(cameras) => set({ cameras })}
      />
      <div class="form-row">
        <TextField
          label={words.groups}
          help={words.listHelp}
          name="groups"
          value={values.groups}
          onChange={(groups) => set({ groups })}
        />
        <TextField
          label={words.tags}
          help={words.listHelp}
          name="tags"
          value={values.tags}
          onChange={(tags) => set({ tags })}
        />
      </div>
    </>
  );
}

const WEEK_S = 604_800;

function Timing({ values, set }: PartProps) {
  const number = (
    key: "delay_s" | "cooldown_s" | "fold_s" | "fold_min",
    [label, help, unit]: readonly [string, string, string],
    [min, max]: readonly [number, number],
  ) => (
    <NumberField
      label={label}
      help={help}
      name={key}
      unit={unit}
      min={min}
      max={max}
      step={1}
      value={values[key]}
      onChange={(value) => set({ [key]: value })}
    />
  );
  return (
    <>
      <div class="form-row">
        {number("delay_s", [words.delay, words.delayHelp, "s"], [0, WEEK_S])}
        {number("cooldown_s", [words.cooldown, words.cooldownHelp, "s"], [0, WEEK_S])}
        {number("fold_s", [words.fold, words.foldHelp, "s"], [0, 3600])}
        {number("fold_min", [words.foldMin, words.foldMinHelp, words.foldUnit], [2, 1000])}
      </div>
      <CheckField
        label={words.unlessAcknowledged}
        name="unless-acknowledged"
        checked={values.unless_acknowledged}
        onChange={(unless_acknowledged) => set({ unless_acknowledged })}
      />
    </>
  );
}
