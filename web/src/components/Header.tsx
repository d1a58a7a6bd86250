// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The bar at the top: where one is, how the cameras are, who is logged in.
import type * as Api from "../api/types";
import { linkTo, route, type Route } from "../lib/route";
import { openEvents } from "../state/events";
import { logout, may } from "../state/session";
import { siteName } from "../state/site";
import { text } from "../text";
import { Icon } from "./Icon";
import { Logo } from "./Logo";
import { StatusStrip } from "./StatusStrip";
import { ThemeButton } from "./ThemeButton";

type Part = "overview" | "cameras" | "events" | "actions" | "settings";

function partOf(view: Route["view"]): Part {
  if (view === "events" || view === "event") return "events";
  if (view === "overview" || view === "settings") return view;
  return /action|rule/i.test(view) ? "actions" : "cameras";
}

export function Header({ session }: { session: Api.Session }) {
  const part = partOf(route.value.view);
  const here = (name: Part): "page" | undefined => (name === part ? "page" : undefined);
  const open = openEvents.value.length;
  return (
    <header class="header">
      <a class="brand" href={linkTo({ view: "wall" })}>
        <Logo />
        <span class="brand-name">{siteName.value}</span>
      </a>
      <nav class="nav" aria-label={text.nav.label}>
        <a href={linkTo({ view: "overview" })} aria-current={here("overview")}>
          {text.nav.overview}
        </a>
        <a href={linkTo({ view: "wall" })} aria-current={here("cameras")}>
          {text.nav.cameras}
        </a>
        <a href={linkTo({ view: "events" })} aria-current={here("events")}>
          {text.nav.events}
          {open > 0 && (
            <span class="nav-count">
              {open}
              <span class="visually-hidden"> {text.events.open}</span>
            </span>
          )}
        </a>
        {may("operator") && (
          <a href={linkTo({ view: "actions" })} aria-current={here("actions")}>
            {text.nav.actions}
          </a>
        )}
        <a href={linkTo({ view: "settings", section: "" })} aria-current={here("settings")}>
          {text.nav.settings}
        </a>
      </nav>
      <StatusStrip />
      <div class="header-tools">
        <ThemeButton />
        <a
          class="button button-quiet header-user"
          href={linkTo({ view: "settings", section: "users" })}
          title={text.nav.loggedInAs(session.user)}
        >
          <Icon name="user" />
          <span class="header-tool-word">{session.user}</span>
        </a>
        <button
          type="button"
          class="button button-quiet"
          onClick={() => void logout()}
        >
          <Icon name="logOut" />
          <span class="header-tool-word">{text.nav.logOut}</span>
        </button>
      </div>
    </header>
  );
}
