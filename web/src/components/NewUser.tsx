// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Making a user.
import { useState } from "preact/hooks";
import { api } from "../api/client";
import type * as Api from "../api/types";
import { text } from "../text";
import { CameraChoice } from "./CameraChoice";
import { ErrorNotice } from "./ErrorNotice";
import { TextField } from "./Field";
import { NewPassword, useNewPassword } from "./NewPassword";
import { SelectField } from "./SelectField";
import { useSubmit } from "./useSubmit";

const words = text.users;
const ROLES = Object.keys(words.roles);
const EMPTY: Api.UserRequest = { name: "", password: "", role: "viewer", cameras: null };
const NAMES = ["user-password", "user-repeat"] as const;

export function NewUser({ made }: { made: () => void }) {
  const [values, setValues] = useState(EMPTY);
  const password = useNewPassword();
  const { busy, error, onSubmit } = useSubmit(async () => {
    const cameras = values.role === "administrator" ? null : (values.cameras ?? null);
    const name = values.name.trim();
    await api.addUser({ ...values, cameras, name, password: password.fresh, must_change: true });
    setValues(EMPTY);
    password.clear();
    made();
  });
  return (
    <form class="form panel narrow" onSubmit={onSubmit} autocomplete="off">
      <h3>{words.add}</h3>
      <TextField
        label={words.name}
        help={words.nameHelp}
        name="new-user"
        autoComplete="off"
        required
        maxLength={64}
        value={values.name}
        onChange={(name) => setValues({ ...values, name })}
      />
      <SelectField
        label={words.role}
        name="new-role"
        choices={ROLES}
        words={words.roles}
        value={values.role}
        onChange={(role) => setValues({ ...values, role: role as Api.User["role"] })}
      />
      {values.role !== "administrator" && (
        <CameraChoice
          name="new-cameras"
          value={values.cameras ?? null}
          onChange={(cameras) => setValues({ ...values, cameras })}
        />
      )}
      <NewPassword label={words.password} fields={password.fields} names={NAMES} />
      <p class="field-help">{words.mustChange.help}</p>
      <ErrorNotice error={error} />
      <button type="submit" class="button button-main" disabled={busy || !password.passes}>
        {words.save}
      </button>
    </form>
  );
}
