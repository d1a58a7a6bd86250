// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The heading of a view. It takes the focus when the view opens, so that the keyboard and screen
// readers go on from there; and it names the browser's tab.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { openEvents } from "../state/events";
import { siteName } from "../state/site";

let firstView = true;

type Props = {
  title: string;
  back?: { href: string; label: string };
  children?: ComponentChildren;
};

export function PageTitle({ title, back, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const open = openEvents.value.length;
  const site = siteName.value;

  useEffect(() => {
    if (!firstView) heading.current?.focus({ preventScroll: true });
    if (!firstView) scrollTo(0, 0);
    firstView = false;
  }, []);

  useEffect(() => {
    document.title = `${open > 0 ? `(${open}) ` : ""}${title} – ${site}`;
  }, [title, open, site]);

  return (
    <div class="page-head">
      <div class="page-title">
        {back && (
          <a class="page-back" href={back.href}>
            <span aria-hidden="true">‹</span> {back.label}
          </a>
        )}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
      </div>
      {children}
    </div>
  );
}
