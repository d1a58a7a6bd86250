// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The settings of an action, of whatever kind: the daemon describes them.
import { useState } from "preact/hooks";
import { api, ApiError, type ActionKind } from "../api/client";
import type * as Api from "../api/types";
import { CheckField } from "../components/CheckField";
import { ErrorNotice } from "../components/ErrorNotice";
import { TextField } from "../components/Field";
import { NumberField } from "../components/NumberField";
import { PageTitle } from "../components/PageTitle";
import { RemoveThing } from "../components/RemoveThing";
import { SchemaFields } from "../components/SchemaFields";
import { TestAction } from "../components/TestAction";
import { useEdits } from "../components/useEdits";
import { useLoad } from "../components/useLoad";
import { useSubmit } from "../components/useSubmit";
import { go, linkTo } from "../lib/route";
import { fieldsOf, idFrom, schemaSettings, schemaValues, type SchemaValues } from "../lib/schemaForm";
import { text } from "../text";
import { actionKind, inWords } from "../text/said";
import { NotFound } from "./NotFound";

const words = text.actions;
const EXPIRES_H = 72;
const back = { href: linkTo({ view: "actions" }), label: words.back };

type Known = { kinds: ActionKind[]; actions: Api.Action[] };

/** null: there is no such action. */
type Opened = { kinds: ActionKind[]; action: Api.Action | null };

const open = async (id: string): Promise<Opened> => {
  const gone = (failure: unknown): null => {
    if (failure instanceof ApiError && failure.status === 404) return null;
    throw failure;
  };
  const [kinds, action] = await Promise.all([api.actionKinds(), api.action(id).catch(gone)]);
  return { kinds, action };
};

const read = async (): Promise<Known> => {
  const [kinds, actions] = await Promise.all([api.actionKinds(), api.actions()]);
  return { kinds, actions };
};

export function NewAction({ kind: name }: { kind: string }) {
  const { value, error } = useLoad(read);
  const kind = value?.kinds.find((one) => one.name === name);
  if (value && !kind) return <NotFound title={words.notFound} hint={text.camera.notFoundHint} />;
  return (
    <div class="narrow">
      <PageTitle title={words.addTitle(actionKind(name))} back={back} />
      <ErrorNotice error={error} />
      {value && kind && (
        <ActionForm
          kind={kind}
          action={null}
          send={async (body) => {
            const id = idFrom(body.name ?? "", new Set(value.actions.map((one) => one.id)));
            const made = await api.addAction({ ...body, id, kind: name });
            go({ view: "action", id: made.id });
          }}
        />
      )}
    </div>
  );
}

export function EditAction({ id }: { id: string }) {
  const { value, error, again } = useLoad(() => open(id));
  const action = value?.action;
  const kind = value?.kinds.find((one) => one.name === action?.kind);
  if (value && (!action || !kind)) return <NotFound title={words.notFound} hint={text.camera.notFoundHint} />;
  return (
    <div class="narrow">
      <PageTitle title={words.editTitle(action?.name || id)} back={back} />
      <ErrorNotice error={error} />
      {action && kind && (
        <>
          <div class="panel section">
            <p class="quiet">{words.testHelp}</p>
            <TestAction id={id} name={action.name || id} />
          </div>
          <ActionForm
            kind={kind}
            action={action}
            send={(body) => api.changeAction(id, body, action)}
            again={again}
          />
          <RemoveThing
            label={words.remove}
            question={words.removeQuestion}
            remove={async () => {
              await api.removeAction(id);
              go({ view: "actions" });
            }}
          />
        </>
      )}
    </div>
  );
}

type FormProps = {
  kind: ActionKind;
  /** null: it is made anew. */
  action: Api.Action | null;
  send: (body: Api.ActionPatch) => Promise<unknown>;
  /** Reads it anew. */
  again?: () => void;
};

function ActionForm({ kind, action, send, again }: FormProps) {
  const fields = fieldsOf(kind.settings);
  const about = useEdits({
    name: action?.name || actionKind(kind.name),
    enabled: action?.enabled ?? true,
    expires: String(action?.expires_h ?? EXPIRES_H),
  });
  const settings = useEdits(schemaValues(fields, action?.settings ?? {}));
  const [saved, setSaved] = useState(false);
  const { name, enabled, expires } = about.values;
  const store = (values: SchemaValues): Promise<boolean> =>
    about.send((now) =>
      send({
        name: now.name.trim(),
        enabled: now.enabled,
        expires_h: Number(now.expires),
        settings: schemaSettings(fields, values),
      }),
    );
  const { busy, error, onSubmit } = useSubmit(async () => {
    setSaved(false);
    let all = false;
    const alone = await settings.send(async (values) => (all = await store(values)));
    setSaved(true);
    // Others may have changed it, too. Over what is entered, a conflict has to be told.
    if (all && alone) again?.();
  });
  return (
    <form class="form panel section" onSubmit={onSubmit} autocomplete="off">
      <p class="field-help">{inWords(kind.help)}</p>
      <TextField
        label={words.name}
        help={words.nameHelp}
        name="name"
        required
        maxLength={64}
        value={name}
        onChange={(name) => about.set({ name })}
      />
      <CheckField
        label={words.enabled}
        name="enabled"
        checked={enabled}
        onChange={(enabled) => about.set({ enabled })}
      />
      <fieldset class="form-group">
        <legend>{words.settings}</legend>
        <SchemaFields
          kind={kind.name}
          fields={fields}
          values={settings.values}
          set={(field, value) => settings.set({ [field]: value })}
        />
      </fieldset>
      <NumberField
        label={words.expires}
        help={words.expiresHelp}
        name="expires"
        unit={words.expiresUnit}
        min={0.01}
        max={720}
        step="any"
        value={expires}
        onChange={(expires) => about.set({ expires })}
      />
      <ErrorNotice error={error} />
      {saved && !about.pending && !settings.pending && error === null && (
        <p class="quiet" role="status">
          {words.saved}
        </p>
      )}
      <button type="submit" class="button button-main" disabled={busy}>
        {words.save}
      </button>
    </form>
  );
}
