// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Changing one's own password.
import { useState } from "preact/hooks";
import { api } from "../api/client";
import { passes } from "../lib/password";
import { access } from "../state/session";
import { text } from "../text";
import { ErrorNotice } from "./ErrorNotice";
import { PasswordField } from "./PasswordField";
import { PasswordRules } from "./PasswordRules";
import { usePasswordCheck } from "./usePasswordCheck";
import { useSubmit } from "./useSubmit";

const words = text.users;
const EMPTY = { current: "", fresh: "", repeated: "" };

/** changed: afterwards. */
export function OwnPasswordForm({ changed: after }: { changed?: () => Promise<void> }) {
  const [values, setValues] = useState(EMPTY);
  const [changed, setChanged] = useState(false);
  const checked = usePasswordCheck(values.fresh, values.repeated);
  const { busy, error, onSubmit } = useSubmit(async () => {
    setChanged(false);
    await api.changePassword({ current: values.current, new: values.fresh });
    setValues(EMPTY);
    setChanged(true);
    await after?.();
  });
  return (
    <form class="form narrow" onSubmit={onSubmit}>
      <PasswordField
        label={words.current}
        name="current-password"
        autoComplete="current-password"
        required
        value={values.current}
        onChange={(current) => setValues({ ...values, current })}
      />
      <PasswordField
        label={words.fresh}
        name="new-password"
        autoComplete="new-password"
        required
        value={values.fresh}
        onChange={(fresh) => setValues({ ...values, fresh })}
      />
      <PasswordField
        label={text.password.repeat}
        name="repeat-password"
        autoComplete="new-password"
        required
        value={values.repeated}
        onChange={(repeated) => setValues({ ...values, repeated })}
      />
      <PasswordRules {...checked} />
      <ErrorNotice error={error} />
      {changed && <p role="status">{words.changed}</p>}
      <button type="submit" class="button button-main" disabled={busy || !passes(checked.check)}>
        {words.change}
      </button>
    </form>
  );
}

export function OwnPassword() {
  const user = access.value.step === "in" ? access.value.session.user : "";
  return (
    <details class="panel form-more section">
      <summary>{words.own(user)}</summary>
      <OwnPasswordForm />
    </details>
  );
}
