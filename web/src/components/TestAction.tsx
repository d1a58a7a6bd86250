// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Does an action now, and shows what the peer answered.
import { useState } from "preact/hooks";
import { api, type ActionTest } from "../api/client";
import { allCameras } from "../state/cameras";
import { text } from "../text";
import { inWords } from "../text/said";
import { ErrorNotice } from "./ErrorNotice";
import { useSubmit } from "./useSubmit";

const words = text.actions;

export function TestAction({ id, name }: { id: string; name: string }) {
  const [result, setResult] = useState<ActionTest | null>(null);
  const { busy, error, onSubmit } = useSubmit(async () => {
    setResult(null);
    const camera = allCameras.value.find((one) => one.status.picture_time !== null);
    setResult(await api.testAction(id, camera ? { camera: camera.id } : {}));
  });
  return (
    <form class="action-test" onSubmit={onSubmit}>
      <button
        type="submit"
        class="button button-small"
        aria-label={words.testOf(name)}
        title={words.testHelp}
        disabled={busy}
      >
        {busy ? words.testing : words.test}
      </button>
      <ErrorNotice error={error} />
      {result && <TestResult result={result} />}
    </form>
  );
}

export function TestResult({ result }: { result: ActionTest }) {
  return (
    <div role="status" data-tested={result.done}>
      <span class={`badge ${result.done ? "tone-clear" : "tone-lost"}`}>
        {result.done ? words.testDone : words.testFailed}
      </span>
      {result.error !== "" && <p class="found-reason">{inWords(result.error)}</p>}
      {result.hint !== "" && <p class="found-reason">{inWords(result.hint)}</p>}
      {result.answer !== "" && <p class="found-reason mono">{result.answer}</p>}
    </div>
  );
}
