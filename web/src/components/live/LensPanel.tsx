// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The motor of a lens, where the camera has one that Lenswatch can drive: nearer, farther, by
// itself, or through its whole range to the sharpest place.
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/client";
import type * as Api from "../../api/types";
import { percent, text } from "../../text";
import { inWords } from "../../text/said";
import { Choice } from "../Choice";
import { ErrorNotice } from "../ErrorNotice";

const words = text.live.lens;
type Step = keyof typeof words.steps;
const AMOUNT: Record<Step, number> = { fine: 0.01, small: 0.05, large: 0.2 };
const POLL_MS = 700;

export function LensPanel({ id }: { id: string }) {
  const [lens, setLens] = useState<Api.Lens | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [step, setStep] = useState<Step>("small");
  const running = lens?.state === "running";

  useEffect(() => {
    let gone = false;
    const read = (): void => {
      api.lens(id).then(
        (now) => {
          if (!gone) setLens(now);
        },
        (failure: unknown) => {
          if (!gone) setError(failure);
        },
      );
    };
    read();
    const timer = running ? window.setInterval(read, POLL_MS) : undefined;
    return () => {
      gone = true;
      window.clearInterval(timer);
    };
  }, [id, running]);

  const move = (what: Api.LensOrder["do"]) => (): void => {
    setError(null);
    const amount = what === "near" || what === "far" ? { amount: AMOUNT[step] } : {};
    api.moveLens(id, { do: what, ...amount }).then(setLens, setError);
  };
  const button = (what: Api.LensOrder["do"] & keyof typeof words.moves) => (
    <button type="button" class="button" disabled={running} onClick={move(what)}>
      {words.moves[what]}
    </button>
  );
  return (
    <section class="panel lens" aria-labelledby="lens">
      <h2 id="lens">{words.title}</h2>
      <Choice label={words.stepLabel} options={words.steps} value={step} onChange={setStep} />
      <div class="form-actions">
        {button("near")}
        {button("far")}
        {button("auto")}
        {button("sweep")}
      </div>
      <p role="status" data-lens={lens?.state ?? ""}>
        {running ? words.moving : inWords(lens?.message ?? "")}
        {!running && lens?.hint ? <span class="quiet"> {inWords(lens.hint)}</span> : null}
      </p>
      {lens && lens.problem !== "" && <p class="quiet">{inWords(lens.problem)}</p>}
      {lens && lens.curve.length > 1 && <Curve curve={lens.curve} />}
      <ErrorNotice error={error} />
    </section>
  );
}

function Curve({ curve }: { curve: Api.Lens["curve"] }) {
  const most = Math.max(...curve.map((point) => point.sharpness));
  const best = curve.find((point) => point.sharpness === most);
  const sorted = [...curve].sort((a, b) => a.position - b.position);
  const points = sorted
    .map(({ position, sharpness }) => `${position * 100},${40 - (sharpness / most) * 38}`)
    .join(" ");
  return (
    <figure class="lens-curve">
      <svg viewBox="0 0 100 40" preserveAspectRatio="none" aria-hidden="true">
        <polyline points={points} />
      </svg>
      <figcaption class="quiet">{best && words.curve(percent(best.position))}</figcaption>
    </figure>
  );
}
