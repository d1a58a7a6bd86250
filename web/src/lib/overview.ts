// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// How each camera is, in one word, and what has changed of that.
import type * as Api from "../api/types";
import { seconds } from "./time";

/** The worst first. */
export const HEALTHS = ["lost", "faulty", "unknown", "starting", "off", "well"] as const;
export type Health = (typeof HEALTHS)[number];

export type CameraHealth = { camera: Api.Camera; health: Health; event: Api.Event | null };

const SEVERITIES: readonly Api.Event["severity"][] = ["critical", "warning", "info"];

/** The more severe first, then the one that lasts longest. */
const worse = (a: Api.Event, b: Api.Event): number =>
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
  seconds(a.started) - seconds(b.started);

function healthOf(status: Api.CameraStatus, event: Api.Event | null): Health {
  if (status.state === "disabled") return "off";
  if (status.state === "lost") return "lost";
  if (event) return "faulty";
  if (status.state === "connecting" || status.picture_time === null) return "starting";
  if (status.verdict === "BLURRY") return "faulty";
  return status.verdict === "CLEAR" ? "well" : "unknown";
}

/** There may be thousands of cameras and as many events: each is looked at once. */
function byCamera(events: readonly Api.Event[]): Map<string, Api.Event[]> {
  const groups = new Map<string, Api.Event[]>();
  for (const event of events) {
    const group = groups.get(event.camera_id);
    if (group) group.push(event);
    else groups.set(event.camera_id, [event]);
  }
  return groups;
}

const names = new Intl.Collator(undefined, { numeric: true });

/** The worst camera first; open: the events that go on. */
export function healthOfAll(
  cameras: readonly Api.Camera[],
  open: readonly Api.Event[],
): CameraHealth[] {
  const groups = byCamera(open);
  const rows = cameras.map((camera) => {
    const [event = null] = (groups.get(camera.id) ?? []).sort(worse);
    return { camera, event, health: healthOf(camera.status, event) };
  });
  const rank = (row: CameraHealth): number => HEALTHS.indexOf(row.health);
  return rows.sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.event && b.event ? worse(a.event, b.event) : 0) ||
      names.compare(a.camera.name, b.camera.name),
  );
}

export function countHealth(rows: readonly CameraHealth[]): Record<Health, number> {
  const count = (health: Health): number => rows.filter((row) => row.health === health).length;
  return Object.fromEntries(HEALTHS.map((health) => [health, count(health)])) as Record<
    Health,
    number
  >;
}

export type CameraChange = { camera: Api.Camera; change: Api.CameraChange };

/** What the daemon counted, of the cameras that are here. */
export function changesOf(
  cameras: readonly Api.Camera[],
  changes: readonly Api.CameraChange[],
): CameraChange[] {
  const byId = new Map(cameras.map((camera) => [camera.id, camera]));
  return changes.flatMap((change) => {
    const camera = byId.get(change.camera_id);
    return camera ? [{ camera, change }] : [];
  });
}
