// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The settings of a camera, and its removal.
import { useState } from "preact/hooks";
import { api } from "../api/client";
import type * as Api from "../api/types";
import { AreaEditor } from "../components/AreaEditor";
import { CameraForm } from "../components/CameraForm";
import { ErrorNotice } from "../components/ErrorNotice";
import { PageTitle } from "../components/PageTitle";
import { RemoveCamera } from "../components/RemoveCamera";
import { useLoad } from "../components/useLoad";
import { changesOf, valuesOf, type CameraFormValues } from "../lib/cameraForm";
import { go, linkTo, type Route } from "../lib/route";
import { cameraIds, cameraSignal, putCamera } from "../state/cameras";
import { text } from "../text";
import { NotFound } from "./NotFound";

export function EditCamera({ id }: { id: string }) {
  if (cameraIds.value === null) return <p class="quiet">{text.loading}</p>;
  if (!cameraSignal(id)?.peek()) {
    return <NotFound title={text.camera.notFound} hint={text.camera.notFoundHint} />;
  }
  return <Load key={id} id={id} />;
}

/** Its present version: what the stream tells of has none. */
function Load({ id }: { id: string }) {
  const { value, error } = useLoad(() => api.camera(id));
  if (!value) return error === null ? <p class="quiet">{text.loading}</p> : <ErrorNotice error={error} />;
  return <Settings camera={value} />;
}

function Settings(props: { camera: Api.Camera }) {
  // As it was when the form opened: a form must not change under the fingers.
  const [camera] = useState(props.camera);
  const [initial] = useState(() => valuesOf(camera));
  const back: Route = { view: "camera", id: camera.id };
  const save = async (values: CameraFormValues): Promise<void> => {
    putCamera(await api.changeCamera(camera.id, changesOf(initial, values), camera));
    go(back);
  };
  return (
    <div class="narrow">
      <PageTitle
        title={text.form.editTitle(camera.name)}
        back={{ href: linkTo(back), label: camera.name }}
      />
      <CameraForm
        camera={camera.id}
        initial={initial}
        hasPassword={camera.has_password}
        submitLabel={text.form.save}
        cancelTo={back}
        send={save}
      />
      <AreaEditor camera={camera} />
      <RemoveCamera camera={camera} />
    </div>
  );
}
