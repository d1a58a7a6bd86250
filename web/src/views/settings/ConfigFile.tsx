// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The configuration as a file: out, and in again after looking what it would change.
import { useState } from "preact/hooks";
import { api, type ConfigImport } from "../../api/client";
import type * as Api from "../../api/types";
import { Anyway } from "../../components/Anyway";
import { CheckField } from "../../components/CheckField";
import { ErrorNotice } from "../../components/ErrorNotice";
import { Field } from "../../components/Field";
import { PasswordField } from "../../components/PasswordField";
import { useSubmit } from "../../components/useSubmit";
import { saveText } from "../../lib/download";
import { loadCameras } from "../../state/cameras";
import { text } from "../../text";

const words = text.settings.config;

export function ConfigFile() {
  return (
    <>
      <p class="quiet">{words.intro}</p>
      <Export />
      <Import />
    </>
  );
}

function Export() {
  const [passphrase, setPassphrase] = useState("");
  const [leftOut, setLeftOut] = useState<readonly string[] | null>(null);
  const { busy, error, onSubmit } = useSubmit(async () => {
    setLeftOut(null);
    const file = await api.exportConfig(passphrase === "" ? {} : { passphrase });
    saveText("lenswatch.yaml", "application/yaml", file.yaml);
    setLeftOut(file.left_out);
  });
  return (
    <section class="section" aria-labelledby="config-export">
      <h2 id="config-export">{words.export}</h2>
      <form class="form panel" onSubmit={onSubmit} autocomplete="off">
        <PasswordField
          label={words.passphrase}
          help={words.passphraseOut}
          name="export-passphrase"
          autoComplete="off"
          maxLength={1024}
          value={passphrase}
          onChange={setPassphrase}
        />
        <ErrorNotice error={error} />
        {leftOut && (
          <div role="status">
            <p>{leftOut.length === 0 ? words.whole : words.leftOut}</p>
            <ul>
              {leftOut.map((one) => (
                <li key={one} class="mono">
                  {one}
                </li>
              ))}
            </ul>
          </div>
        )}
        <div class="form-actions">
          <button type="submit" class="button button-main" disabled={busy}>
            {words.save}
          </button>
        </div>
      </form>
    </section>
  );
}

type Wanted = { yaml: string; passphrase: string; prune: boolean };

const orderOf = ({ yaml, passphrase, prune }: Wanted, dry_run: boolean): ConfigImport => ({
  yaml,
  prune,
  dry_run,
  ...(passphrase === "" ? {} : { passphrase }),
});

function Import() {
  const [wanted, setWanted] = useState<Wanted>({ yaml: "", passphrase: "", prune: false });
  const [plan, setPlan] = useState<Api.ConfigPlan | null>(null);
  const set = (change: Partial<Wanted>): void => {
    setWanted((before) => ({ ...before, ...change }));
    setPlan(null);
  };
  // Whom it would keep out is asked when it is taken, so that all of it is seen before.
  const look = useSubmit(async () => setPlan(await api.importConfig(orderOf(wanted, true), true)));
  const send = async (force: boolean): Promise<void> => {
    setPlan(await api.importConfig(orderOf(wanted, false), force));
    await loadCameras();
  };
  const take = useSubmit(() => send(false));
  const forced = useSubmit(() => send(true));
  const ready = plan !== null && !plan.applied && plan.errors === 0 && plan.changes.length > 0;
  return (
    <section class="section" aria-labelledby="config-import">
      <h2 id="config-import">{words.import}</h2>
      <form class="form panel" onSubmit={look.onSubmit} autocomplete="off">
        <Field label={words.file} help={words.fileHelp}>
          {({ id, describedBy }) => (
            <input
              id={id}
              class="input"
              type="file"
              name="config"
              accept=".yaml,.yml,application/yaml"
              required
              aria-describedby={describedBy}
              onClick={(event) => {
                // Else the same file, changed meanwhile, could not be chosen again.
                event.currentTarget.value = "";
                set({ yaml: "" });
              }}
              onChange={(event) => {
                set({ yaml: "" }); // while it is read, it is not the one before
                void event.currentTarget.files?.[0]?.text().then((yaml) => set({ yaml }));
              }}
            />
          )}
        </Field>
        <PasswordField
          label={words.passphrase}
          help={words.passphraseIn}
          name="import-passphrase"
          autoComplete="off"
          maxLength={1024}
          value={wanted.passphrase}
          onChange={(passphrase) => set({ passphrase })}
        />
        <CheckField
          label={words.prune}
          help={words.pruneHelp}
          name="prune"
          checked={wanted.prune}
          onChange={(prune) => set({ prune })}
        />
        <ErrorNotice error={look.error ?? forced.error ?? take.error} />
        {plan && <Plan plan={plan} />}
        <div class="form-actions">
          <button
            type="submit"
            class={ready ? "button" : "button button-main"}
            disabled={look.busy || wanted.yaml === ""}
          >
            {words.look}
          </button>
          {ready && (
            <button
              type="button"
              class="button button-main"
              disabled={take.busy}
              onClick={take.onSubmit}
            >
              {words.take}
            </button>
          )}
          {ready && <Anyway error={take.error} busy={forced.busy} onClick={forced.onSubmit} />}
        </div>
      </form>
    </section>
  );
}

function Plan({ plan }: { plan: Api.ConfigPlan }) {
  const { changes, findings } = plan;
  return (
    <div role="status" data-applied={plan.applied}>
      <p>
        {plan.applied
          ? words.taken
          : plan.errors > 0
            ? words.wrong
            : changes.length === 0
              ? words.same
              : words.would}
      </p>
      <ul>
        {findings.map((one) => (
          <li key={`${one.where} ${one.line} ${one.problem}`} lang="en">
            <span class={`badge ${one.level === "error" ? "tone-lost" : "tone-blurry"}`}>
              {words.levels[one.level]}
            </span>{" "}
            {one.line !== null && `${words.line(one.line)} `}
            {one.where}: {one.problem}
          </li>
        ))}
        {changes.map((one) => (
          <li key={one.what}>
            {words.changes[one.change]} <span class="mono">{one.what}</span>
            {one.members.length > 0 && `: ${one.members.join(", ")}`}
          </li>
        ))}
      </ul>
    </div>
  );
}
