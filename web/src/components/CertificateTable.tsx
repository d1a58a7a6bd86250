// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The certificates of the server: for whom, by whom, until when, and which one is in use.
import { useState } from "preact/hooks";
import { api } from "../api/client";
import type * as Api from "../api/types";
import { saveText } from "../lib/download";
import { text } from "../text";
import { ErrorNotice } from "./ErrorNotice";
import { RemoveThing } from "./RemoveThing";

const words = text.certificates;

type Props = { certificates: readonly Api.Certificate[]; changed: () => void };

export function CertificateTable({ certificates, changed }: Props) {
  const [error, setError] = useState<unknown>(null);
  const after = (change: Promise<unknown>): void => {
    setError(null);
    change.catch(setError).finally(changed);
  };
  return (
    <>
      <ErrorNotice error={error} />
      <div class="panel found" tabIndex={0} role="region" aria-label={words.list}>
        <table class="found-table">
          <thead>
            <tr>
              <th scope="col">{words.subject}</th>
              <th scope="col">{words.issuer}</th>
              <th scope="col">{words.until}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {certificates.map((one) => (
              <Row key={one.id} one={one} after={after} changed={changed} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

async function save({ id }: Api.Certificate): Promise<void> {
  const { certificate, request } = await api.certificate(id);
  const pem = certificate ?? request ?? "";
  saveText(`${id}.${certificate ? "pem" : "csr"}`, "application/x-pem-file", pem);
}

type RowProps = {
  one: Api.Certificate;
  after: (change: Promise<unknown>) => void;
  changed: () => void;
};

function Row({ one, after, changed }: RowProps) {
  const ready = one.state === "ready";
  const issuer = !ready ? words.requested : one.self_signed ? words.itself : one.issuer;
  return (
    <tr data-certificate={one.id} data-in-use={one.in_use}>
      <th scope="row">
        {one.subject}
        <br />
        <small class="quiet">
          {one.names.join(", ")} · {one.key}
        </small>
        {one.fingerprint && (
          <details>
            <summary>{words.fingerprint}</summary>
            <code class="mono certificate-hash">{one.fingerprint}</code>
          </details>
        )}
      </th>
      <td>{issuer}</td>
      <td>
        {one.until && new Date(one.until).toLocaleDateString(document.documentElement.lang)}
        {one.days_left !== undefined && (
          <>
            <br />
            <small class="quiet">{words.left(one.days_left)}</small>
          </>
        )}
      </td>
      <td>
        <div class="form-actions">
          {one.in_use && <strong>{words.inUse}</strong>}
          {ready && !one.in_use && (
            <button
              type="button"
              class="button button-small"
              aria-label={words.useOf(one.subject)}
              onClick={() => after(api.useCertificate(one.id))}
            >
              {words.use}
            </button>
          )}
          <button type="button" class="button button-small" onClick={() => after(save(one))}>
            {ready ? words.download : words.downloadRequest}
          </button>
          {!one.in_use && (
            <RemoveThing
              label={words.removeOf(one.subject)}
              question={words.removeQuestion}
              remove={async () => {
                await api.removeCertificate(one.id);
                changed();
              }}
            />
          )}
        </div>
      </td>
    </tr>
  );
}
