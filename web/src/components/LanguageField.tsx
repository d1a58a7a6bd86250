// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The language of the page, each in its own words.
import { chooseLanguage, language, languages, type Language } from "../text/language";
import { text } from "../text";
import { SelectField } from "./SelectField";

export function LanguageField() {
  return (
    <SelectField
      label={text.language.label}
      name="language"
      choices={Object.keys(languages)}
      words={languages}
      value={language}
      onChange={(name) => chooseLanguage(name as Language)}
    />
  );
}
