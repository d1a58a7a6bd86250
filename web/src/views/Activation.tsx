// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// First start: the administrator's password is set here; there is none before.
import { useEffect, useState } from "preact/hooks";
import { ErrorNotice } from "../components/ErrorNotice";
import { GuideSteps } from "../components/GuideSteps";
import { PasswordField } from "../components/PasswordField";
import { PasswordRules } from "../components/PasswordRules";
import { usePasswordCheck } from "../components/usePasswordCheck";
import { useSubmit } from "../components/useSubmit";
import { noteGuide } from "../lib/guide";
import { passes } from "../lib/password";
import { go } from "../lib/route";
import { activate } from "../state/session";
import { text } from "../text";
import { Gate } from "./Gate";

export function Activation() {
  const [password, setPassword] = useState("");
  const [repeated, setRepeated] = useState("");
  const { busy, error, onSubmit } = useSubmit(async () => {
    await activate(password);
    noteGuide("place");
    go({ view: "guide", step: "place" });
  });
  const checked = usePasswordCheck(password, repeated);

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
        <PasswordField
          label={text.activation.password}
          name="new-password"
          autoComplete="new-password"
          required
          value={password}
          onChange={setPassword}
        />
        <PasswordField
          label={text.password.repeat}
          name="repeat-password"
          autoComplete="new-password"
          required
          value={repeated}
          onChange={setRepeated}
        />
        <PasswordRules {...checked} />
        <ErrorNotice error={error} />
        <button type="submit" class="button button-main" disabled={busy || !passes(checked.check)}>
          {text.activation.submit}
        </button>
        <p class="field-help">{text.activation.keep}</p>
      </form>
    </Gate>
  );
}
