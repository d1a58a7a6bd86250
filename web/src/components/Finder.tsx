// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Looks for the cameras of a network, and has them watched. The frame around it is the view's.
import { useState } from "preact/hooks";
import type * as Api from "../api/types";
import { formatDuration } from "../lib/time";
import { text } from "../text";
import { inWords } from "../text/said";
import { ErrorNotice } from "./ErrorNotice";
import { FindForm } from "./FindForm";
import { FoundCameras } from "./FoundCameras";
import { Icon } from "./Icon";
import { useScan } from "./useScan";

const words = text.find;

/** added: the cameras that are watched now, by their ids. */
export function Finder({ added }: { added?: (ids: readonly string[]) => void }) {
  const { scan, error, start, cancel, look } = useScan();
  const [again, setAgain] = useState(false);
  const order = async (what: Api.ScanRequest): Promise<void> => {
    await start(what);
    setAgain(false);
  };
  const asks = scan !== null && (scan.state === "idle" || again);
  return (
    <>
      <ErrorNotice error={error} />
      {scan === null && error === null && <p class="quiet">{text.loading}</p>}
      {asks && <FindForm start={order} />}
      {scan !== null && !asks && <Progress {...{ scan, cancel }} again={() => setAgain(true)} />}
      {scan !== null && scan.state !== "idle" && (
        <FoundCameras
          found={scan.found}
          over={scan.state !== "running"}
          changed={(ids) => {
            look();
            added?.(ids);
          }}
        />
      )}
    </>
  );
}

type ProgressProps = { scan: Api.Scan; cancel: () => void; again: () => void };

function Progress({ scan, cancel, again }: ProgressProps) {
  const { progress, state } = scan;
  if (state === "running") {
    return (
      <div class="find-progress" data-scan={state}>
        <progress
          aria-label={words.running}
          max={progress.addresses + progress.hosts}
          value={progress.addresses_done + progress.hosts_done}
        />
        <p class="quiet" role="status">
          {words.progress(progress.addresses_done, progress.addresses, progress.cameras)}
          {scan.seconds_left !== null && ` · ${words.left(formatDuration(scan.seconds_left))}`}
        </p>
        <p>
          <button type="button" class="button" onClick={cancel}>
            {words.cancel}
          </button>
        </p>
      </div>
    );
  }
  return (
    <div class="find-progress" data-scan={state}>
      {state === "failed" ? (
        <div class="notice tone-lost" role="alert">
          <Icon name="lost" />
          <div>
            <p class="notice-message">{inWords(scan.error)}</p>
            <p class="notice-hint">{inWords(scan.hint)}</p>
          </div>
        </div>
      ) : (
        <p class="quiet" role="status">
          {state === "cancelled" ? words.states.cancelled : words.states.done}{" "}
          {words.result(scan.found.length)}
        </p>
      )}
      <p>
        <button type="button" class="button" onClick={again}>
          {words.again}
        </button>
      </p>
    </div>
  );
}
