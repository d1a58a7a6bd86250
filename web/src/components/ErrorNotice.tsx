// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A failure, as the server put it: what went wrong and what to do.
import { ApiError, ConflictError } from "../api/client";
import { text } from "../text";
import { language } from "../text/language";
import { Icon } from "./Icon";

/** In words, whatever was thrown. */
export function explain(error: unknown): { message: string; hint: string } {
  if (!(error instanceof ApiError)) {
    return { message: text.errors.unexpected, hint: text.errors.unexpectedHint };
  }
  if (error.status === 0) return { message: text.errors.noAnswer, hint: text.errors.noAnswerHint };
  if (error.status === 412) return { message: text.errors.stale, hint: text.errors.staleHint };
  return { message: error.message, hint: error.hint };
}

/** What the server says is English, whatever the page speaks: a screen reader must know. */
const isOurs = (error: unknown): boolean =>
  !(error instanceof ApiError) || error.status === 0 || error.status === 412;

export function ErrorNotice({ error }: { error: unknown }) {
  if (error === null) return null;
  const { message, hint } = explain(error);
  return (
    <div class="notice tone-lost" role="alert">
      <Icon name="blurry" />
      <div lang={isOurs(error) ? language : "en"}>
        <p class="notice-message">{message}</p>
        {hint !== "" && <p class="notice-hint">{hint}</p>}
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
