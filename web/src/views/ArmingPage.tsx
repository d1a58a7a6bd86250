// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// When one camera is armed: now, by hand, and by its schedule.
import { useEffect, useState } from "preact/hooks";
import { api, type Arming } from "../api/client";
import type * as Api from "../api/types";
import { ArmedNow } from "../components/ArmedNow";
import { ArmingEditor } from "../components/ArmingEditor";
import { ErrorNotice } from "../components/ErrorNotice";
import { PageTitle } from "../components/PageTitle";
import { linkTo } from "../lib/route";
import { cameraIds, cameraSignal } from "../state/cameras";
import { text } from "../text";
import { NotFound } from "./NotFound";

/** A period begins and ends on the minute; nobody waits for it here. */
const REFRESH_MS = 5000;

export function ArmingPage({ id }: { id: string }) {
  const [arming, setArming] = useState<Arming | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    let gone = false;
    const read = (): void =>
      void api.arming(id).then((now) => gone || setArming(now), (failure) => gone || setError(failure));
    read();
    const timer = window.setInterval(read, REFRESH_MS);
    return () => {
      gone = true;
      window.clearInterval(timer);
    };
  }, [id]);

  const camera = cameraSignal(id)?.value;
  if (!camera && cameraIds.value !== null) {
    return <NotFound title={text.camera.notFound} hint={text.camera.notFoundHint} />;
  }
  /** of: what was there when the change was begun, where it matters. */
  const set = async (change: Api.ArmingSchedule, of?: Arming): Promise<void> => {
    setArming(await api.setArming(id, change, of));
    setError(null);
  };
  return (
    <div class="arming-page">
      <PageTitle
        title={text.arming.title(camera?.name ?? id)}
        back={{ href: linkTo({ view: "camera", id }), label: camera?.name ?? id }}
      />
      <ErrorNotice error={arming ? null : error} />
      {arming ? (
        <>
          <ArmedNow arming={arming} set={set} />
          <ArmingEditor arming={arming} save={set} />
        </>
      ) : (
        error === null && <p class="quiet">{text.loading}</p>
      )}
    </div>
  );
}
