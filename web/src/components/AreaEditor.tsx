// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Where a camera is watched: detection areas and shields, drawn on its live picture.
import { useEffect, useState } from "preact/hooks";
import { api } from "../api/client";
import type * as Api from "../api/types";
import {
  countOf,
  POINTS_MAX,
  POINTS_MIN,
  rectangle,
  settingsOfShapes,
  shapesOf,
  SHAPES_MAX,
  type Kind,
  type Point,
  type Shape,
} from "../lib/areas";
import { cameraSignal, putCamera } from "../state/cameras";
import { text } from "../text";
import { AreaOverlay } from "./AreaOverlay";
import { ErrorNotice } from "./ErrorNotice";
import { LivePicture } from "./LivePicture";
import { useSubmit } from "./useSubmit";

const words = text.areas;
const UNDO_MAX = 100;
/** Until the first picture says how large it is. */
const NO_SIZE = { width: 1920, height: 1080 };

type Drawing = { shapes: Shape[]; before: Shape[][]; stored: Shape[] };
type Draft = { kind: Kind; points: readonly Point[] };

export function AreaEditor(props: { camera: Api.Camera }) {
  const { id, name } = props.camera;
  const status = (cameraSignal(id)?.value ?? props.camera).status;
  const [drawing, setDrawing] = useState<Drawing>(() => {
    const stored = shapesOf(props.camera);
    return { shapes: stored, before: [], stored };
  });
  const [shown, show] = useState<Shape[] | null>(null);
  const [selected, select] = useState(-1);
  const [draft, setDraft] = useState<Draft | null>(null);
  const { busy, error, onSubmit } = useSubmit(async () => {
    putCamera(await api.changeCamera(id, settingsOfShapes(drawing.shapes), props.camera));
    setDrawing((now) => ({ ...now, stored: drawing.shapes }));
  });
  const commit = (shapes: Shape[]): void => {
    setDrawing((now) => ({
      ...now,
      shapes,
      before: [...now.before, now.shapes].slice(-UNDO_MAX),
    }));
    if (selected >= shapes.length) select(-1);
  };
  const add = (shape: Shape): void => {
    commit([...drawing.shapes, shape]);
    select(drawing.shapes.length);
  };
  const endDraft = (): void => {
    if (draft && draft.points.length >= POINTS_MIN) add(draft);
    else if (draft?.points.length === 0) add(rectangle(draft.kind));
    setDraft(null);
  };
  const undo = (): void => {
    if (draft) {
      setDraft(draft.points.length > 0 ? { ...draft, points: draft.points.slice(0, -1) } : null);
      return;
    }
    setDrawing((now) => {
      const shapes = now.before.at(-1);
      return shapes ? { ...now, shapes, before: now.before.slice(0, -1) } : now;
    });
    select(-1);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const draws = draft && !(event.target instanceof HTMLButtonElement);
    if (event.key === "z" && (event.ctrlKey || event.metaKey)) undo();
    else if (event.key === "Escape" && draft) setDraft(null);
    else if (event.key === "Enter" && draws) endDraft();
    else return;
    event.preventDefault();
  };
  // Leaving with something unsaved is asked about by the browser.
  const unsaved = drawing.shapes !== drawing.stored;
  useEffect(() => {
    if (!unsaved) return;
    const keep = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener("beforeunload", keep);
    return () => removeEventListener("beforeunload", keep);
  }, [unsaved]);

  const size = status.width > 0 ? status : NO_SIZE;
  return (
    <section class="panel area-editor" aria-labelledby="areas-title" onKeyDown={onKeyDown}>
      <h2 id="areas-title">{words.title}</h2>
      <p class="field-help">{words.help}</p>
      <div class="camera-picture area-picture">
        <LivePicture
          id={id}
          name={name}
          watching={status.state === "watching"}
          hasPicture={status.picture_time !== null}
          hasVideo={status.live_video}
          stream={status.reconnects}
        />
        <AreaOverlay
          width={size.width}
          height={size.height}
          shapes={shown ?? drawing.shapes}
          selected={selected}
          select={select}
          show={show}
          commit={commit}
          draft={draft?.points ?? null}
          addToDraft={(at) =>
            setDraft((now) =>
              now && now.points.length < POINTS_MAX ? { ...now, points: [...now.points, at] } : now,
            )
          }
          endDraft={endDraft}
        />
      </div>
      <p class="field-help" role="status">
        {draft ? words.drawing(draft.kind) : unsaved ? words.unsaved : words.state(drawing.shapes.length)}
      </p>
      <form class="form-actions" onSubmit={onSubmit}>
        {draft ? (
          <>
            <button type="button" class="button button-main" onClick={endDraft}>
              {draft.points.length === 0 ? words.rectangle : words.finish}
            </button>
            <button type="button" class="button" onClick={() => setDraft(null)}>
              {text.form.cancel}
            </button>
          </>
        ) : (
          (["areas", "shields"] as const).map((kind) => (
            <button
              key={kind}
              type="button"
              class="button"
              disabled={countOf(drawing.shapes, kind) >= SHAPES_MAX}
              onClick={() => setDraft({ kind, points: [] })}
            >
              {words.draw[kind]}
            </button>
          ))
        )}
        <button
          type="button"
          class="button"
          disabled={draft ? false : drawing.before.length === 0}
          onClick={undo}
        >
          {words.undo}
        </button>
        <button
          type="button"
          class="button"
          disabled={selected < 0 || draft !== null}
          onClick={() => commit(drawing.shapes.filter((_, i) => i !== selected))}
        >
          {words.remove}
        </button>
        <button type="submit" class="button button-main" disabled={busy || !unsaved || !!draft}>
          {words.save}
        </button>
      </form>
      <ErrorNotice error={error} />
    </section>
  );
}
