// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// End of the guide: what was set up, and where to go from here.
import { endGuide, guide } from "../../lib/guide";
import { go, linkTo, type Route } from "../../lib/route";
import { allCameras, cameraSignal } from "../../state/cameras";
import { text } from "../../text";

const words = text.guide;

export function GuideDone() {
  const camera = cameraSignal(guide.value?.camera ?? "")?.value ?? allCameras.value[0];
  const next: readonly (readonly [Route, string])[] = [
    [{ view: "find" }, words.nexts.more],
    ...(camera
      ? ([
          [{ view: "edit", id: camera.id }, words.nexts.settings(camera.name)],
          [{ view: "arming", id: camera.id }, words.nexts.arming],
        ] as const)
      : []),
    [{ view: "actions" }, words.nexts.actions],
    [{ view: "settings", section: "users" }, words.nexts.users],
  ];
  const over = (): void => {
    endGuide();
    go(camera ? { view: "camera", id: camera.id } : { view: "wall" });
  };
  return (
    <div class="panel">
      <p>{camera ? words.watched(camera.name) : words.noneWatched}</p>
      {guide.value?.action && <p>{words.tells}</p>}
      <p class="form-actions">
        <button type="button" class="button button-main" onClick={over}>
          {camera ? words.toPicture : words.toCameras}
        </button>
      </p>
      <h2>{words.nextTitle}</h2>
      <ul>
        {next.map(([to, label]) => (
          <li key={label}>
            <a href={linkTo(to)}>{label}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
