// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What was learnt of a camera in each light and at each preset: the picture of it, beside that of
// now where it is the same light; since when, from how many pictures, and what it can judge.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { api, snapshotUrl } from "../api/client";
import type * as Api from "../api/types";
import { formatDay, formatMoment, seconds } from "../lib/time";
import { now_s } from "../state/now";
import { may } from "../state/session";
import { percent, text } from "../text";
import { inWords } from "../text/said";
import { ErrorNotice } from "./ErrorNotice";
import { ResetBaseline } from "./ResetBaseline";
import { useLoad } from "./useLoad";

const words = text.baselines;
const REFRESH_MS = 15_000;
/** While it learns. */
const LEARNING_MS = 3000;

export function Baselines({ camera }: { camera: Api.Camera }) {
  const { id, status } = camera;
  const [turn, setTurn] = useState(0);
  const learnt = status.learning.pictures >= status.learning.needed;
  const [learning, setLearning] = useState(true);
  const { value, error } = useLoad(
    async () => {
      const read = await api.baselines(id);
      setLearning(!read.some(({ current, ...b }) => current && b.pictures >= b.pictures_needed));
      return read;
    },
    learning ? LEARNING_MS : REFRESH_MS,
    `${turn} ${status.light} ${status.preset} ${learnt}`,
  );
  const again = (): void => setTurn((n) => n + 1);
  const named = (value?.some(({ preset }) => preset > 0) ?? false) || (camera.presets ?? 1) > 1;
  return (
    <section class="section" aria-labelledby="camera-baselines">
      <h2 id="camera-baselines">{words.title}</h2>
      <p class="quiet">{words.help}</p>
      <ErrorNotice error={value ? null : error} />
      {value?.length === 0 && <p class="quiet">{words.none}</p>}
      <div class="baselines">
        {value?.map((baseline) => (
          <Baseline
            key={`${baseline.light} ${baseline.preset}`}
            {...{ camera, baseline, named, again }}
          />
        ))}
      </div>
      {may("operator") && <ResetBaseline id={id} onDone={again} />}
    </section>
  );
}

type Props = {
  camera: Api.Camera;
  baseline: Api.Baseline;
  /** It has several presets. */
  named: boolean;
  again: () => void;
};

function Baseline({ camera, baseline, named, again }: Props) {
  const { light, preset, current } = baseline;
  const name = named ? words.preset(words.lights[light], preset) : words.lights[light];
  return (
    <article class="panel baseline" data-baseline={`${light} ${preset}`} data-current={current}>
      <h3>
        {name} {current && <span class="badge tone-clear">{words.current}</span>}
      </h3>
      <Pictures {...{ camera, baseline, name }} />
      <Facts baseline={baseline} />
      <WhyNot conditions={baseline.conditions} />
      {may("operator") && (
        <ResetBaseline id={camera.id} only={{ light, preset, name }} onDone={again} />
      )}
    </article>
  );
}

function Pictures({ camera, baseline, name }: Omit<Props, "named" | "again"> & { name: string }) {
  const { picture, picture_time, current } = baseline;
  // Taken anew with the reference, so that both stay beside each other.
  const [tick] = useState(() => Date.now());
  if (picture === null) return <p class="quiet">{words.noPicture}</p>;
  return (
    <div class="baseline-pictures">
      <figure>
        <img
          src={`${picture}&t=${picture_time === null ? 0 : seconds(picture_time)}`}
          alt={words.referenceOf(name)}
          loading="lazy"
        />
        <figcaption>{words.reference}</figcaption>
      </figure>
      {current && camera.status.picture_time !== null && (
        <figure>
          <img
            src={snapshotUrl(camera.id, tick + baseline.pictures)}
            alt={words.nowOf(camera.name)}
            loading="lazy"
          />
          <figcaption>{words.now}</figcaption>
        </figure>
      )}
    </div>
  );
}

function Facts({ baseline }: { baseline: Api.Baseline }) {
  const { pictures, pictures_needed, since, picture_time, tiles } = baseline;
  const all = Object.values(baseline.conditions);
  const can = all.filter(({ assessable }) => assessable).length;
  const learning = pictures < pictures_needed;
  return (
    <dl>
      <Fact name={words.learnt}>
        {learning ? words.learning(pictures, pictures_needed) : words.pictures(pictures)}
      </Fact>
      <Fact name={words.since}>{formatMoment(seconds(since), now_s.peek())}</Fact>
      {picture_time !== null && (
        <Fact name={words.pictureOf}>{formatDay(seconds(picture_time))}</Fact>
      )}
      {tiles.total > 0 && (
        <Fact name={words.edges}>{words.edgesShare(percent(tiles.usable / tiles.total))}</Fact>
      )}
      <Fact name={words.judges}>
        {can === all.length ? words.judgesAll(can) : words.judgesSome(can, all.length)}
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function WhyNot({ conditions }: { conditions: Api.Baseline["conditions"] }) {
  const not = Object.entries(conditions).filter(([, { assessable }]) => !assessable);
  if (not.length === 0) return null;
  return (
    <details class="baseline-not">
      <summary>{words.whyNot(not.length)}</summary>
      <ul>
        {not.map(([condition, { reason }]) => (
          <li key={condition}>
            {text.events.condition(condition)}: <span class="quiet">{inWords(reason)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
