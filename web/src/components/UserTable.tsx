// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Who may log in, what each may do, and who is logged in.
import { useState } from "preact/hooks";
import { api, ConflictError } from "../api/client";
import type * as Api from "../api/types";
import { formatMoment, seconds } from "../lib/time";
import { access } from "../state/session";
import { now_s } from "../state/now";
import { text } from "../text";
import { CameraChoice } from "./CameraChoice";
import { ErrorNotice } from "./ErrorNotice";
import { RemoveThing } from "./RemoveThing";

const words = text.users;
const ROLES = Object.keys(words.roles) as Array<Api.User["role"]>;

/** Makes a change, and shows what there is then. */
type After = (change: () => Promise<unknown>) => void;

type Props = { users: readonly Api.User[]; changed: () => void };

export function UserTable({ users, changed }: Props) {
  const [error, setError] = useState<unknown>(null);
  const after: After = (change) => {
    setError(null);
    change()
      .catch((failure: unknown) => {
        if (failure instanceof ConflictError) {
          failure.overwrite = () => {
            failure.insist();
            after(change);
          };
          // The table shows it already.
          failure.loadTheirs = () => setError(null);
        }
        setError(failure);
      })
      .finally(changed);
  };
  return (
    <>
      <ErrorNotice error={error} />
      <div class="panel found" tabIndex={0} role="region" aria-label={words.list}>
        <table class="found-table">
          <thead>
            <tr>
              <th scope="col">{words.user}</th>
              <th scope="col">{words.role}</th>
              <th scope="col">{words.cameras}</th>
              <th scope="col">{text.secondFactor.column}</th>
              <th scope="col">{words.loggedIn}</th>
              <th scope="col">{words.used}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {users.map((user) => (
              <Row key={user.name} user={user} after={after} changed={changed} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

type RowProps = { user: Api.User; after: After; changed: () => void };

function Row({ user, after, changed }: RowProps) {
  const { name } = user;
  const own = access.value.step === "in" && access.value.session.user === name;
  const changeRole = (role: Api.User["role"]): void => after(() => api.changeUser(user, { role }));
  return (
    <tr data-user={name}>
      <th scope="row">{name}</th>
      <td>
        <select
          class="input input-select"
          aria-label={words.roleOf(name)}
          value={user.role}
          disabled={own}
          onChange={(change) =>
            changeRole(change.currentTarget.value as Api.User["role"])
          }
        >
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {words.tokens.roles[role]}
            </option>
          ))}
        </select>
      </td>
      <td>
        <Cameras user={user} after={after} />
      </td>
      <td>{user.second_factor ? text.secondFactor.yes : text.secondFactor.no}</td>
      <td>{words.browsers(user.sessions)}</td>
      <td>
        {user.used === null ? words.never : formatMoment(seconds(user.used), now_s.peek())}
      </td>
      <td>
        {!own && (
          <div class="form-actions">
            {user.sessions > 0 && (
              <button
                type="button"
                class="button button-small"
                onClick={() => after(() => api.logOutUser(name))}
              >
                {words.logOut(name)}
              </button>
            )}
            {user.locked_until !== null && (
              <button
                type="button"
                class="button button-small"
                onClick={() => after(() => api.unlockUser(name))}
              >
                {words.unlock(name)}
              </button>
            )}
            {user.second_factor && (
              <RemoveThing
                label={text.secondFactor.removeOf(name)}
                question={text.secondFactor.removeQuestion}
                remove={async () => {
                  await api.removeSecondFactorOf(name);
                  changed();
                }}
              />
            )}
            <RemoveThing
              label={words.remove(name)}
              question={words.removeQuestion}
              remove={async () => {
                await api.removeUser(name);
                changed();
              }}
            />
          </div>
        )}
      </td>
    </tr>
  );
}

type CamerasProps = { user: Api.User; after: After };

/** An administrator sees all of them. */
function Cameras({ user, after }: CamerasProps) {
  if (user.role === "administrator") return <>{words.all}</>;
  return (
    <details class="user-cameras">
      <summary aria-label={words.camerasOf(user.name)}>
        {user.cameras === null ? words.all : words.some(user.cameras.length)}
      </summary>
      <CameraChoice
        name={`cameras-${user.name}`}
        value={user.cameras}
        onChange={(cameras) => after(() => api.changeUser(user, { cameras }))}
      />
    </details>
  );
}
