// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The chart of a camera: which measure, over what time; what that measure is; and nearer to a part
// of it.
import { useId, useState } from "preact/hooks";
import type * as Api from "../api/types";
import { moveBy, within, zoomBy, type Shown } from "../lib/chart";
import { limitOf, measureOf, PLAIN, type MeasureKey } from "../lib/measures";
import { formatMoment } from "../lib/time";
import { now_s } from "../state/now";
import { text } from "../text";
import { Choice } from "./Choice";
import { MeasureChart, type Zooming } from "./MeasureChart";
import { helpOf, nameOf } from "./measureText";

const words = text.chart;

type Range = keyof typeof words.ranges;

const SECONDS: Record<Range, number> = {
  minutes: 900,
  hour: 3600,
  day: 86_400,
  week: 7 * 86_400,
  month: 30 * 86_400,
  year: 365 * 86_400,
  years: 3 * 365 * 86_400,
};

export function RangeChart({ camera }: { camera: Api.Camera }) {
  const [range, setRange] = useState<Range>("hour");
  const [zoomed, setZoomed] = useState<Shown | null>(null);
  const [measureKey, setMeasureKey] = useState<MeasureKey>("sharpness");
  const all = (): Shown => {
    const to_s = now_s.peek();
    return { from_s: to_s - SECONDS[range], to_s };
  };
  const zoom: Zooming = {
    to: (shown) => setZoomed(within(shown, all())),
    by: (shown, at_s, factor) => setZoomed(zoomBy(shown, all(), at_s, factor)),
    move: (shown, share) => setZoomed(moveBy(shown, all(), share)),
    whole: () => setZoomed(null),
  };
  const measure = measureOf(measureKey);
  const mark = measure.condition === null ? null : sensitivityOf(camera, measure.condition);
  return (
    <section class="panel" aria-labelledby="camera-chart">
      <div class="panel-head">
        <h2 id="camera-chart">{words.title}</h2>
        <Choice
          label={words.rangeLabel}
          options={words.ranges}
          value={range}
          onChange={(chosen) => {
            setRange(chosen);
            setZoomed(null);
          }}
        />
      </div>
      <div class="chart-tools">
        <MeasureChoice camera={camera} value={measureKey} onChange={setMeasureKey} />
        <ZoomButtons zoom={zoom} shown={zoomed ?? all()} zoomed={zoomed !== null} />
      </div>
      <MeasureChart
        id={camera.id}
        span={zoomed ?? { last_s: SECONDS[range] }}
        spanName={zoomed ? nameOfSpan(zoomed) : words.longRanges[range]}
        measureKey={measureKey}
        mark={mark}
        zoom={zoom}
      />
      <Legend hasMark={mark !== null} />
      <p class="chart-help" data-measure={measureKey}>
        <strong>{nameOf(measure)}</strong> {helpOf(measure)}
      </p>
      <details class="chart-keys">
        <summary>{words.keysSummary}</summary>
        <p class="quiet">{words.keys}</p>
      </details>
    </section>
  );
}

function nameOfSpan({ from_s, to_s }: Shown): string {
  const now = now_s.peek();
  return words.between(formatMoment(from_s, now), formatMoment(to_s, now));
}

/** Of defocus the camera's own; null: it has none. */
function sensitivityOf(camera: Api.Camera, condition: string): number | null {
  const own = camera.conditions?.[condition]?.sensitivity;
  return own ?? (condition === "defocus" ? (camera.sensitivity ?? null) : null);
}

type ChoiceProps = {
  camera: Api.Camera;
  value: MeasureKey;
  onChange: (key: MeasureKey) => void;
};

function MeasureChoice({ camera, value, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <div class="chart-measure">
      <label for={id}>{words.measure}</label>
      <select
        id={id}
        name="measure"
        class="input input-select"
        value={value}
        onChange={(change) => onChange(change.currentTarget.value as MeasureKey)}
      >
        <optgroup label={words.ofPicture}>
          {PLAIN.map((key) => (
            <option key={key} value={key}>
              {words.measures[key]}
            </option>
          ))}
        </optgroup>
        <optgroup label={words.ofConditions}>
          {Object.keys(camera.status.conditions).map((condition) => (
            <option key={condition} value={limitOf(condition)}>
              {text.events.condition(condition)}
            </option>
          ))}
        </optgroup>
      </select>
    </div>
  );
}

type ZoomProps = { zoom: Zooming; shown: Shown; zoomed: boolean };

function ZoomButtons({ zoom, shown, zoomed }: ZoomProps) {
  const middle_s = (shown.from_s + shown.to_s) / 2;
  return (
    <div class="chart-zoom">
      <button
        type="button"
        class="button button-small"
        onClick={() => zoom.by(shown, middle_s, 0.5)}
      >
        {words.zoomIn}
      </button>
      <button
        type="button"
        class="button button-small"
        disabled={!zoomed}
        onClick={() => zoom.by(shown, middle_s, 2)}
      >
        {words.zoomOut}
      </button>
      <button type="button" class="button button-small" disabled={!zoomed} onClick={zoom.whole}>
        {words.whole}
      </button>
    </div>
  );
}

function Legend({ hasMark }: { hasMark: boolean }) {
  return (
    <ul class="chart-legend" aria-label={words.legend}>
      <li class="legend-night">{words.legendNight}</li>
      <li class="legend-event">{words.legendEvent}</li>
      <li class="legend-clear">{words.verdicts[1]}</li>
      <li class="legend-blurry">{words.verdicts[2]}</li>
      <li class="legend-unknown">{words.verdicts[0]}</li>
      {hasMark && <li class="legend-mark">{words.legendSet}</li>}
    </ul>
  );
}
