// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A live picture that can be looked into: zoomed by dragging a box, the wheel, two fingers or keys,
// moved, and measured in the camera's own pixels. What lies over the picture moves with it.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useGestures } from "./useGestures";
import {
  boxOf,
  changeBox,
  panBy,
  pixelsOf,
  toPicture,
  toWindow,
  transformOf,
  whole,
  zoomAt,
  zoomTo,
  type Box,
  type Place,
  type Zoom,
} from "../../lib/zoom";
import { text } from "../../text";

const words = text.live;

export type Tool = "zoom" | "move" | "count";

const KEY_FACTOR = 1.25;
const KEY_STEP = 0.1;
const BOX_STEP = 0.01;
/** Less than this was a click. */
const CLICK = 0.01;
const CENTRE: Place = { x: 0.5, y: 0.5 };
const FIRST_BOX: Box = { x: 0.375, y: 0.375, width: 0.25, height: 0.25 };

const ARROWS: Record<string, Place> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

type Props = {
  name: string;
  tool: Tool;
  zoom: Zoom;
  setZoom: (zoom: Zoom) => void;
  /** Width over height; null: as large as its place. */
  ratio: number | null;
  /** Of the camera's picture. */
  width: number;
  height: number;
  /** The picture and what lies over it. */
  children: ComponentChildren;
};

export function Stage(props: Props) {
  const { name, tool, zoom, setZoom, ratio, width, height } = props;
  const window_ = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<Box | null>(null);
  const [counted, setCounted] = useState<Box | null>(null);
  // A listener of the browser's own sees what is now, not what was when it was made.
  const now = useRef(zoom);
  now.current = zoom;

  useEffect(() => {
    setDrawn(null);
    setCounted(tool === "count" ? FIRST_BOX : null);
  }, [tool]);

  const gestures = useGestures(window_, {
    drag: (from, to) => {
      if (tool === "move") return;
      setDrawn(boxOf(toPicture(now.current, from), toPicture(now.current, to)));
    },
    move: (by) => {
      if (tool === "move") setZoom(panBy(now.current, by));
    },
    end: (from, to) => {
      setDrawn(null);
      const box = boxOf(toPicture(now.current, from), toPicture(now.current, to));
      const click = Math.max(box.width, box.height) * now.current.scale < CLICK;
      if (tool === "count") setCounted(click ? null : box);
      else if (click && tool === "zoom") setZoom(whole);
      else if (tool === "zoom") setZoom(zoomTo(box));
    },
    pinch: (at, factor, by) => {
      setDrawn(null);
      setZoom(zoomAt(panBy(now.current, by), at, factor));
    },
    wheel: (at, factor) => setZoom(zoomAt(now.current, at, factor)),
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    const arrow = ARROWS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") setZoom(zoomAt(zoom, CENTRE, KEY_FACTOR));
    else if (event.key === "-") setZoom(zoomAt(zoom, CENTRE, 1 / KEY_FACTOR));
    else if (event.key === "0" || event.key === "Home") setZoom(whole);
    else if (arrow && tool === "count") setCounted(moveBox(counted, arrow, event.shiftKey));
    else if (arrow) setZoom(panBy(zoom, { x: -arrow.x * KEY_STEP, y: -arrow.y * KEY_STEP }));
    else return;
    event.preventDefault();
  };

  const box = drawn ?? counted;
  const size = box && tool === "count" ? pixelsOf(box, width, height) : null;
  return (
    <div class="stage">
      <div
        ref={window_}
        class={`stage-window stage-to-${tool}`}
        style={
          ratio === null ? {} : { aspectRatio: String(ratio), "--ratio": String(ratio) }
        }
        data-stretch={ratio === null}
        tabIndex={0}
        role="group"
        aria-label={words.stage(name)}
        aria-describedby="stage-help"
        onKeyDown={onKeyDown}
        {...gestures}
      >
        <div class="stage-picture" style={{ transform: transformOf(zoom) }}>
          {props.children}
        </div>
        {box && <StageBox box={toWindow(zoom, box)} />}
      </div>
      <p class="stage-words">
        <output class="stage-count" aria-live="polite">
          {size && words.counted(...size)}
        </output>
        {zoom.scale > 1 && (
          <span class="badge" data-zoom={zoom.scale.toFixed(2)}>
            {words.zoomed(zoom.scale)}
          </span>
        )}
        <span class="quiet" id="stage-help">
          {words.toolHelp[tool]}
        </span>
      </p>
    </div>
  );
}

/** With Shift its size. */
function moveBox(box: Box | null, arrow: Place, size: boolean): Box {
  if (!box) return FIRST_BOX;
  const [x, y] = [arrow.x * BOX_STEP, arrow.y * BOX_STEP];
  return changeBox(
    box,
    size ? { x: 0, y: 0, width: x, height: y } : { x, y, width: 0, height: 0 },
  );
}

function StageBox({ box }: { box: Box }) {
  const share = (value: number): string => `${value * 100}%`;
  return (
    <div
      class="stage-box"
      style={{
        left: share(box.x),
        top: share(box.y),
        width: share(box.width),
        height: share(box.height),
      }}
    />
  );
}
