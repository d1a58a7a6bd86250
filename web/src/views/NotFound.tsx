// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What the address names does not exist (any more).
import { EmptyState } from "../components/EmptyState";
import { PageTitle } from "../components/PageTitle";
import { linkTo } from "../lib/route";
import type { Role } from "../state/session";
import { text } from "../text";

export function NotFound({ title, hint }: { title: string; hint: string }) {
  return (
    <div class="narrow">
      <PageTitle title={title} back={{ href: linkTo({ view: "wall" }), label: text.camera.back }} />
      <EmptyState icon="unknown" title={title} hint={hint} />
    </div>
  );
}

/** role: whose it is. */
export function NotYours({ role }: { role: Role }) {
  return <NotFound title={text.notYours.title} hint={text.notYours.hint(text.notYours.roles[role])} />;
}
