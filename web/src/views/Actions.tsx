// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What events set off: the actions, the rules that name them, and what was done of late.
import { useState } from "preact/hooks";
import { api, type ActionKind } from "../api/client";
import type * as Api from "../api/types";
import { EmptyState } from "../components/EmptyState";
import { ErrorNotice } from "../components/ErrorNotice";
import { Icon } from "../components/Icon";
import { Outbox } from "../components/Outbox";
import { PageTitle } from "../components/PageTitle";
import { SelectField } from "../components/SelectField";
import { TestAction } from "../components/TestAction";
import { useLoad } from "../components/useLoad";
import { go, linkTo, type Route } from "../lib/route";
import { allCameras } from "../state/cameras";
import { may } from "../state/session";
import { text } from "../text";
import { actionKind, inWords } from "../text/said";

const REFRESH_MS = 3000;
const words = text.actions;

export function Actions() {
  const kinds = useLoad(api.actionKinds);
  const actions = useLoad(api.actions, REFRESH_MS);
  const rules = useLoad(api.rules);
  return (
    <>
      <PageTitle title={words.title} />
      <p class="quiet">{words.intro}</p>
      <ErrorNotice error={kinds.error ?? actions.error ?? rules.error} />
      <section class="section" aria-labelledby="actions-list">
        <h2 id="actions-list">{words.list}</h2>
        {actions.value && <ActionTable actions={actions.value} />}
        {kinds.value && may("administrator") && <NewAction kinds={kinds.value} />}
      </section>
      <section class="section" aria-labelledby="rules-list">
        <h2 id="rules-list">{text.rules.title}</h2>
        {rules.value && actions.value && <RuleList rules={rules.value} actions={actions.value} />}
      </section>
      <Outbox />
    </>
  );
}

function ActionTable({ actions }: { actions: readonly Api.Action[] }) {
  if (actions.length === 0) {
    return <EmptyState icon="event" title={words.none} hint={words.noneHint} />;
  }
  return (
    <div class="panel found">
      <table class="found-table">
        <thead>
          <tr>
            <th scope="col">{words.name}</th>
            <th scope="col">{words.kind}</th>
            <th scope="col">{words.state}</th>
            <th scope="col">
              <span class="visually-hidden">{words.test}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {actions.map((action) => (
            <tr key={action.id} data-action={action.id}>
              <th scope="row">
                <Name to={{ view: "action", id: action.id }} name={action.name || action.id} />
              </th>
              <td>{actionKind(action.kind)}</td>
              <td>
                <QueueState action={action} />
              </td>
              <td>
                <TestAction id={action.id} name={action.name || action.id} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Only administrators change it. */
function Name({ to, name }: { to: Route; name: string }) {
  return may("administrator") ? <a href={linkTo(to)}>{name}</a> : <>{name}</>;
}

function QueueState({ action }: { action: Api.Action }) {
  const { queue } = action;
  if (!action.enabled) return <span class="badge tone-quiet">{words.off}</span>;
  if (!queue) return null;
  const failing = queue.error !== "";
  const tone = failing ? "tone-lost" : queue.tried ? "tone-clear" : "tone-quiet";
  const said = failing ? words.lastFailed : queue.tried ? words.lastDone : words.idle;
  return (
    <>
      <span class={`badge ${tone}`}>{queue.waiting > 0 ? words.waiting(queue.waiting) : said}</span>
      {queue.failed > 0 && <span class="badge tone-lost">{words.failed(queue.failed)}</span>}
      <p class="found-reason" data-answer>{failing ? queue.error : queue.answer}</p>
    </>
  );
}

function NewAction({ kinds }: { kinds: readonly ActionKind[] }) {
  const [kind, setKind] = useState(
    kinds.some(({ name }) => name === "email") ? "email" : (kinds[0]?.name ?? ""),
  );
  return (
    <form
      class="action-new"
      onSubmit={(event) => {
        event.preventDefault();
        go({ view: "newAction", kind });
      }}
    >
      <SelectField
        label={words.newKind}
        help={inWords(kinds.find(({ name }) => name === kind)?.help ?? "")}
        name="kind"
        choices={kinds.map(({ name }) => name)}
        words={Object.fromEntries(kinds.map(({ name }) => [name, actionKind(name)]))}
        value={kind}
        onChange={setKind}
      />
      <button type="submit" class="button">
        <Icon name="plus" />
        {words.add}
      </button>
    </form>
  );
}

type RuleListProps = { rules: readonly Api.Rule[]; actions: readonly Api.Action[] };

function RuleList({ rules, actions }: RuleListProps) {
  return (
    <>
      {rules.length === 0 ? (
        <EmptyState icon="settings" title={text.rules.none} hint={text.rules.noneHint} />
      ) : (
        <ul class="rule-list panel">
          {rules.map((rule) => (
            <li key={rule.id} data-rule={rule.id}>
              <Name to={{ view: "rule", id: rule.id }} name={rule.name || rule.id} />{" "}
              {!rule.enabled && <span class="badge tone-quiet">{text.rules.off}</span>}
              <p class="found-reason">{summary(rule, actions)}</p>
            </li>
          ))}
        </ul>
      )}
      {may("administrator") && (actions.length === 0 ? (
        <p class="quiet">{text.rules.noActions}</p>
      ) : (
        <p>
          <a class="button" href={linkTo({ view: "newRule" })}>
            <Icon name="plus" />
            {text.rules.add}
          </a>
        </p>
      ))}
    </>
  );
}

function summary(rule: Api.Rule, actions: readonly Api.Action[]): string {
  const cameras = [
    ...rule.cameras.map((id) => allCameras.value.find((one) => one.id === id)?.name ?? id),
    ...rule.groups,
    ...rule.tags,
  ];
  const doing = rule.actions.map((id) => actions.find((one) => one.id === id)?.name || id);
  return text.rules.says(
    rule.conditions.map(text.events.condition).join(", ") || text.rules.everything,
    cameras.join(", ") || text.rules.everywhere,
    doing.join(", "),
  );
}
