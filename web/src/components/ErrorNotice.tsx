// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A failure: what went wrong and what to do.
import { ApiError, ConflictError } from "../api/client";
import { text } from "../text";
import { language } from "../text/language";
import { inWords } from "../text/said";
import { Icon } from "./Icon";

/** In words, whatever was thrown. */
export function explain(error: unknown): { message: string; hint: string } {
  if (!(error instanceof ApiError)) {
    return { message: text.errors.unexpected, hint: text.errors.unexpectedHint };
  }
  if (error.status === 0) return { message: text.errors.noAnswer, hint: text.errors.noAnswerHint };
  if (error.status === 412) return { message: text.errors.stale, hint: text.errors.staleHint };
  return { message: inWords(error.message), hint: inWords(error.hint) };
}

/** What the server says and the page has no words for is English: a screen reader must know. */
const languageOf = (said: string, error: unknown): string =>
  error instanceof ApiError && (said === error.message || said === error.hint) ? "en" : language;

export function ErrorNotice({ error }: { error: unknown }) {
  if (error === null) return null;
  const { message, hint } = explain(error);
  return (
    <div class="notice tone-lost" role="alert">
      <Icon name="blurry" />
      <div>
        <p class="notice-message" lang={languageOf(message, error)}>
          {message}
        </p>
        {hint !== "" && (
          <p class="notice-hint" lang={languageOf(hint, error)}>
            {hint}
          </p>
        )}
        {error instanceof ConflictError && <Choice conflict={error} />}
      </div>
    </div>
  );
}

function Choice({ conflict }: { conflict: ConflictError }) {
  return (
    <div class="form-actions">
      <button type="button" class="button button-small" onClick={conflict.loadTheirs}>
        {text.errors.loadTheirs}
      </button>
      {conflict.overwrite && (
        <button
          type="button"
          class="button button-small button-danger-quiet"
          onClick={conflict.overwrite}
        >
          {text.errors.overwrite}
        </button>
      )}
    </div>
  );
}
