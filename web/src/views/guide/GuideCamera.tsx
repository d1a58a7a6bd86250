// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Step of the guide: a camera is found in the network, or its address is typed.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import type * as Api from "../../api/types";
import { LoginFields, PlaceFields } from "../../components/CameraForm";
import { Choice } from "../../components/Choice";
import { ErrorNotice } from "../../components/ErrorNotice";
import { Finder } from "../../components/Finder";
import { useLoad } from "../../components/useLoad";
import { useSubmit } from "../../components/useSubmit";
import { changesOf, newCamera, settingsOf, valuesOf } from "../../lib/cameraForm";
import { guide, noteGuide } from "../../lib/guide";
import { go } from "../../lib/route";
import { cameraSignal, putCamera } from "../../state/cameras";
import { text } from "../../text";

const words = text.guide;

function seen(camera: string): void {
  noteGuide("picture", { camera });
  go({ view: "guide", step: "picture" });
}

export function GuideCamera() {
  const known = guide.value?.camera ?? null;
  const [way, setWay] = useState<"find" | "type">(known === null ? "find" : "type");
  return (
    <>
      <p class="quiet">{words.cameraIntro}</p>
      <div class="guide-choice">
        <Choice label={words.way} options={words.ways} value={way} onChange={setWay} />
      </div>
      {way === "find" ? <Finder added={(ids) => ids[0] !== undefined && seen(ids[0])} /> : <Typed />}
    </>
  );
}

/** The camera that was made here is changed, not made twice. */
function Typed() {
  const made = cameraSignal(guide.value?.camera ?? "")?.peek();
  return made ? <Made id={made.id} /> : <Address known={null} />;
}

/** Its present version: what the stream tells of has none. */
function Made({ id }: { id: string }) {
  const { value, error } = useLoad(() => api.camera(id));
  return value ? <Address known={value} /> : <ErrorNotice error={error} />;
}

/** known: as it was when the form opened; null: a new camera. */
function Address({ known }: { known: Api.Camera | null }) {
  const [before] = useState(known ? valuesOf(known) : newCamera);
  const [values, setValues] = useState(before);
  const set = (change: Partial<typeof values>): void => setValues({ ...values, ...change });
  const { busy, error, onSubmit } = useSubmit(async () => {
    const camera = known
      ? await api.changeCamera(known.id, changesOf(before, values), known)
      : await api.addCamera(settingsOf(values));
    putCamera(camera);
    seen(camera.id);
  });
  return (
    <form class="form panel" onSubmit={onSubmit} autocomplete="off">
      <PlaceFields values={values} set={set} urlHelp={words.urlHelp} />
      <LoginFields
        values={values}
        set={set}
        userHelp={words.userHelp}
        kept={known?.has_password ?? false}
      />
      <ErrorNotice error={error} />
      <div class="form-actions">
        <button type="submit" class="button button-main" disabled={busy}>
          {words.see}
        </button>
      </div>
    </form>
  );
}
