// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Turns and zooms a camera that can be turned, for as long as a button or a key is held, and sends
// it to its presets. Of one that stands still there is nothing to see here.
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../../api/client";
import type * as Api from "../../api/types";
import { faster, isKey, makeTurner, still, wayOf, type Turner, type Way } from "../../lib/ptz";
import { text } from "../../text";
import { Choice } from "../Choice";
import { ErrorNotice } from "../ErrorNotice";
import { useSubmit } from "../useSubmit";

const words = text.live.ptz;
type Speed = keyof typeof words.speeds;
const SPEEDS: Record<Speed, number> = { slow: 0.2, medium: 0.5, fast: 1 };

type Direction = keyof typeof words.ways;
const ARROWS: Record<Direction, string> = {
  upLeft: "↖",
  up: "↑",
  upRight: "↗",
  left: "←",
  right: "→",
  downLeft: "↙",
  down: "↓",
  downRight: "↘",
  closer: "+",
  wider: "−",
};
const WAYS: Record<Direction, Way> = {
  upLeft: { pan: -1, tilt: 1, zoom: 0 },
  up: { pan: 0, tilt: 1, zoom: 0 },
  upRight: { pan: 1, tilt: 1, zoom: 0 },
  left: { pan: -1, tilt: 0, zoom: 0 },
  right: { pan: 1, tilt: 0, zoom: 0 },
  downLeft: { pan: -1, tilt: -1, zoom: 0 },
  down: { pan: 0, tilt: -1, zoom: 0 },
  downRight: { pan: 1, tilt: -1, zoom: 0 },
  closer: { pan: 0, tilt: 0, zoom: 1 },
  wider: { pan: 0, tilt: 0, zoom: -1 },
};
const AROUND: readonly (Direction | null)[] = [
  "upLeft",
  "up",
  "upRight",
  "left",
  null,
  "right",
  "downLeft",
  "down",
  "downRight",
];

export function PtzPanel({ id }: { id: string }) {
  const [can, setCan] = useState<Api.Ptz | null>(null);
  useEffect(() => {
    let gone = false;
    // What is wrong with its interface is said beside the lens.
    api.ptz(id).then(
      (answer) => {
        if (!gone) setCan(answer);
      },
      () => undefined,
    );
    return () => {
      gone = true;
      setCan(null);
    };
  }, [id]);
  if (!can || !(can.move || can.zoom)) return null;
  return (
    <section class="panel ptz" aria-labelledby="ptz">
      <h2 id="ptz">{words.title}</h2>
      <Pad key={id} id={id} can={can} />
      <Presets key={`presets ${id}`} id={id} can={can} changed={setCan} />
    </section>
  );
}

/** Ends with the page: what is turning then is stopped. */
function useTurner(id: string, failed: (error: unknown) => void): (way: Way) => void {
  const turner = useRef<Turner | null>(null);
  turner.current ??= makeTurner(
    {
      move: (way) => api.turn(id, way),
      hold: () => api.holdCamera(id),
      stop: () => api.stopCamera(id),
    },
    failed,
  );
  const turn = (way: Way): void => turner.current?.turn(way);
  useEffect(() => {
    const stop = (): void => turn(still);
    window.addEventListener("blur", stop);
    document.addEventListener("visibilitychange", stop);
    return () => {
      window.removeEventListener("blur", stop);
      document.removeEventListener("visibilitychange", stop);
      stop();
    };
  }, []);
  return turn;
}

