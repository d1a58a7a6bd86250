// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What a log is searched for, and how a record of it is put in words.
import type * as Api from "../api/types";

export type Book = "audit" | "log";

export type LogFilter = {
  text: string;
  /** Of the audit log its kind, of the system log its major type; "" all. */
  kind: string;
  /** Of the audit log. */
  result: string;
  camera: string;
  /** Days as a date field has them, in local time; "" none. */
  from: string;
  to: string;
};

export const noFilter: LogFilter = { text: "", kind: "", result: "", camera: "", from: "", to: "" };

/** Query parameters of both logs. */
export function logQuery(book: Book, filter: LogFilter): URLSearchParams {
  const query = new URLSearchParams();
  const set = (name: string, value: string): void => {
    if (value !== "") query.set(name, value);
  };
  set("text", filter.text.trim());
  set(book === "audit" ? "kind" : "major", filter.kind);
  if (book === "audit") set("result", filter.result);
  set("camera", filter.camera);
  if (filter.from !== "") set("from", String(Date.parse(`${filter.from}T00:00:00`) / 1000));
  if (filter.to !== "") set("to", String(Date.parse(`${filter.to}T23:59:59.999`) / 1000));
  return query;
}

const shown = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value ?? null);

/** "name: a → b" for each member. */
export function changeLines(changes: Api.AuditRecord["changes"]): string[] {
  return Object.entries(changes).map(([name, change]) => {
    if (!("old" in change)) return `${name}: ${shown(change["new"])}`;
    if (!("new" in change)) return `${name}: ${shown(change["old"])} →`;
    return `${name}: ${shown(change["old"])} → ${shown(change["new"])}`;
  });
}
