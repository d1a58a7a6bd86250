// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A new password: typed twice, with its rules below.
import { useState } from "preact/hooks";
import { passes } from "../lib/password";
import { text } from "../text";
import { PasswordField } from "./PasswordField";
import { PasswordRules } from "./PasswordRules";
import { usePasswordCheck, type CheckedPassword } from "./usePasswordCheck";

type Fields = {
  checked: CheckedPassword;
  fresh: string;
  setFresh: (password: string) => void;
  repeated: string;
  setRepeated: (password: string) => void;
};

export function useNewPassword() {
  const [fresh, setFresh] = useState("");
  const [repeated, setRepeated] = useState("");
  const checked = usePasswordCheck(fresh, repeated);
  const clear = (): void => {
    setFresh("");
    setRepeated("");
  };
  const fields: Fields = { checked, fresh, setFresh, repeated, setRepeated };
  return { fresh, passes: passes(checked.check), clear, fields };
}

type Props = {
  label: string;
  fields: Fields;
  /** Of the two fields. */
  names?: readonly [string, string];
};

export function NewPassword({ label, fields, names = ["new-password", "repeat-password"] }: Props) {
  const { checked, fresh, setFresh, repeated, setRepeated } = fields;
  return (
    <>
      <PasswordField
        label={label}
        name={names[0]}
        autoComplete="new-password"
        required
        value={fresh}
        onChange={setFresh}
      />
      <PasswordField
        label={text.password.repeat}
        name={names[1]}
        autoComplete="new-password"
        required
        value={repeated}
        onChange={setRepeated}
      />
      <PasswordRules {...checked} />
    </>
  );
}
