// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The feed of the windows that are looked at: one connection, which holds one of the places that
// live pictures have in all tabs together.
import { useEffect, useState } from "preact/hooks";
import type { Stream } from "../../lib/stream";
import { connections } from "../../state/live";
import { useLivePlace } from "../useLivePlace";
import { openFeed, type WallFeed } from "./wallFeed";

const WIDTHS = [320, 480, 640, 960, 1280];

/** cameras: by window, as openFeed() has them; "": an empty window. subs: another text where another
 * of them has a sub stream now. */
export function useWallFeed(
  cameras: readonly string[],
  of: Stream,
  subs: string,
  columns: number,
  visible: boolean,
): { feed: WallFeed | null; granted: boolean } {
  const [feed, setFeed] = useState<WallFeed | null>(null);
  const place = useLivePlace(visible && cameras.length > 0 && connections.value > 0);
  const wanted = cameras.join(",");
  const generation = connections.value;

  useEffect(() => {
    if (!place.granted) return setFeed(null);
    const pixels = (innerWidth / columns) * Math.min(devicePixelRatio, 2);
    const width = WIDTHS.find((one) => one >= pixels) ?? 1280;
    const opened = openFeed(wanted.split(","), of, width);
    setFeed(opened);
    return () => {
      opened.close();
      setFeed(null);
    };
  }, [place.granted, wanted, of, subs, columns, generation]);

  return { feed, granted: place.granted };
}
