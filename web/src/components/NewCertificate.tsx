// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Adding a certificate: brought, requested, or made here.
import { useState } from "preact/hooks";
import { api } from "../api/client";
import type * as Api from "../api/types";
import { text } from "../text";
import { CheckField } from "./CheckField";
import { ErrorNotice } from "./ErrorNotice";
import { Field, TextField } from "./Field";
import { LinesField, linesOf } from "./LinesField";
import { PasswordField } from "./PasswordField";
import { SelectField } from "./SelectField";
import { useSubmit } from "./useSubmit";

const words = text.certificates;
type Kind = keyof typeof words.kinds;
const KINDS = Object.keys(words.kinds);

const EMPTY = {
  file: null as File | null,
  keyFile: null as File | null,
  passphrase: "",
  names: "",
  organization: "",
  country: "",
  rsa: false,
};
type Values = typeof EMPTY;

/** PEM as it stands, anything else as PKCS#12. */
async function importOf({ file, keyFile, passphrase }: Values): Promise<Api.CertificateImport> {
  const bytes = new Uint8Array((await file?.arrayBuffer()) ?? []);
  const pem = new TextDecoder("latin1").decode(bytes);
  const body: Api.CertificateImport = pem.includes("-----BEGIN ")
    ? { certificate: pem }
    : { pkcs12: btoa(pem) };
  if (keyFile) body.key = await keyFile.text();
  if (passphrase !== "") body.passphrase = passphrase;
  return body;
}

function subjectOf(values: Values): Api.SelfSignedRequest {
  const names = linesOf(values.names);
  return {
    ...(names.length > 0 ? { names } : {}),
    ...(values.organization ? { organization: values.organization } : {}),
    ...(values.country ? { country: values.country.toUpperCase() } : {}),
  };
}

async function add(kind: Kind, values: Values): Promise<void> {
  if (kind === "import") await api.importCertificate(await importOf(values));
  else if (kind === "selfSigned") await api.makeCertificate(subjectOf(values));
  else await api.requestCertificate({ ...subjectOf(values), key: values.rsa ? "rsa" : "ecdsa" });
}

export function NewCertificate({ made }: { made: () => void }) {
  const [kind, setKind] = useState<Kind>("import");
  const [values, setValues] = useState(EMPTY);
  const [turn, setTurn] = useState(0);
  const set = (change: Partial<Values>): void => setValues({ ...values, ...change });
  const { busy, error, onSubmit } = useSubmit(async () => {
    await add(kind, values);
    setValues(EMPTY);
    setTurn(turn + 1); // an input of files cannot be emptied otherwise
    made();
  });
  return (
    <form key={turn} class="form panel narrow" onSubmit={onSubmit} autocomplete="off">
      <h2>{words.add}</h2>
      <SelectField
        label={words.kind}
        name="certificate-kind"
        choices={KINDS}
        words={words.kinds}
        value={kind}
        onChange={(name) => setKind(name as Kind)}
      />
      {kind === "import" ? (
        <ImportFields values={values} set={set} />
      ) : (
        <SubjectFields values={values} set={set} />
      )}
      {kind === "request" && (
        <CheckField
          label={words.rsa}
          name="certificate-rsa"
          checked={values.rsa}
          onChange={(rsa) => set({ rsa })}
        />
      )}
      <ErrorNotice error={error} />
      <button type="submit" class="button button-main" disabled={busy}>
        {words.make}
      </button>
    </form>
  );
}

type FieldsProps = { values: Values; set: (change: Partial<Values>) => void };

function ImportFields({ values, set }: FieldsProps) {
  return (
    <>
      <FileField
        label={words.file}
        help={words.fileHelp}
        name="certificate-file"
        required
        onChange={(file) => set({ file })}
      />
      <FileField
        label={words.keyFile}
        help={words.keyFileHelp}
        name="certificate-key"
        onChange={(keyFile) => set({ keyFile })}
      />
      <PasswordField
        label={words.passphrase}
        help={words.passphraseHelp}
        name="certificate-passphrase"
        autoComplete="off"
        maxLength={1024}
        value={values.passphrase}
        onChange={(passphrase) => set({ passphrase })}
      />
    </>
  );
}

function SubjectFields({ values, set }: FieldsProps) {
  return (
    <>
      <LinesField
        label={words.names}
        help={words.namesHelp}
        name="certificate-names"
        value={values.names}
        onChange={(names) => set({ names })}
      />
      <TextField
        label={words.organization}
        name="certificate-organization"
        maxLength={64}
        value={values.organization}
        onChange={(organization) => set({ organization })}
      />
      <TextField
        label={words.country}
        help={words.countryHelp}
        name="certificate-country"
        maxLength={2}
        value={values.country}
        onChange={(country) => set({ country })}
      />
    </>
  );
}

type FileProps = {
  label: string;
  help: string;
  name: string;
  required?: boolean;
  onChange: (file: File | null) => void;
};

function FileField({ label, help, name, required = false, onChange }: FileProps) {
  return (
    <Field label={label} help={help}>
      {({ id, describedBy }) => (
        <input
          id={id}
          name={name}
          class="input"
          type="file"
          required={required}
          accept=".pem,.crt,.cer,.key,.p12,.pfx"
          aria-describedby={describedBy}
          onChange={(change) => onChange(change.currentTarget.files?.[0] ?? null)}
        />
      )}
    </Field>
  );
}
