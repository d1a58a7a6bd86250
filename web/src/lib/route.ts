// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Where in the page we are: the part of the address after "#". The server knows one page only.
import { signal } from "@preact/signals";

export type Route =
  | { view: "wall" }
  | { view: "live" }
  | { view: "cameraLive"; id: string }
  | { view: "overview" }
  | { view: "add" }
  /** step: "" for where one was. */
  | { view: "guide"; step: string }
  | { view: "find" }
  | { view: "judge" }
  | { view: "camera"; id: string }
  | { view: "edit"; id: string }
  | { view: "arming"; id: string }
  | { view: "playback"; id: string }
  | { view: "actions" }
  | { view: "action"; id: string }
  | { view: "newAction"; kind: string }
  | { view: "rule"; id: string }
  | { view: "newRule" }
  /** section: "" for the first. */
  | { view: "settings"; section: string }
  | { view: "events" }
  | { view: "event"; id: number };

export function parseRoute(hash: string): Route {
  const [top, id, action] = hash
    .replace(/^#?\/?/, "")
    .split("/")
    .map(decode);
  if (top === "overview") return { view: "overview" };
  if (top === "add") return { view: "add" };
  if (top === "settings") return { view: "settings", section: id ?? "" };
  if (top === "users") return { view: "settings", section: "users" };
  if (top === "judge") return { view: "judge" };
  if (top === "guide") return { view: "guide", step: id ?? "" };
  if (top === "find") return { view: "find" };
  if (top === "live") return { view: "live" };
  if (top === "cameras" && id) {
    if (action === "live") return { view: "cameraLive", id };
    if (action === "edit" || action === "arming" || action === "playback") {
      return { view: action, id };
    }
    return { view: "camera", id };
  }
  if (top === "actions" && id === "new" && action) return { view: "newAction", kind: action };
  if (top === "actions" && id) return { view: "action", id };
  if (top === "actions") return { view: "actions" };
  if (top === "rules" && id) return id === "new" ? { view: "newRule" } : { view: "rule", id };
  if (top === "events" && id && /^\d{1,15}$/.test(id)) return { view: "event", id: Number(id) };
  if (top === "events") return { view: "events" };
  return { view: "wall" };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

export function linkTo(route: Route): string {
  switch (route.view) {
    case "wall":
      return "#/";
    case "live":
      return "#/live";
    case "cameraLive":
      return `#/cameras/${encodeURIComponent(route.id)}/live`;
    case "overview":
      return "#/overview";
    case "add":
      return "#/add";
    case "settings":
      return route.section === "" ? "#/settings" : `#/settings/${encodeURIComponent(route.section)}`;
    case "judge":
      return "#/judge";
    case "guide":
      return route.step === "" ? "#/guide" : `#/guide/${encodeURIComponent(route.step)}`;
    case "find":
      return "#/find";
    case "camera":
      return `#/cameras/${encodeURIComponent(route.id)}`;
    case "edit":
      return `#/cameras/${encodeURIComponent(route.id)}/edit`;
    case "actions":
      return "#/actions";
    case "action":
      return `#/actions/${encodeURIComponent(route.id)}`;
    case "newAction":
      return `#/actions/new/${encodeURIComponent(route.kind)}`;
    case "rule":
      return `#/rules/${encodeURIComponent(route.id)}`;
    case "newRule":
      return "#/rules/new";
    case "arming":
    case "playback":
      return `#/cameras/${encodeURIComponent(route.id)}/${route.view}`;
    case "events":
      return "#/events";
    case "event":
      return `#/events/${route.id}`;
  }
}

export const route = signal<Route>({ view: "wall" });

/** Follows the address bar. */
export function startRouting(): void {
  const follow = (): void => {
    route.value = parseRoute(location.hash);
  };
  addEventListener("hashchange", follow);
  follow();
}

export function go(to: Route): void {
  location.hash = linkTo(to);
}
