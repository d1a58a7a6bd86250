// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// HTTPS and the address filter. What would keep oneself out is asked again.
import { useRef, useState } from "preact/hooks";
import { api } from "../../api/client";
import type * as Api from "../../api/types";
import { Anyway } from "../../components/Anyway";
import { CheckField } from "../../components/CheckField";
import { ErrorNotice } from "../../components/ErrorNotice";
import { TextField } from "../../components/Field";
import { LinesField, linesOf } from "../../components/LinesField";
import { NumberField } from "../../components/NumberField";
import { useEdits } from "../../components/useEdits";
import { useLoad } from "../../components/useLoad";
import { useSubmit } from "../../components/useSubmit";
import { text } from "../../text";
import { inWords } from "../../text/said";

const words = text.network;
const STANDARD_LISTEN = "0.0.0.0:8443";

async function read(): Promise<{ settings: Api.Settings; https: Api.CertificateList["https"] }> {
  const [settings, { https }] = await Promise.all([api.settings(), api.certificates()]);
  return { settings, https };
}

export function Network() {
  const { value, error, again } = useLoad(read);
  return (
    <>
      <ErrorNotice error={error} />
      {value && <NetworkForm {...value} again={again} />}
    </>
  );
}

type Props = Awaited<ReturnType<typeof read>> & { again: () => void };

/** The settings as the form has them. */
function valuesOf(settings: Api.Settings) {
  const lines = (list = ""): string => linesOf(list).join("\n");
  return {
    on: settings.https_listen !== "",
    listen: settings.https_listen || STANDARD_LISTEN,
    tls12: settings.tls_1_2 ?? true,
    redirect: settings.https_redirect ?? false,
    redirectLocal: settings.https_redirect_local ?? false,
    hsts: String(settings.hsts_days ?? 0),
    filter: settings.address_filter ?? false,
    allowed: lines(settings.addresses_allowed),
    forbidden: lines(settings.addresses_forbidden),
    proxies: lines(settings.trusted_proxies),
  };
}

type Values = ReturnType<typeof valuesOf>;

const settingsOf = (values: Values): Api.Settings => ({
  https_listen: values.on ? values.listen.trim() : "",
  tls_1_2: values.tls12,
  https_redirect: values.on && values.redirect,
  https_redirect_local: values.redirectLocal,
  hsts_days: Number(values.hsts),
  address_filter: values.filter,
  addresses_allowed: linesOf(values.allowed).join(","),
  addresses_forbidden: linesOf(values.forbidden).join(","),
  trusted_proxies: linesOf(values.proxies).join(","),
});

/** What is changed, and nothing else: what another has changed meanwhile stays. */
function changesOf(before: Api.Settings, values: Values): Api.Settings {
  const old = settingsOf(valuesOf(before));
  const changed = Object.entries(settingsOf(values)).filter(
    ([name, value]) => old[name as keyof Api.Settings] !== value,
  );
  return Object.fromEntries(changed) as Api.Settings;
}

function NetworkForm({ settings, https, again }: Props) {
  const edits = useEdits(valuesOf(settings));
  const { values } = edits;
  const [saved, setSaved] = useState(false);
  const set = (change: Partial<Values>): void => {
    setSaved(false);
    edits.set(change);
  };
  const send = async (force: boolean): Promise<void> => {
    setSaved(false);
    const all = await edits.send((now) =>
      api.changeSettings(changesOf(settings, now), settings, force),
    );
    setSaved(true);
    // Others may have changed it, too. Over what is entered, a conflict has to be told.
    if (all) again();
  };
  const loadTheirs = (): void => {
    edits.giveUp();
    again();
  };
  const force = useRef(false);
  const { busy, error, onSubmit } = useSubmit(() => send(force.current), loadTheirs);
  const submit = (event: Event, anyway: boolean): void => {
    force.current = anyway;
    onSubmit(event);
  };
  return (
    <form class="form" onSubmit={(event) => submit(event, false)}>
      <fieldset class="panel">
        <legend>{words.https}</legend>
        <HttpsState https={https} />
        <HttpsFields values={values} set={set} fixed={https.fixed} />
      </fieldset>
      <fieldset class="panel">
        <legend>{words.filter}</legend>
        <FilterFields values={values} set={set} />
      </fieldset>
      <ErrorNotice error={error} />
      <div class="form-actions">
        <button type="submit" class="button button-main" disabled={busy}>
          {words.save}
        </button>
        <Anyway error={error} busy={busy} onClick={(event) => submit(event, true)} />
        <span role="status">{saved && !edits.pending ? words.saved : ""}</span>
      </div>
    </form>
  );
}

function HttpsState({ https }: { https: Props["https"] }) {
  const state =
    https.listen === ""
      ? words.off
      : https.port === null
        ? words.notServed(inWords(https.error))
        : words.served(https.port);
  return (
    <p class="quiet" data-https={https.port ?? ""}>
      {state} {https.fixed && words.fixed}
    </p>
  );
}

type FieldsProps = { values: Values; set: (change: Partial<Values>) => void };

function HttpsFields({ values, set, fixed }: FieldsProps & { fixed: boolean }) {
  return (
    <>
      {!fixed && (
        <CheckField
          label={words.on}
          name="https"
          checked={values.on}
          onChange={(on) => set({ on })}
        />
      )}
      {!fixed && values.on && (
        <TextField
          label={words.listen}
          help={words.listenHelp}
          name="https-listen"
          required
          mono
          maxLength={79}
          value={values.listen}
          onChange={(listen) => set({ listen })}
        />
      )}
      <CheckField
        label={words.tls12}
        help={words.tls12Help}
        name="tls-1-2"
        checked={values.tls12}
        onChange={(tls12) => set({ tls12 })}
      />
      <CheckField
        label={words.redirect}
        help={words.redirectHelp}
        name="https-redirect"
        checked={values.redirect}
        onChange={(redirect) => set({ redirect })}
      />
      {values.redirect && (
        <CheckField
          label={words.redirectLocal}
          name="https-redirect-local"
          checked={values.redirectLocal}
          onChange={(redirectLocal) => set({ redirectLocal })}
        />
      )}
      <NumberField
        label={words.hsts}
        help={words.hstsHelp}
        name="hsts-days"
        unit={words.days}
        min={0}
        max={730}
        step={1}
        value={values.hsts}
        onChange={(hsts) => set({ hsts })}
      />
    </>
  );
}

function FilterFields({ values, set }: FieldsProps) {
  return (
    <>
      <CheckField
        label={words.filterOn}
        help={words.filterHelp}
        name="address-filter"
        checked={values.filter}
        onChange={(filter) => set({ filter })}
      />
      <LinesField
        label={words.allowed}
        help={words.allowedHelp}
        name="addresses-allowed"
        value={values.allowed}
        onChange={(allowed) => set({ allowed })}
      />
      <LinesField
        label={words.forbidden}
        help={words.forbiddenHelp}
        name="addresses-forbidden"
        value={values.forbidden}
        onChange={(forbidden) => set({ forbidden })}
      />
      <LinesField
        label={words.proxies}
        help={words.proxiesHelp}
        name="trusted-proxies"
        value={values.proxies}
        onChange={(proxies) => set({ proxies })}
      />
    </>
  );
}
