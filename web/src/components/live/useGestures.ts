// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What is done to an element with a pointer, two fingers or the wheel, in shares of the element.
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Place } from "../../lib/zoom";

export type Gestures = {
  /** One pointer goes on from where it was put down. */
  drag: (from: Place, to: Place) => void;
  /** And so far since the last time. */
  move: (by: Place) => void;
  end: (from: Place, to: Place) => void;
  /** Two fingers: nearer by a factor at a place, and moved. */
  pinch: (at: Place, factor: number, by: Place) => void;
  wheel: (at: Place, factor: number) => void;
};

/** Of a notch of most wheels. */
const WHEEL_FACTOR = 1.2;
const WHEEL_NOTCH = 100;

const middle = (a: Place, b: Place): Place => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const less = (a: Place, b: Place): Place => ({ x: a.x - b.x, y: a.y - b.y });

export function useGestures(ref: RefObject<HTMLElement | null>, gestures: Gestures) {
  const down = useRef(new Map<number, Place>());
  const from = useRef<Place | null>(null);
  const latest = useRef(gestures);
  latest.current = gestures;

  const place = (event: MouseEvent): Place => {
    const box = (ref.current as HTMLElement).getBoundingClientRect();
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  };

  // The wheel's default can only be prevented by a listener that says so.
  useEffect(() => {
    const element = ref.current;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      latest.current.wheel(place(event), WHEEL_FACTOR ** (-event.deltaY / WHEEL_NOTCH));
    };
    element?.addEventListener("wheel", onWheel, { passive: false });
    return () => element?.removeEventListener("wheel", onWheel);
  }, []);

  return {
    onPointerDown: (event: PointerEvent): void => {
      if (event.button !== 0) return;
      ref.current?.setPointerCapture(event.pointerId);
      down.current.set(event.pointerId, place(event));
      // A second finger makes it another gesture.
      from.current = down.current.size === 1 ? place(event) : null;
    },
    onPointerMove: (event: PointerEvent): void => {
      const before = down.current.get(event.pointerId);
      if (!before) return;
      const at = place(event);
      const other = [...down.current].find(([id]) => id !== event.pointerId)?.[1];
      down.current.set(event.pointerId, at);
      if (other) {
        const apart = (a: Place): number => Math.max(Math.hypot(a.x - other.x, a.y - other.y), 1e-3);
        const [was, is] = [middle(before, other), middle(at, other)];
        gestures.pinch(is, apart(at) / apart(before), less(is, was));
      } else if (from.current) {
        gestures.drag(from.current, at);
        gestures.move(less(at, before));
      }
    },
    onPointerUp: (event: PointerEvent): void => {
      if (down.current.delete(event.pointerId) && from.current) {
        gestures.end(from.current, place(event));
      }
      from.current = null;
    },
    onPointerCancel: (event: PointerEvent): void => {
      down.current.delete(event.pointerId);
      from.current = null;
    },
  };
}
