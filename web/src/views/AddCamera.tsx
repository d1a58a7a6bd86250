// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Adding a camera. What comes of it shows on the camera's own page.
import { CameraForm } from "../components/CameraForm";
import { PageTitle } from "../components/PageTitle";
import { api } from "../api/client";
import { newCamera, settingsOf, type CameraFormValues } from "../lib/cameraForm";
import { go, linkTo } from "../lib/route";
import { cameraIds, putCamera } from "../state/cameras";
import { text } from "../text";

const DEMO: Partial<CameraFormValues> = { name: "Demo", url: text.wall.demoUrl };

async function add(values: CameraFormValues): Promise<void> {
  const camera = await api.addCamera(settingsOf(values));
  putCamera(camera);
  go({ view: "camera", id: camera.id });
}

export function AddCamera() {
  const first = cameraIds.value?.length === 0;
  return (
    <div class="narrow">
      <PageTitle
        title={text.form.addTitle}
        back={{ href: linkTo({ view: "wall" }), label: text.camera.back }}
      />
      <CameraForm
        initial={newCamera}
        hasPassword={false}
        submitLabel={text.form.add}
        cancelTo={{ view: "wall" }}
        send={add}
        {...(first ? { example: demoExample } : {})}
      />
    </div>
  );
}

function demoExample(fill: (values: Partial<CameraFormValues>) => void) {
  return (
    <p class="field-help form-example">
      {text.form.urlExample} <code>{text.wall.demoUrl}</code>{" "}
      <button type="button" class="link" onClick={() => fill(DEMO)}>
        {text.wall.useDemo}
      </button>
    </p>
  );
}
