// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Pictures with their verdicts.
import { useEffect, useRef, useState } from "preact/hooks";
import { isFailed, type Judged } from "../lib/judge";
import { percent, text } from "../text";
import { inWords } from "../text/said";
import { HeatLegend, HeatMap } from "./HeatMap";
import { useVisible } from "./useVisible";
import { VerdictBadge } from "./Verdict";

const words = text.judge;
const THUMB_WIDTH = 224;
const PAGE = 100;

export function JudgedTable({ list }: { list: readonly Judged[] }) {
  const [shown, setShown] = useState(PAGE);
  const [mapped, setMapped] = useState(true);
  return (
    <div class="panel found">
      <div class="judged-map">
        <label class="check">
          <input
            type="checkbox"
            name="judged-map"
            checked={mapped}
            onChange={(event) => setMapped(event.currentTarget.checked)}
          />
          <span>{words.map}</span>
        </label>
        {mapped && <HeatLegend scale="blur" />}
      </div>
      <table class="found-table judged-table">
        <thead>
          <tr>
            <th scope="col">
              <span class="visually-hidden">{text.find.columns.picture}</span>
            </th>
            <th scope="col">{words.name}</th>
            <th scope="col">{text.find.columns.verdict}</th>
            <th scope="col">{text.camera.blurProbability}</th>
            <th scope="col">{text.conditions.reason}</th>
          </tr>
        </thead>
        <tbody>
          {list.slice(0, shown).map((one) => (
            <Row key={one.id} judged={one} mapped={mapped} />
          ))}
        </tbody>
      </table>
      {list.length > shown && (
        <button type="button" class="button" onClick={() => setShown(shown + PAGE)}>
          {words.more(list.length - shown)}
        </button>
      )}
    </div>
  );
}

function Row({ judged, mapped }: { judged: Judged; mapped: boolean }) {
  const { name, file, answer, error } = judged;
  const failed = isFailed(judged);
  return (
    <tr data-judged={name}>
      <td>
        <span class="judged-thumb">
          <Thumb file={file} />
          {mapped && answer && !failed && <HeatMap of={tilesOf(answer)} scale="blur" />}
        </span>
      </td>
      <th scope="row" class="judged-name">
        {name}
        {!!answer?.width && !!answer.height && (
          <span class="quiet judged-size">{text.camera.pixels(answer.width, answer.height)}</span>
        )}
      </th>
      <td>
        {failed ? (
          <span class="badge tone-lost">{words.failed}</span>
        ) : answer ? (
          <VerdictBadge verdict={answer.verdict} />
        ) : (
          <span class="quiet">{words.waiting}</span>
        )}
      </td>
      <td>{!failed && answer?.blur_probability != null ? percent(answer.blur_probability) : ""}</td>
      <td class="judged-reason">{inWords(error || answer?.error || "") || (answer && reasonOf(answer))}</td>
    </tr>
  );
}

const tilesOf = ({ tiles_x = 0, tiles_y = 0, tiles = [] }: NonNullable<Judged["answer"]>) => ({
  tiles_x,
  tiles_y,
  tiles,
});

function reasonOf(answer: NonNullable<Judged["answer"]>): string {
  const { blur_kind: kind, psf_radius: radius } = answer;
  return [
    inWords(answer.reason),
    ...(kind ? [words.kinds[kind]] : []),
    ...(radius ? [words.radius(radius.toFixed(1))] : []),
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

/** Drawn by the page itself, when it is looked at; nothing where the browser cannot read it. */
function Thumb({ file }: { file: File }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const visible = useVisible(canvas);
  useEffect(() => {
    if (!visible) return;
    let gone = false;
    createImageBitmap(file, { resizeWidth: THUMB_WIDTH, resizeQuality: "medium" }).then(
      (picture) => {
        const element = canvas.current;
        if (element && !gone) {
          element.width = picture.width;
          element.height = picture.height;
          element.getContext("2d")?.drawImage(picture, 0, 0);
        }
        picture.close();
      },
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [visible, file]);
  return <canvas ref={canvas} class="found-picture" width={16} height={9} aria-hidden="true" />;
}
