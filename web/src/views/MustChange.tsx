// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Between login and the pages: a password that somebody else chose, or that is too old.
import { useEffect } from "preact/hooks";
import type * as Api from "../api/types";
import { OwnPasswordForm } from "../components/OwnPassword";
import { logout, startSession } from "../state/session";
import { text } from "../text";
import { Gate } from "./Gate";

const words = text.users.mustChange;

export function MustChange({ why }: { why: NonNullable<Api.Session["must_change"]> }) {
  useEffect(() => {
    document.title = `${words.title} – ${text.product}`;
  }, []);
  return (
    <Gate title={words.title}>
      <p class="gate-intro" role="status">
        {words[why]}
      </p>
      <OwnPasswordForm changed={startSession} />
      <button type="button" class="button" onClick={() => void logout()}>
        {words.later}
      </button>
    </Gate>
  );
}
