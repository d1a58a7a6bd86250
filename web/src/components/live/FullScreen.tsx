// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Makes an element as large as the screen, where the browser can.
import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import { text } from "../../text";

const words = text.live;

export function FullScreen({ of }: { of: RefObject<HTMLElement | null> }) {
  const [full, setFull] = useState(false);
  useEffect(() => {
    const follow = (): void => setFull(document.fullscreenElement !== null);
    document.addEventListener("fullscreenchange", follow);
    return () => document.removeEventListener("fullscreenchange", follow);
  }, []);
  if (!document.fullscreenEnabled) return null;
  const toggle = (): void => {
    const done = full ? document.exitFullscreen() : of.current?.requestFullscreen();
    done?.catch(() => undefined);
  };
  return (
    <button type="button" class="button" aria-pressed={full} onClick={toggle}>
      {words.fullScreen}
    </button>
  );
}
