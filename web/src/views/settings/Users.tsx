// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// One's own password; and for administrators who may log in, and what each may do.
import { OwnPassword } from "../../components/OwnPassword";
import { NewUser } from "../../components/NewUser";
import { OnlineTable } from "../../components/OnlineTable";
import { RecoveryWays } from "../../components/RecoveryWays";
import { SecondFactor } from "../../components/SecondFactor";
import { Tokens } from "../../components/Tokens";
import { UserTable } from "../../components/UserTable";
import { ErrorNotice } from "../../components/ErrorNotice";
import { useLoad } from "../../components/useLoad";
import { api } from "../../api/client";
import { may } from "../../state/session";
import { text } from "../../text";

const REFRESH_MS = 10_000;

export function Users() {
  return (
    <>
      <OwnPassword />
      <SecondFactor />
      <RecoveryWays />
      <Tokens />
      {may("administrator") && (
        <>
          <Everybody />
          <OnlineTable />
        </>
      )}
    </>
  );
}

function Everybody() {
  const { value, error, again } = useLoad(api.users, REFRESH_MS);
  return (
    <section class="section" aria-labelledby="users">
      <h2 id="users">{text.users.list}</h2>
      <ErrorNotice error={error} />
      {value && <UserTable users={value} changed={again} />}
      <NewUser made={again} />
    </section>
  );
}
