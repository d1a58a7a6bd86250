// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The healthy picture over another one of the event, as much of it as a slider says.
import { useState } from "preact/hooks";
import { snapshotUrl } from "../api/client";
import type * as Api from "../api/types";
import { text } from "../text";
import { Choice } from "./Choice";

const words = text.events;
type Which = "start" | "end" | "now";

type Props = {
  event: Api.Event;
  /** Its camera is still watched. */
  here: boolean;
};

export function Compare({ event, here }: Props) {
  const { reference, start, end } = event.pictures;
  const [which, setWhich] = useState<Which>("start");
  const [share, setShare] = useState(50);
  const [opened] = useState(() => Date.now());
  const others: Partial<Record<Which, string>> = {
    ...(start === null ? {} : { start }),
    ...(end === null ? {} : { end }),
    ...(here ? { now: snapshotUrl(event.camera_id, opened) } : {}),
  };
  const names = Object.keys(others) as Which[];
  const shown = names.includes(which) ? which : names[0];
  if (reference === null || shown === undefined) return null;
  const labels = Object.fromEntries(names.map((name) => [name, words.pictures[name]]));
  return (
    <section class="panel compare" aria-labelledby="compare">
      <div class="panel-head">
        <h2 id="compare">{words.compare.title}</h2>
        <Choice
          label={words.compare.label}
          options={labels as Record<Which, string>}
          value={shown}
          onChange={setWhich}
        />
      </div>
      <div class="compare-pictures">
        {/* Both stand above with their names. */}
        <img src={others[shown]} alt="" />
        <img
          class="compare-over"
          src={reference}
          alt=""
          style={{ clipPath: `inset(0 ${100 - share}% 0 0)` }}
        />
        <span class="compare-line" style={{ left: `${share}%` }} aria-hidden="true" />
      </div>
      <input
        class="slider compare-slider"
        type="range"
        name="compare"
        min={0}
        max={100}
        aria-label={words.compare.slider}
        aria-valuetext={words.compare.share(share)}
        value={share}
        onInput={(change) => setShare(Number(change.currentTarget.value))}
      />
    </section>
  );
}
