// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// First start: the administrator's password is set here; there is none before.
import { useEffect } from "preact/hooks";
import { ErrorNotice } from "../components/ErrorNotice";
import { GuideSteps } from "../components/GuideSteps";
import { NewPassword, useNewPassword } from "../components/NewPassword";
import { useSubmit } from "../components/useSubmit";
import { noteGuide } from "../lib/guide";
import { go } from "../lib/route";
import { activate } from "../state/session";
import { text } from "../text";
import { Gate } from "./Gate";

export function Activation() {
  const password = useNewPassword();
  const { busy, error, onSubmit } = useSubmit(async () => {
    await activate(password.fresh);
    noteGuide("place");
    go({ view: "guide", step: "place" });
  });

  useEffect(() => {
    document.title = `${text.activation.title} – ${text.product}`;
  }, []);

  return (
    <Gate title={text.activation.title}>
      <GuideSteps now="password" />
      <p class="gate-intro">{text.activation.intro}</p>
      <form class="form" onSubmit={onSubmit}>
        {/* Password managers want to know whose password it is. */}
        <input
          type="text"
          name="username"
          autoComplete="username"
          value={text.activation.userName}
          readOnly
          hidden
        />
        <NewPassword label={text.activation.password} fields={password.fields} />
        <ErrorNotice error={error} />
        <button type="submit" class="button button-main" disabled={busy || !password.passes}>
          {text.activation.submit}
        </button>
        <p class="field-help">{text.activation.keep}</p>
      </form>
    </Gate>
  );
}
