// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Pictures of any camera, judged one by one as they are.
import { useState } from "preact/hooks";
import { Choice } from "../components/Choice";
import { DropPictures } from "../components/DropPictures";
import { JudgedTable } from "../components/JudgedTable";
import { PageTitle } from "../components/PageTitle";
import { useJudge } from "../components/useJudge";
import { saveText } from "../lib/download";
import { countJudged, csvOfJudged, PICTURES_MAX, worstFirst } from "../lib/judge";
import { linkTo } from "../lib/route";
import { text } from "../text";

const words = text.judge;

export function JudgePictures() {
  const { list, add, clear } = useJudge();
  const [order, setOrder] = useState<keyof typeof words.orders>("given");
  const counts = countJudged(list);
  const done = list.length - counts.waiting;
  return (
    <>
      <PageTitle
        title={words.title}
        back={{ href: linkTo({ view: "wall" }), label: text.camera.back }}
      />
      <DropPictures add={add} />
      {list.length > 0 && (
        <>
          <div class="judged-head" data-judging={counts.waiting > 0}>
            <p role="status">
              {words.counts(done, list.length)}
              {" · "}
              {words.verdicts(counts.CLEAR, counts.BLURRY, counts["NOT ASSESSABLE"], counts.failed)}
              {list.length >= PICTURES_MAX && ` ${words.noMore(PICTURES_MAX)}`}
            </p>
            {counts.waiting > 0 && (
              <progress max={list.length} value={done} aria-label={words.progress} />
            )}
            <Choice
              label={words.order}
              options={words.orders}
              value={order}
              onChange={setOrder}
            />
            <button
              type="button"
              class="button"
              disabled={done === 0}
              onClick={() => saveText("judged.csv", "text/csv", csvOfJudged(list))}
            >
              {words.exportCsv}
            </button>
            <button type="button" class="button" onClick={clear}>
              {words.clear}
            </button>
          </div>
          <JudgedTable list={order === "worst" ? worstFirst(list) : list} />
        </>
      )}
    </>
  );
}
