// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Which Lenswatch this is, and the licences of all that it is made of.
import { api } from "../../api/client";
import { ErrorNotice } from "../../components/ErrorNotice";
import { useLoad } from "../../components/useLoad";
import { text } from "../../text";

const words = text.settings.about;

export function About() {
  const status = useLoad(api.status);
  const licences = useLoad(api.licences);
  const { version, model } = status.value ?? {};
  return (
    <>
      <ErrorNotice error={status.error ?? licences.error} />
      {status.value && (
        <p>
          {text.product} {version} · {words.model} {model}
        </p>
      )}
      <section class="section" aria-labelledby="licences">
        <h2 id="licences">{words.licences}</h2>
        <p class="quiet">{words.intro}</p>
        {licences.value?.map((one) => (
          <details key={one.name} class="licence" data-library={one.name}>
            <summary>
              {one.name} {one.version}
              <span class="quiet"> {one.licence}</span>
            </summary>
            {one.text !== "" && (
              <pre lang="en" tabIndex={0}>
                {one.text}
              </pre>
            )}
            {one.as !== "" && <p>{words.as(one.as)}</p>}
            {one.as === "" && one.text === "" && <p>{words.none}</p>}
          </details>
        ))}
      </section>
    </>
  );
}
