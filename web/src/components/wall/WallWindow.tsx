// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// One window of the wall: a camera's picture with its name and how it is; while the wall is being
// arranged, what camera it has, which is chosen, dragged here, or moved by the arrow keys.
import { useState } from "preact/hooks";
import { ratioOf, type Aspect } from "../../lib/aspect";
import { linkTo } from "../../lib/route";
import type { WindowStream } from "../../lib/wall";
import { cameraSignal } from "../../state/cameras";
import { text } from "../../text";
import { Icon } from "../Icon";
import { LostNotice } from "../LostNotice";
import { State } from "../State";
import { Verdict } from "../Verdict";
import type { WallFeed } from "./wallFeed";
import { WindowPicture } from "./WindowPicture";

const words = text.live.wall;
const DRAGGED = "application/x-lenswatch-window";

export type Arranging = {
  cameras: readonly { id: string; name: string }[];
  put: (window: number, id: string) => void;
  swap: (from: number, to: number) => void;
  /** Of the page, for the arrow keys. */
  columns: number;
  setStream: (id: string, stream: WindowStream) => void;
};

type Props = {
  /** Number of the window through all pages, and on this one. */
  number: number;
  place: number;
  id: string | null;
  feed: WallFeed | null;
  aspect: Aspect;
  stream: WindowStream;
  /** null: it is only looked at. */
  arranging: Arranging | null;
  refuse: (id: string) => void;
};

export function WallWindow(props: Props) {
  const { number, place, id, feed, aspect, arranging } = props;
  const camera = id === null ? undefined : cameraSignal(id)?.value;
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const from = event.dataTransfer?.getData(DRAGGED) ?? "";
    if (/^\d+$/.test(from)) arranging?.swap(Number(from), number);
  };
  return (
    <article
      class={`window ${over ? "window-over" : ""} ${toneOf(camera?.status)}`}
      data-window={number}
      data-camera={id ?? ""}
      aria-label={words.window(number + 1, camera?.name ?? words.empty)}
      draggable={arranging !== null && id !== null}
      onDragStart={(event) => event.dataTransfer?.setData(DRAGGED, String(number))}
      onDragOver={(event) => {
        if (!arranging) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {camera && id !== null ? (
        <>
          <div class="window-shape" data-aspect={aspect}>
            <div class="window-inner" style={shape(aspect, camera.status)}>
              <WindowPicture
                key={id}
                feed={feed}
                window={place}
                name={camera.name}
                refuse={() => props.refuse(id)}
              />
            </div>
          </div>
          {camera.status.state !== "watching" && (
            <div class="tile-cover">
              <LostNotice status={camera.status} />
            </div>
          )}
          <div class="window-bar">
            <h2>
              <a href={linkTo({ view: "cameraLive", id })}>{camera.name}</a>
            </h2>
            {camera.status.state === "watching" ? (
              <Verdict status={camera.status} />
            ) : (
              <State state={camera.status.state} />
            )}
          </div>
        </>
      ) : (
        <p class="window-empty">{words.empty}</p>
      )}
      {arranging && <Arrange {...props} arranging={arranging} />}
    </article>
  );
}

function toneOf(status: { state: string; open_event_id: number | null } | undefined): string {
  if (!status) return "";
  if (status.state === "lost") return "tile-lost";
  return status.open_event_id === null ? "" : "tile-fault";
}

function shape(aspect: Aspect, status: { width: number; height: number }) {
  const ratio = ratioOf(aspect, status.width, status.height);
  return ratio === null ? {} : { "--ratio": String(ratio) };
}

const STEPS = (columns: number): Record<string, number> => ({
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -columns,
  ArrowDown: columns,
});

function Arrange({ number, id, stream, arranging }: Props & { arranging: Arranging }) {
  const move = (event: KeyboardEvent): void => {
    const step = STEPS(arranging.columns)[event.key];
    if (step === undefined || id === null || number + step < 0) return;
    event.preventDefault();
    arranging.swap(number, number + step);
    // The buttons go with the camera.
    requestAnimationFrame(() => {
      const button = document.querySelector(`[data-window="${number + step}"] .window-move`);
      if (button instanceof HTMLElement) button.focus();
    });
  };
  return (
    <div class="window-arrange">
      <select
        class="input input-select"
        aria-label={words.cameraOf(number + 1)}
        value={id ?? ""}
        onChange={(change) => arranging.put(number, change.currentTarget.value)}
      >
        {id === null && <option value="">{words.empty}</option>}
        {arranging.cameras.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </select>
      {id !== null && (
        <>
          <select
            class="input input-select"
            aria-label={words.streamOf(number + 1)}
            value={stream}
            onChange={(change) =>
              arranging.setStream(id, change.currentTarget.value as WindowStream)
            }
          >
            {(Object.keys(words.streams) as WindowStream[]).map((one) => (
              <option key={one} value={one}>
                {words.streams[one]}
              </option>
            ))}
          </select>
          <button type="button" class="button window-move" onKeyDown={move}>
            <Icon name="settings" />
            {words.move}
          </button>
        </>
      )}
    </div>
  );
}
