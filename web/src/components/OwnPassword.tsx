// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Changing one's own password.
import { useState } from "preact/hooks";
import { api } from "../api/client";
import { access } from "../state/session";
import { text } from "../text";
import { ErrorNotice } from "./ErrorNotice";
import { NewPassword, useNewPassword } from "./NewPassword";
import { PasswordField } from "./PasswordField";
import { useSubmit } from "./useSubmit";

const words = text.users;

/** changed: afterwards. */
export function OwnPasswordForm({ changed: after }: { changed?: () => Promise<void> }) {
  const [current, setCurrent] = useState("");
  const fresh = useNewPassword();
  const [changed, setChanged] = useState(false);
  const { busy, error, onSubmit } = useSubmit(async () => {
    setChanged(false);
    await api.changePassword({ current, new: fresh.fresh });
    setCurrent("");
    fresh.clear();
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
        value={current}
        onChange={setCurrent}
      />
      <NewPassword label={words.fresh} fields={fresh.fields} />
      <ErrorNotice error={error} />
      {changed && <p role="status">{words.changed}</p>}
      <button type="submit" class="button button-main" disabled={busy || !fresh.passes}>
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
