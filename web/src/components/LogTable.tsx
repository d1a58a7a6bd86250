// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Records of the audit log, or lines of the system log.
import type * as Api from "../api/types";
import { changeLines } from "../lib/log";
import { formatMoment, seconds } from "../lib/time";
import { now_s } from "../state/now";
import { text } from "../text";

const words = text.log;

const moment = (time: string): string => formatMoment(seconds(time), now_s.peek());

const nameIn = (names: Readonly<Record<string, string>>, name: string): string =>
  Object.hasOwn(names, name) ? (names[name] ?? name) : name;

/** Scrolls sideways where it is too wide; so it must be reached by keyboard. */
function Frame({ heads, children }: { heads: readonly string[]; children: preact.ComponentChildren }) {
  return (
    <div class="panel found" role="region" aria-label={text.settings.sections.log} tabIndex={0}>
      <table class="found-table log-table">
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

export function AuditTable({ records }: { records: readonly Api.AuditRecord[] }) {
  return (
    <Frame heads={[words.time, words.who, words.what, words.result, words.changed]}>
      {records.map((record) => (
        <tr key={record.seq} data-operation={record.operation}>
          <td class="log-time">
            {moment(record.time)}
            <br />
            <span class="quiet">{record.seq}</span>
          </td>
          <td>
            {record.user || words.nobody}
            <br />
            <span class="quiet">
              {[nameIn(words.by, record.via), record.address].filter(Boolean).join(", ")}
            </span>
          </td>
          <td>
            {record.operation}
            <br />
            <span class="quiet log-target">{record.target}</span>
          </td>
          <td>
            {nameIn(words.results, record.result)}
            {record.text !== "" && (
              <>
                <br />
                <span class="quiet">{record.text}</span>
              </>
            )}
          </td>
          <td class="log-changes">
            {changeLines(record.changes).map((line) => (
              <div key={line}>{line}</div>
            ))}
          </td>
        </tr>
      ))}
    </Frame>
  );
}

export function LineTable({ lines }: { lines: readonly Api.LogLine[] }) {
  return (
    <Frame heads={[words.time, words.type, words.line]}>
      {lines.map((line) => (
        <tr key={line.id} data-minor={line.minor}>
          <td class="log-time">{moment(line.time)}</td>
          <td>
            {nameIn(words.majors, line.major)}
            <br />
            <span class="quiet">{line.minor}</span>
          </td>
          <td class="log-changes">{line.text}</td>
        </tr>
      ))}
    </Frame>
  );
}
