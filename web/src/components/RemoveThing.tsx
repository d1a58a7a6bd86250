// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Removing something: asked again in place, with the harmless answer under the finger.
import { useEffect, useRef, useState } from "preact/hooks";
import { text } from "../text";
import { ErrorNotice } from "./ErrorNotice";
import { Icon } from "./Icon";
import { useSubmit } from "./useSubmit";

type Props = { label: string; question: string; remove: () => Promise<void> };

export function RemoveThing(props: Props) {
  const [asking, setAsking] = useState(false);
  if (asking) return <Question {...props} keep={() => setAsking(false)} />;
  return (
    <button type="button" class="button button-danger-quiet" onClick={() => setAsking(true)}>
      <Icon name="remove" />
      {props.label}
    </button>
  );
}

function Question({ question, remove, keep }: Props & { keep: () => void }) {
  const keepButton = useRef<HTMLButtonElement>(null);
  const { busy, error, onSubmit } = useSubmit(remove);

  useEffect(() => keepButton.current?.focus(), []);

  return (
    <form class="confirm" onSubmit={onSubmit}>
      <p>{question}</p>
      <ErrorNotice error={error} />
      <div class="form-actions">
        <button type="submit" class="button button-danger" disabled={busy}>
          {text.form.removeYes}
        </button>
        <button type="button" class="button" ref={keepButton} onClick={keep}>
          {text.form.removeNo}
        </button>
      </div>
    </form>
  );
}
