// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Why a condition was judged so: the tiles that lost detail over the newest picture, and the numbers
// beside those of the baseline.
import { useEffect, useState } from "preact/hooks";
import { api, snapshotUrl } from "../api/client";
import type * as Api from "../api/types";
import { text } from "../text";
import { locale } from "../text/language";
import { inWords } from "../text/said";
import { HeatLegend, HeatMap } from "./HeatMap";

const words = text.conditions;

type Props = { camera: Api.Camera; condition: string };
/** tick: of the picture that was taken with it. */
type Explained = { of: Api.Explanation; tick: number };

export function Explanation({ camera, condition }: Props) {
  const [explained, setExplained] = useState<Explained | null>(null);
  const [failed, setFailed] = useState(false);
  const { id } = camera;
  const { picture_time } = camera.status;
  useEffect(() => {
    let current = true;
    api.explain(id, condition).then(
      (of) => {
        if (current) setExplained({ of, tick: Date.now() });
      },
      () => setFailed(current),
    );
    return () => {
      current = false;
    };
  }, [id, condition, picture_time]);
  if (failed && !explained) return <p class="quiet">{words.noExplanation}</p>;
  if (explained?.of.condition !== condition) return <p class="quiet">{text.loading}</p>;
  const { of, tick } = explained;
  return (
    <div class="panel explanation" data-explained={condition}>
      <div>
        <h3>{text.events.condition(condition)}</h3>
        <p class="quiet">{inWords(of.help)}</p>
        {of.tiles_x > 0 && <LostDetail of={of} source={snapshotUrl(id, tick)} name={camera.name} />}
      </div>
      <Numbers numbers={of.numbers} />
    </div>
  );
}

function LostDetail({ of, source, name }: { of: Api.Explanation; source: string; name: string }) {
  return (
    <figure class="heat">
      <div class="heat-picture">
        <img src={source} alt={text.wall.picture(name)} />
        <HeatMap of={of} scale="lost" />
      </div>
      <figcaption>
        <HeatLegend scale="lost" />
      </figcaption>
    </figure>
  );
}

const number = (value: number | null): string =>
  value === null
    ? text.camera.noValue
    : value.toLocaleString(locale, { maximumSignificantDigits: 3 });

function Numbers({ numbers }: { numbers: Api.Explanation["numbers"] }) {
  if (numbers.length === 0) return null;
  return (
    <table class="conditions-table numbers">
      <thead>
        <tr>
          <th scope="col">{words.number}</th>
          <th scope="col">{words.now}</th>
          <th scope="col">{words.healthy}</th>
        </tr>
      </thead>
      <tbody>
        {numbers.map((row) => (
          <tr key={row.name}>
            <th scope="row">{inWords(row.name)}</th>
            <td>
              {number(row.value)} {inWords(row.unit)}
            </td>
            <td>{number(row.reference)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