function Pad({ id, can }: { id: string; can: Api.Ptz }) {
  const [speed, setSpeed] = useState<Speed>("medium");
  const [error, setError] = useState<unknown>(null);
  const keys = useRef(new Set<string>());
  const turn = useTurner(id, setError);
  const go = (way: Way): void => turn(faster(way, SPEEDS[speed]));

  const onKey = (event: KeyboardEvent, down: boolean): void => {
    const key = event.key === "=" ? "+" : event.key;
    if (!isKey(key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (event.repeat) return;
    if (down) keys.current.add(key);
    else keys.current.delete(key);
    go(wayOf(keys.current));
  };
  const leave = (): void => {
    keys.current.clear();
    turn(still);
  };
  const button = (direction: Direction) => (
    <HeldButton
      label={words.ways[direction]}
      sign={ARROWS[direction]}
      press={() => go(WAYS[direction])}
      release={() => turn(still)}
    />
  );
  return (
    <>
      <div
        class="ptz-pad"
        role="group"
        aria-label={words.pad}
        aria-describedby="ptz-help"
        onKeyDown={(event) => onKey(event, true)}
        onKeyUp={(event) => onKey(event, false)}
        onFocusOut={leave}
      >
        {can.move && (
          <div class="ptz-around">
            {AROUND.map((direction, i) => (
              <span key={i}>{direction && button(direction)}</span>
            ))}
          </div>
        )}
        {can.zoom && (
          <div class="ptz-zoom">
            {button("closer")}
            {button("wider")}
          </div>
        )}
      </div>
      <p class="quiet" id="ptz-help">
        {words.help}
      </p>
      <Choice label={words.speedLabel} options={words.speeds} value={speed} onChange={setSpeed} />
      <ErrorNotice error={error} />
    </>
  );
}

type HeldProps = { label: string; sign: string; press: () => void; release: () => void };

/** Does something for as long as it is held, by a pointer or by the keys that press a button. */
function HeldButton({ label, sign, press, release }: HeldProps) {
  const presses = (event: KeyboardEvent): boolean => event.key === " " || event.key === "Enter";
  return (
    <button
      type="button"
      class="button ptz-button"
      aria-label={label}
      title={label}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        // Some browsers do not focus what is pressed; then its keys would go elsewhere.
        event.currentTarget.focus();
        event.currentTarget.setPointerCapture(event.pointerId);
        press();
      }}
      onPointerUp={release}
      onPointerCancel={release}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (!presses(event)) return;
        event.preventDefault();
        if (!event.repeat) press();
      }}
      onKeyUp={(event) => presses(event) && release()}
    >
      <span aria-hidden="true">{sign}</span>
    </button>
  );
}

type PresetProps = { id: string; can: Api.Ptz; changed: (can: Api.Ptz) => void };

function Presets({ id, can, changed }: PresetProps) {
  const [chosen, setChosen] = useState("");
  const [name, setName] = useState("");
  const going = useSubmit(async () => {
    await api.turn(id, { preset: chosen || (can.presets[0]?.token ?? "") });
  });
  const saving = useSubmit(async () => {
    changed(await api.savePreset(id, name.trim()));
    setName("");
  });
  return (
    <>
      {can.presets.length > 0 && (
        <form class="ptz-row" onSubmit={going.onSubmit}>
          <select
            class="input input-select"
            name="preset"
            aria-label={words.presets}
            value={chosen || can.presets[0]?.token}
            onChange={(now) => setChosen(now.currentTarget.value)}
          >
            {can.presets.map(({ token, name }) => (
              <option key={token} value={token}>
                {name || words.presetOf(token)}
              </option>
            ))}
          </select>
          <button type="submit" class="button" disabled={going.busy}>
            {words.go}
          </button>
        </form>
      )}
      {can.save && (
        <form class="ptz-row" onSubmit={saving.onSubmit}>
          <input
            class="input"
            name="preset-name"
            aria-label={words.presetName}
            placeholder={words.presetName}
            autoComplete="off"
            required
            maxLength={32}
            value={name}
            onInput={(now) => setName(now.currentTarget.value)}
          />
          <button type="submit" class="button" disabled={saving.busy || name.trim() === ""}>
            {words.save}
          </button>
        </form>
      )}
      <ErrorNotice error={going.error ?? saving.error} />
    </>
  );
}
