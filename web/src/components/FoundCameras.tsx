// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The cameras that a scan found: what each is, how its picture is, and whether it is to be watched.
import { useState } from "preact/hooks";
import { api, foundPictureUrl } from "../api/client";
import type * as Api from "../api/types";
import { canAdd, nameOf } from "../lib/find";
import { linkTo } from "../lib/route";
import { percent, text } from "../text";
import { inWords } from "../text/said";
import { EmptyState } from "./EmptyState";
import { ErrorNotice } from "./ErrorNotice";
import { useSubmit } from "./useSubmit";
import { VerdictBadge } from "./Verdict";

const words = text.find;

type Results = ReadonlyMap<number, Api.ScanAdded["results"][number]>;

/** changed: with the cameras that were added, or were there already. */
type Props = { found: readonly Api.FoundCamera[]; over: boolean; changed: (ids: readonly string[]) => void };

export function FoundCameras({ found, over, changed }: Props) {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [results, setResults] = useState<Results>(new Map());
  const addable = found.filter(canAdd);
  const wanted = addable.filter(({ id }) => chosen.has(id));
  const { busy, error, onSubmit } = useSubmit(async () => {
    const answer = await api.addFound(wanted.map(({ id }) => id));
    setResults(new Map([...results, ...answer.results.map((one) => [one.id, one] as const)]));
    setChosen(new Set());
    changed(answer.results.flatMap((one) => one.camera_id ?? []));
  });
  const toggle = (id: number, on: boolean): void => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  if (found.length === 0) {
    return over ? <EmptyState icon="camera" title={words.none} hint={words.noneHint} /> : null;
  }
  return (
    <form onSubmit={onSubmit}>
      <div class="panel found">
        <table class="found-table">
          <Head
            all={addable.length > 0 && wanted.length === addable.length}
            none={addable.length === 0}
            choose={(on) => setChosen(new Set(on ? addable.map(({ id }) => id) : []))}
          />
          <tbody>
            {found.map((one) => (
              <Row
                key={one.id}
                found={one}
                result={results.get(one.id)}
                chosen={chosen.has(one.id)}
                toggle={(on) => toggle(one.id, on)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <ErrorNotice error={error} />
      <p class="form-actions">
        <button
          type="submit"
          class="button button-main"
          disabled={busy || wanted.length === 0}
        >
          {words.add(wanted.length)}
        </button>
      </p>
    </form>
  );
}

type HeadProps = { all: boolean; none: boolean; choose: (on: boolean) => void };

function Head({ all, none, choose }: HeadProps) {
  const { columns } = words;
  return (
    <thead>
      <tr>
        <th scope="col">
          <input
            type="checkbox"
            aria-label={words.chooseAll}
            title={words.chooseAll}
            checked={all}
            disabled={none}
            onChange={(change) => choose(change.currentTarget.checked)}
          />
        </th>
        <th scope="col">{columns.picture}</th>
        <th scope="col">{columns.camera}</th>
        <th scope="col">{columns.address}</th>
        <th scope="col">{columns.size}</th>
        <th scope="col">{columns.verdict}</th>
      </tr>
    </thead>
  );
}

type RowProps = {
  found: Api.FoundCamera;
  result: Api.ScanAdded["results"][number] | undefined;
  chosen: boolean;
  toggle: (on: boolean) => void;
};

function Row({ found, result, chosen, toggle }: RowProps) {
  const name = nameOf(found, words.unknownBrand);
  return (
    <tr data-found={found.address}>
      <td>
        {canAdd(found) && (
          <input
            type="checkbox"
            aria-label={words.choose(`${name}, ${found.address}`)}
            checked={chosen}
            onChange={(change) => toggle(change.currentTarget.checked)}
          />
        )}
      </td>
      <td>
        {found.has_picture && (
          <img class="found-picture" src={foundPictureUrl(found.id)} alt={words.pictureOf(name)} />
        )}
      </td>
      <th scope="row">
        {found.camera_id === null ? (
          name
        ) : (
          <a href={linkTo({ view: "camera", id: found.camera_id })}>{name}</a>
        )}
        <Watched found={found} result={result} />
      </th>
      <td>
        {found.address}
        {found.channel > 1 && <p class="found-reason">{words.channel(found.channel)}</p>}
      </td>
      <td>{found.width > 0 && text.camera.pixels(found.width, found.height)}</td>
      <td>
        <Judged found={found} />
      </td>
    </tr>
  );
}

function Watched({ found, result }: Pick<RowProps, "found" | "result">) {
  if (result?.result === "failed") {
    return (
      <p class="found-reason" role="alert">
        {inWords(result.error)} {inWords(result.hint)}
      </p>
    );
  }
  if (found.camera_id === null) return null;
  const said =
    result?.result === "added"
      ? words.added
      : result?.result === "moved"
        ? words.moved
        : words.watched;
  return <p class="found-reason">{said}</p>;
}

function Judged({ found }: { found: Api.FoundCamera }) {
  if (found.camera.state !== "ok") {
    return (
      <>
        <span class="badge tone-lost">{words.fails[found.camera.state]}</span>
        {found.error && <p class="found-reason">{inWords(found.error)}</p>}
      </>
    );
  }
  return (
    <>
      <VerdictBadge verdict={found.verdict} />
      {found.blur_probability !== null && (
        <p class="found-reason">
          {text.camera.blurProbability}: {percent(found.blur_probability)}
        </p>
      )}
      {found.reason !== "" && <p class="found-reason">{inWords(found.reason)}</p>}
    </>
  );
}
