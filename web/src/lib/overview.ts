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

export type Change = "worse" | "better" | "passed";
export type CameraChange = {
  camera: Api.Camera;
  change: Change;
  /** That say so, the newest first. */
  events: Api.Event[];
};

/**
 * What is otherwise than at since_s: cameras that had no fault then and have one now, that had one
 * then and have none now, and that had one between. The events are all that went on since then.
 */
export function changesSince(
  cameras: readonly Api.Camera[],
  events: readonly Api.Event[],
  since_s: number,
): CameraChange[] {
  const groups = byCamera(events);
  const changes = cameras.flatMap((camera): CameraChange[] => {
    const here = (groups.get(camera.id) ?? [])
      .filter(({ ended }) => ended === null || seconds(ended) >= since_s)
      .sort((a, b) => b.id - a.id);
    const then = here.filter(({ started }) => seconds(started) < since_s);
    const now = here.filter(({ ended }) => ended === null);
    if (now.length > 0 && then.length > 0) return [];
    if (now.length > 0) return [{ camera, change: "worse", events: now }];
    if (then.length > 0) return [{ camera, change: "better", events: here }];
    return here.length > 0 ? [{ camera, change: "passed", events: here }] : [];
  });
  const order: readonly Change[] = ["worse", "better", "passed"];
  return changes.sort((a, b) => order.indexOf(a.change) - order.indexOf(b.change));
}
