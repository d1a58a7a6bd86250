// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The page before one is let in: the frame of activation, login and waiting.
import type { ComponentChildren } from "preact";
import { LanguageField } from "../components/LanguageField";
import { Logo } from "../components/Logo";
import { ThemeButton } from "../components/ThemeButton";
import { text } from "../text";

export function Gate({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="gate">
      <div class="gate-theme">
        <LanguageField />
        <ThemeButton />
      </div>
      <main class="gate-card" id="content">
        <p class="gate-brand">
          <Logo />
          {text.product}
        </p>
        <h1>{title}</h1>
        {children}
      </main>
    </div>
  );
}
