// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The log: who did what, and what the program said of itself.
import { useState } from "preact/hooks";
import { api, DIAGNOSIS_URL, logExportUrl } from "../../api/client";
import type * as Api from "../../api/types";
import { Choice } from "../../components/Choice";
import { ErrorNotice } from "../../components/ErrorNotice";
import { LogFilters } from "../../components/LogFilters";
import { AuditTable, LineTable } from "../../components/LogTable";
import { SystemSettings } from "../../components/SystemSettings";
import { useLog, type LogRows } from "../../components/useLog";
import { logQuery, noFilter, type Book } from "../../lib/log";
import { text } from "../../text";
import { Syslog } from "./Syslog";

const words = text.log;
const KEPT = ["audit_days", "audit_max", "log_days", "log_max"] as const;

export function Log() {
  const [book, setBook] = useState<Book>("audit");
  const [filter, setFilter] = useState(noFilter);
  const query = logQuery(book, filter);
  return (
    <>
      <Choice
        label={words.which}
        options={words.books}
        value={book}
        onChange={(next: Book) => {
          setBook(next);
          setFilter({ ...filter, kind: "" });
        }}
      />
      <LogFilters book={book} filter={filter} onChange={setFilter} />
      {book === "audit" ? <Audit query={query} /> : <Lines query={query} />}
      <div class="form-actions">
        {(["csv", "jsonl"] as const).map((format) => (
          <a
            key={format}
            class="button button-small"
            href={logExportUrl(book, query, format)}
            download={`lenswatch-${book}.${format}`}
          >
            {format === "csv" ? words.exportCsv : words.exportJson}
          </a>
        ))}
        {book === "audit" && <Check />}
      </div>
      <section class="section" aria-labelledby="diagnosis">
        <h2 id="diagnosis">{words.diagnosis}</h2>
        <p class="quiet">{words.diagnosisHelp}</p>
        <p>
          <a class="button log-archive" href={DIAGNOSIS_URL} download="lenswatch-diagnosis.tar.gz">
            {words.diagnose}
          </a>
        </p>
      </section>
      <section class="section" aria-labelledby="logs-kept">
        <h2 id="logs-kept">{words.kept}</h2>
        <SystemSettings names={KEPT} />
      </section>
      <Syslog />
    </>
  );
}

function Audit({ query }: { query: URLSearchParams }) {
  const log = useLog(api.audit, query);
  return <Rows log={log}>{(rows) => <AuditTable records={rows} />}</Rows>;
}

function Lines({ query }: { query: URLSearchParams }) {
  const log = useLog(api.log, query);
  return <Rows log={log}>{(rows) => <LineTable lines={rows} />}</Rows>;
}

type RowsProps<T> = { log: LogRows<T>; children: (rows: T[]) => preact.VNode };

/** As high before they are read as after: what is below does not move away while it is clicked. */
function Rows<T>({ log, children }: RowsProps<T>) {
  return (
    <div class="log-rows">
      <ErrorNotice error={log.error} />
      {log.rows?.length === 0 && <p class="quiet">{words.none}</p>}
      {log.rows && log.rows.length > 0 && children(log.rows)}
      {log.older && (
        <p>
          <button type="button" class="button" onClick={log.older}>
            {words.older}
          </button>
        </p>
      )}
    </div>
  );
}

function Check() {
  const [verdict, setVerdict] = useState<Api.AuditVerdict | null>(null);
  const [error, setError] = useState<unknown>(null);
  return (
    <>
      <button
        type="button"
        class="button button-small"
        onClick={() => {
          setError(null);
          api.verifyAudit().then(setVerdict, setError);
        }}
      >
        {words.check}
      </button>
      <ErrorNotice error={error} />
      {verdict && (
        <p role="status">
          {verdict.ok
            ? words.whole(verdict.records)
            : words.broken(verdict.broken, verdict.reason)}
        </p>
      )}
    </>
  );
}
