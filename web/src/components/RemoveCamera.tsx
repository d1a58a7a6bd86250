// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Removing a camera: asked again in place, with the harmless answer under the finger.
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../api/client";
import type * as Api from "../api/types";
import { go } from "../lib/route";
import { whileLeaving } from "../state/cameras";
import { dropEventsOf } from "../state/events";
import { text } from "../text.en";
import { ErrorNotice } from "./ErrorNotice";
import { Icon } from "./Icon";
import { useSubmit } from "./useSubmit";

export function RemoveCamera({ camera }: { camera: Api.Camera }) {
  const [asking, setAsking] = useState(false);
  if (asking) return <Question camera={camera} keep={() => setAsking(false)} />;
  return (
    <button type="button" class="button button-danger-quiet" onClick={() => setAsking(true)}>
      <Icon name="remove" />
      {text.form.remove}
    </button>
  );
}

function Question({ camera, keep }: { camera: Api.Camera; keep: () => void }) {
  const keepButton = useRef<HTMLButtonElement>(null);
  const { busy, error, onSubmit } = useSubmit(async () => {
    await whileLeaving(camera.id, () => api.removeCamera(camera.id));
    dropEventsOf(camera.id);
    go({ view: "wall" });
  });

  useEffect(() => keepButton.current?.focus(), []);

  return (
    <form class="confirm" onSubmit={onSubmit}>
      <p>{text.form.removeQuestion(camera.name)}</p>
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
