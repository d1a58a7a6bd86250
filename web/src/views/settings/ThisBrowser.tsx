// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What is kept in this browser alone: language and colours.
import { LanguageField } from "../../components/LanguageField";
import { SelectField } from "../../components/SelectField";
import { chooseTheme, theme, themes } from "../../lib/theme";
import { text } from "../../text";

const words = text.settings.browser;

export function ThisBrowser() {
  return (
    <div class="form">
      <p class="quiet">{words.intro}</p>
      <LanguageField />
      <SelectField
        label={words.theme}
        name="theme"
        choices={themes}
        words={words.themes}
        value={theme.value}
        onChange={(name) => chooseTheme(themes.find((one) => one === name) ?? "system")}
      />
    </div>
  );
}
