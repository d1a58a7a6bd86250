// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// System, light, dark, in turn.
import { nextTheme, theme } from "../lib/theme";
import { text } from "../text";
import { Icon } from "./Icon";

export function ThemeButton() {
  const name = text.theme.names[theme.value];
  return (
    <button
      type="button"
      class="button button-quiet button-icon"
      title={name}
      aria-label={text.theme.change(name)}
      onClick={nextTheme}
    >
      <Icon name={theme.value} />
    </button>
  );
}
