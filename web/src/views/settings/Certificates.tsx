// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The certificates of the HTTPS server.
import { api } from "../../api/client";
import { CertificateTable } from "../../components/CertificateTable";
import { ErrorNotice } from "../../components/ErrorNotice";
import { NewCertificate } from "../../components/NewCertificate";
import { useLoad } from "../../components/useLoad";
import { text } from "../../text";

const words = text.certificates;

export function Certificates() {
  const { value, error, again } = useLoad(api.certificates);
  return (
    <>
      <ErrorNotice error={error} />
      {value && <p class="quiet">{words.intro(value.most)}</p>}
      {value && <CertificateTable certificates={value.certificates} changed={again} />}
      {value && value.certificates.length < value.most && <NewCertificate made={again} />}
    </>
  );
}
