// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The settings: one frame around all sections, with their list beside or above them.
import { useEffect, useRef } from "preact/hooks";
import { PageTitle } from "../components/PageTitle";
import { linkTo } from "../lib/route";
import { may } from "../state/session";
import { text } from "../text";
import { NotYours } from "./NotFound";
import { sectionOf, sections } from "./settings/sections";

const words = text.settings;

export function Settings({ section }: { section: string }) {
  const offered = sections();
  const chosen = sectionOf(section) ?? offered[0];
  const list = useRef<HTMLElement>(null);
  useEffect(() => {
    const here = list.current?.querySelector("[aria-current]");
    here?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [chosen?.name]);
  if (!chosen) return null;
  const View = chosen.view;
  return (
    <div class="settings">
      <nav class="settings-nav" ref={list} aria-label={text.nav.settings}>
        {offered.map(({ name }) => (
          <a
            key={name}
            href={linkTo({ view: "settings", section: name })}
            aria-current={name === chosen.name ? "page" : undefined}
          >
            {words.sections[name]}
          </a>
        ))}
        {may("operator") && <a href={linkTo({ view: "actions" })}>{words.actions}</a>}
      </nav>
      <div class="settings-section">
        {may(chosen.role) ? (
          <>
            <PageTitle key={chosen.name} title={words.sections[chosen.name]} />
            <View key={chosen.name} />
          </>
        ) : (
          <NotYours role={chosen.role} />
        )}
      </div>
    </div>
  );
}
