// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What is kept, and how much of it: measurements, events and pictures for all cameras; recordings
// camera by camera.
import { SystemSettings } from "../../components/SystemSettings";
import { linkTo } from "../../lib/route";
import { allCameras } from "../../state/cameras";
import { text } from "../../text";

const words = text.settings.storage;
const KEPT = [
  "measurement_days",
  "database_gb",
  "event_days",
  "events_max",
  "picture_days",
  "pictures_gb",
  "disk_free_mb",
] as const;

export function Storage() {
  return (
    <>
      <p class="quiet">{words.intro}</p>
      <SystemSettings names={KEPT} />
      <section class="section" aria-labelledby="recordings-kept">
        <h2 id="recordings-kept">{words.recordings}</h2>
        <p class="quiet">{words.recordingsIntro}</p>
        <Recordings />
      </section>
    </>
  );
}

function Recordings() {
  const cameras = allCameras.value;
  if (cameras.length === 0) return <p class="quiet">{text.wall.none}</p>;
  return (
    <div class="panel found">
      <table class="found-table">
        <thead>
          <tr>
            <th scope="col">{text.camera.facts}</th>
            <th scope="col">{text.recordings.mode}</th>
            <th scope="col">{text.recordings.quota}</th>
            <th scope="col">{text.recordings.keep}</th>
          </tr>
        </thead>
        <tbody>
          {cameras.map((camera) => (
            <tr key={camera.id} data-kept={camera.id}>
              <th scope="row">
                <a href={linkTo({ view: "edit", id: camera.id })}>{camera.name}</a>
              </th>
              <td>{text.recordings.modes[camera.record ?? "off"]}</td>
              <td>{words.gigabytes(camera.record_quota_gb ?? 0)}</td>
              <td>{words.days(camera.record_keep_days ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
