// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Forgetting what a camera looks like when it is healthy: asked again in place, with the harmless
// answer under the finger.
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../api/client";
import type * as Api from "../api/types";
import { refreshCamera } from "../state/cameras";
import { text } from "../text";
import { ErrorNotice } from "./ErrorNotice";
import { useSubmit } from "./useSubmit";

const words = text.reset;

type Props = {
  id: string;
  /** What alone is forgotten; null: what is chosen. */
  only?: { light: Api.Baseline["light"]; preset: number; name: string } | null;
  onDone: () => void;
};

export function ResetBaseline({ id, only = null, onDone }: Props) {
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState(false);
  const close = (reset: boolean): void => {
    setAsking(false);
    setDone(reset);
    if (reset) onDone();
  };
  if (asking) return <Question id={id} only={only} close={close} />;
  return (
    <div class="reset">
      <button
        type="button"
        class="button button-small"
        aria-label={only ? text.baselines.forgetOf(only.name) : undefined}
        onClick={() => setAsking(true)}
      >
        {only ? text.baselines.forget : words.button}
      </button>
      <span class="quiet" role="status">
        {done && words.done}
      </span>
    </div>
  );
}

type QuestionProps = {
  id: string;
  only: Props["only"];
  close: (reset: boolean) => void;
};

function Question({ id, only, close }: QuestionProps) {
  const keepButton = useRef<HTMLButtonElement>(null);
  const [what, setWhat] = useState<NonNullable<Api.BaselineReset["what"]>>("now");
  const { busy, error, onSubmit } = useSubmit(async () => {
    await api.resetBaseline(id, only ? { light: only.light, preset: only.preset } : { what });
    refreshCamera(id);
    close(true);
  });

  useEffect(() => keepButton.current?.focus(), []);

  return (
    <form class="confirm" onSubmit={onSubmit}>
      <p>{only ? text.baselines.question(only.name) : words.question}</p>
      {!only && (
        <fieldset class="choices">
          <legend class="visually-hidden">{words.what}</legend>
          {(["now", "all"] as const).map((choice) => (
            <label key={choice} class="check">
              <input
                type="radio"
                name="reset-what"
                checked={what === choice}
                onChange={() => setWhat(choice)}
              />
              <span>{words.choices[choice]}</span>
            </label>
          ))}
        </fieldset>
      )}
      <ErrorNotice error={error} />
      <div class="form-actions">
        <button type="submit" class="button button-danger" disabled={busy}>
          {words.yes}
        </button>
        <button type="button" class="button" ref={keepButton} onClick={() => close(false)}>
          {words.no}
        </button>
      </div>
    </form>
  );
}
