// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Every condition of one camera: how it is, and why. What was learnt stands above.
import { useEffect, useState } from "preact/hooks";
import type * as Api from "../api/types";
import { onMeasurement, refreshCamera } from "../state/cameras";
import { percent, text } from "../text";
import { inWords } from "../text/said";
import { Explanation } from "./Explanation";
import { Icon } from "./Icon";

const words = text.conditions;

const TONES: Record<Api.ConditionStatus["state"], string> = {
  ok: "tone-clear",
  fault: "tone-blurry",
  "not assessable": "tone-quiet",
};

export function Conditions({ camera }: { camera: Api.Camera }) {
  const { id } = camera;
  const [explained, setExplained] = useState<string | null>(null);
  // A measurement does not carry the conditions.
  useEffect(() => {
    refreshCamera(id);
    return onMeasurement((measurement) => {
      if (measurement.camera_id === id) refreshCamera(id);
    });
  }, [id]);
  return (
    <section class="section" aria-labelledby="camera-conditions">
      <h2 id="camera-conditions">{words.title}</h2>
      <Learning status={camera.status} />
      <TooLittle status={camera.status} />
      <div class="panel conditions">
        <table class="conditions-table">
          <thead>
            <tr>
              <th scope="col">{words.condition}</th>
              <th scope="col">{words.state}</th>
              <th scope="col">{words.reason}</th>
              <th scope="col">
                <span class="visually-hidden">{words.why}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(camera.status.conditions).map(([name, status]) => (
              <Row
                key={name}
                name={name}
                status={status}
                explained={explained === name}
                toggle={() => setExplained(explained === name ? null : name)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {explained !== null && <Explanation camera={camera} condition={explained} />}
    </section>
  );
}

function Learning({ status }: { status: Api.CameraStatus }) {
  const { learning, light, tiles } = status;
  if (learning.needed === 0) return <p class="quiet">{words.notLearnt}</p>;
  const done = learning.pictures >= learning.needed;
  return (
    <div class="learning" data-learnt={done}>
      <p class="quiet">
        {done
          ? words.learnt(learning.pictures, words.lights[light])
          : words.learning(learning.pictures, learning.needed, words.lights[light])}
        {tiles.total > 0 && ` ${words.usable(percent(tiles.usable / tiles.total))}`}
      </p>
      {!done && (
        <progress max={learning.needed} value={learning.pictures} aria-label={words.progress} />
      )}
    </div>
  );
}

/** A scene by which the focus cannot be judged: said while the camera is set up. */
function TooLittle({ status }: { status: Api.CameraStatus }) {
  const { learning, conditions } = status;
  const focus = conditions.defocus;
  const done = learning.needed > 0 && learning.pictures >= learning.needed;
  if (!done || !focus || focus.state !== "not assessable") return null;
  return (
    <div class="notice tone-blurry" role="status" data-too-little>
      <Icon name="blurry" />
      <div>
        <p class="notice-message">{words.tooLittle(inWords(focus.reason))}</p>
        <p class="notice-hint">{words.tooLittleHint}</p>
      </div>
    </div>
  );
}

type RowProps = {
  name: string;
  status: Api.ConditionStatus;
  explained: boolean;
  toggle: () => void;
};

function Row({ name, status, explained, toggle }: RowProps) {
  const title = text.events.condition(name);
  return (
    <tr data-condition={name} data-found={status.state}>
      <th scope="row">{title}</th>
      <td>
        <span class={`badge ${TONES[status.state]}`}>
          {status.state === "fault" && status.severe ? words.severe : words.states[status.state]}
        </span>
      </td>
      <td class="conditions-reason">{inWords(status.reason)}</td>
      <td>
        <button
          type="button"
          class="button button-small"
          aria-expanded={explained}
          aria-label={words.explain(title)}
          onClick={toggle}
        >
          {words.why}
        </button>
      </td>
    </tr>
  );
}
