// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The sharpness chart of a camera with its choice of time range.
import { useState } from "preact/hooks";
import { text } from "../text";
import { Choice } from "./Choice";
import { SharpnessChart } from "./SharpnessChart";

type Range = keyof typeof text.chart.ranges;

const SECONDS: Record<Range, number> = {
  hour: 3600,
  day: 86_400,
  week: 7 * 86_400,
  month: 30 * 86_400,
  year: 365 * 86_400,
};

export function RangeChart({ id }: { id: string }) {
  const [range, setRange] = useState<Range>("hour");
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{text.chart.title}</h2>
        <Choice
          label={text.chart.rangeLabel}
          options={text.chart.ranges}
          value={range}
          onChange={setRange}
        />
      </div>
      <SharpnessChart
        id={id}
        span={{ last_s: SECONDS[range] }}
        spanName={text.chart.longRanges[range]}
      />
    </section>
  );
}
