// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The focus meter, for who stands on the ladder: how sharp the picture is now beside the sharpest
// that it was, large enough to be read from the phone at arm's length and further, and to be heard.
import { useEffect, useRef, useState } from "preact/hooks";
import { nextMeter, shareOfPeak, type Meter, type Reading } from "../../lib/focusMeter";
import { openTone, type Tone } from "../../lib/tone";
import { percent, text } from "../../text";
import { inWords } from "../../text/said";
import { useVisible } from "../useVisible";
import { useMeter } from "./useMeter";

const words = text.live.meter;

type Props = {
  id: string;
  close: () => void;
  /** Each reading, for what else shows it. */
  reading: (reading: Reading) => void;
};

export function FocusMeter({ id, close, reading }: Props) {
  const panel = useRef<HTMLElement>(null);
  const visible = useVisible(panel);
  const [meter, setMeter] = useState<Meter | null>(null);
  const [reason, setReason] = useState("");
  const [round, setRound] = useState(0);
  const tone = useRef<Tone | null>(null);
  const [sounds, setSounds] = useState(false);

  const state = useMeter(id, visible, round, (now) => {
    reading(now);
    setReason(now.sharpness === null ? inWords(now.reason) : "");
    if (now.sharpness === null) return;
    const { sharpness } = now;
    setMeter((before) => nextMeter(before, sharpness));
  });
  useEffect(() => {
    tone.current?.set(meter && state === "running" ? shareOfPeak(meter) : null);
  }, [meter, state]);
  useEffect(() => () => tone.current?.close(), []);
  useAwake(visible);

  const toggleSound = (): void => {
    tone.current?.close();
    tone.current = sounds ? null : openTone();
    setSounds(tone.current !== null);
  };
  const share = meter ? shareOfPeak(meter) : 0;
  return (
    <section class="panel meter" ref={panel} aria-labelledby="meter" data-meter={state}>
      <div class="panel-head">
        <h2 id="meter">{words.title}</h2>
        <button type="button" class="button button-small" onClick={close}>
          {words.close}
        </button>
      </div>
      <p class="meter-number">
        <span data-share={share.toFixed(3)}>{meter ? percent(share) : text.camera.noValue}</span>
      </p>
      <div
        class="meter-bar"
        role="meter"
        aria-label={words.bar}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <span class="meter-fill" style={{ width: `${share * 100}%` }} />
      </div>
      <p class="meter-advice" role="status" data-advice={meter?.advice ?? ""}>
        {state === "running" && reason === "" && meter ? words.advice[meter.advice] : ""}
        {state === "running" && reason !== "" ? reason : ""}
        {state === "running" ? "" : words.states[state]}
      </p>
      <div class="form-actions">
        {state === "over" && (
          <button type="button" class="button button-main" onClick={() => setRound(round + 1)}>
            {words.goOn}
          </button>
        )}
        <button type="button" class="button" onClick={() => setMeter(null)}>
          {words.forget}
        </button>
        <button type="button" class="button" aria-pressed={sounds} onClick={toggleSound}>
          {words.sound}
        </button>
      </div>
      <p class="quiet">{words.help}</p>
    </section>
  );
}

/** A phone must not go to sleep in the hand that cannot touch it; where it can be asked. */
function useAwake(wanted: boolean): void {
  useEffect(() => {
    const locks = (navigator as { wakeLock?: WakeLock }).wakeLock;
    if (!wanted || !locks) return;
    const lock = locks.request("screen").catch(() => null);
    return () => void lock.then((held) => held?.release());
  }, [wanted]);
}
