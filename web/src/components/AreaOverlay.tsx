// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Detection areas and shields over the picture. Points are dragged with the pointer or moved with
// the arrow keys; the small dots between two points become points when they are dragged.
import { useLayoutEffect, useRef } from "preact/hooks";
import {
  insertPoint,
  middle,
  movePoint,
  moveShape,
  pointAt,
  POINTS_MAX,
  removePoint,
  type Point,
  type Shape,
} from "../lib/areas";
import { text } from "../text";

const words = text.areas;
const STEP = 0.01;
const LARGE_STEP = 0.05;

type Props = {
  width: number;
  height: number;
  shapes: readonly Shape[];
  /** Index, or -1. */
  selected: number;
  select: (index: number) => void;
  /** While something is dragged: shown, not yet done. */
  show: (shapes: Shape[] | null) => void;
  /** Done, and can be undone. */
  commit: (shapes: Shape[]) => void;
  /** Points of what is being drawn; null: nothing is. */
  draft: readonly Point[] | null;
  addToDraft: (at: Point) => void;
  endDraft: () => void;
};

type Drag = { from: Point; apply: (to: Point) => Shape[]; last: Shape[] | null };

const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** How far an arrow key moves, as share of the picture; null: another key. */
function arrowOf(event: KeyboardEvent): readonly [number, number] | null {
  const arrow = ARROWS[event.key];
  const step = event.shiftKey ? LARGE_STEP : STEP;
  return arrow ? [arrow[0] * step, arrow[1] * step] : null;
}

export function AreaOverlay(props: Props) {
  const { width, height, shapes, selected, draft, commit } = props;
  const svg = useRef<SVGSVGElement>(null);
  const drag = useRef<Drag | null>(null);
  const drawing = draft !== null;
  // Enter and Escape are for what is being drawn, wherever the button was that began it.
  useLayoutEffect(() => {
    if (drawing) svg.current?.focus();
  }, [drawing]);
  const place = (event: PointerEvent): Point => {
    const matrix = svg.current?.getScreenCTM()?.inverse();
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix);
    return pointAt(at.x / width, at.y / height);
  };
  const begin = (event: PointerEvent, apply: Drag["apply"]): void => {
    if (draft) return;
    event.stopPropagation();
    svg.current?.setPointerCapture(event.pointerId);
    drag.current = { from: place(event), apply, last: null };
  };
  const onPointerDown = (event: PointerEvent): void => {
    if (!draft) return props.select(-1);
    const at = place(event);
    const first = draft[0];
    const near = first && Math.hypot(at[0] - first[0], at[1] - first[1]) < 0.02;
    if (near && draft.length > 2) props.endDraft();
    else props.addToDraft(at);
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (!drag.current) return;
    drag.current.last = drag.current.apply(place(event));
    props.show(drag.current.last);
  };
  const onPointerUp = (): void => {
    if (drag.current?.last) commit(drag.current.last);
    drag.current = null;
    props.show(null);
  };
  const radius = width / 100;
  const list = (points: readonly Point[]): string =>
    points.map(([x, y]) => `${x * width},${y * height}`).join(" ");

  const shapeKey = (event: KeyboardEvent, index: number): void => {
    const by = arrowOf(event);
    if (by) commit(moveShape(shapes, index, by[0], by[1]));
    else if (event.key === "Delete") commit(shapes.filter((_, i) => i !== index));
    else return;
    event.preventDefault();
  };
  const pointKey = (event: KeyboardEvent, k: number, at: Point): void => {
    const by = arrowOf(event);
    const next = shapes[selected]?.points[k + 1] ?? shapes[selected]?.points[0];
    if (by) commit(movePoint(shapes, selected, k, pointAt(at[0] + by[0], at[1] + by[1])));
    else if (event.key === "Delete") commit(removePoint(shapes, selected, k));
    else if (event.key === "Insert" && next)
      commit(insertPoint(shapes, selected, k, middle(at, next)));
    else return;
    event.preventDefault();
  };

  return (
    <svg
      ref={svg}
      class={draft ? "area-overlay area-drawing" : "area-overlay"}
      viewBox={`0 0 ${width} ${height}`}
      role="group"
      tabindex={-1}
      aria-label={words.overlay}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
    >
      {shapes.map((shape, index) => (
        <polygon
          key={index}
          class={`area area-${shape.kind}`}
          points={list(shape.points)}
          tabindex={draft ? -1 : 0}
          role="button"
          aria-pressed={index === selected}
          aria-label={words.shape(shape.kind, index + 1)}
          onFocus={() => props.select(index)}
          onKeyDown={(event) => shapeKey(event, index)}
          onPointerDown={(event) => {
            props.select(index);
            const from = place(event);
            begin(event, (to) => moveShape(shapes, index, to[0] - from[0], to[1] - from[1]));
          }}
        />
      ))}
      {(draft ? [] : (shapes[selected]?.points ?? [])).flatMap((at, k, points) => [
        points.length < POINTS_MAX && (
          <Between
            key={`between ${k}`}
            at={middle(at, points[(k + 1) % points.length] ?? at)}
            size={[width, height]}
            onPointerDown={(event) =>
              begin(event, (to) => insertPoint(shapes, selected, k, to))
            }
          />
        ),
        <circle
          key={`point ${k}`}
          class="area-point"
          cx={at[0] * width}
          cy={at[1] * height}
          r={radius}
          tabindex={0}
          role="button"
          aria-label={words.point(k + 1, at)}
          onKeyDown={(event) => pointKey(event, k, at)}
          onPointerDown={(event) => begin(event, (to) => movePoint(shapes, selected, k, to))}
        />,
      ])}
      {draft && <polyline class="area-draft" points={list(draft)} />}
      {draft?.map(([x, y], k) => (
        <circle key={k} class="area-point" cx={x * width} cy={y * height} r={radius} />
      ))}
    </svg>
  );
}

type BetweenProps = {
  at: Point;
  size: readonly [number, number];
  onPointerDown: (event: PointerEvent) => void;
};

function Between({ at, size, onPointerDown }: BetweenProps) {
  return (
    <circle
      class="area-between"
      cx={at[0] * size[0]}
      cy={at[1] * size[1]}
      r={size[0] / 160}
      onPointerDown={onPointerDown}
    />
  );
}
