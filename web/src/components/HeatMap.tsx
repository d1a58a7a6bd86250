// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// A map of tiles over a picture: put it into the positioned element that holds the picture, where
// it covers all of it, and its legend beside the picture.
import { useEffect, useRef } from "preact/hooks";
import {
  heatColour,
  heatPixels,
  heatSummary,
  LEGEND,
  type HeatScale,
  type Tiles,
} from "../lib/heat";
import { percent, text } from "../text";

const words = text.heat;

export function HeatMap({ of, scale }: { of: Tiles; scale: HeatScale }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { tiles_x, tiles_y } = of;
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (context && tiles_x > 0 && of.tiles.length === tiles_x * tiles_y) {
      context.putImageData(new ImageData(heatPixels(of, scale), tiles_x, tiles_y), 0, 0);
    }
  }, [of, scale]);
  if (tiles_x === 0) return null;
  const { known, bad } = heatSummary(of);
  return (
    <canvas
      ref={canvas}
      class="heat-map"
      width={tiles_x}
      height={tiles_y}
      role="img"
      aria-label={known === 0 ? words.nothing : words.summary[scale](percent(bad))}
    />
  );
}

export function HeatLegend({ scale }: { scale: HeatScale }) {
  return (
    <p class="heat-legend">
      <span>{words.ends[scale][0]}</span>
      <span class="heat-steps" aria-hidden="true">
        {LEGEND.map((value) => {
          const [red, green, blue, alpha] = heatColour(scale, value);
          return (
            <i key={value} style={{ background: `rgb(${red} ${green} ${blue} / ${alpha})` }} />
          );
        })}
      </span>
      <span>{words.ends[scale][1]}</span>
      <span class="quiet">{words.unknown}</span>
    </p>
  );
}
