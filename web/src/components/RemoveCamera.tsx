// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Removing a camera, with all that is shown of it.
import { api } from "../api/client";
import type * as Api from "../api/types";
import { go } from "../lib/route";
import { whileLeaving } from "../state/cameras";
import { dropEventsOf } from "../state/events";
import { text } from "../text";
import { RemoveThing } from "./RemoveThing";

export function RemoveCamera({ camera }: { camera: Api.Camera }) {
  const remove = async (): Promise<void> => {
    await whileLeaving(camera.id, () => api.removeCamera(camera.id));
    dropEventsOf(camera.id);
    go({ view: "wall" });
  };
  return (
    <RemoveThing
      label={text.form.remove}
      question={text.form.removeQuestion(camera.name)}
      remove={remove}
    />
  );
}
