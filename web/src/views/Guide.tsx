// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The guide of the first start: from the password to the first camera that is watched.
import type { FunctionComponent } from "preact";
import { useEffect } from "preact/hooks";
import { GuideSteps } from "../components/GuideSteps";
import { PageTitle } from "../components/PageTitle";
import { endGuide, noteGuide, stepOf, guide, type GuideStep } from "../lib/guide";
import { go, linkTo } from "../lib/route";
import { cameraIds } from "../state/cameras";
import { may } from "../state/session";
import { text } from "../text";
import { GuideAlarm } from "./guide/GuideAlarm";
import { GuideCamera } from "./guide/GuideCamera";
import { GuideDone } from "./guide/GuideDone";
import { GuidePicture } from "./guide/GuidePicture";
import { GuidePlace } from "./guide/GuidePlace";

const words = text.guide;

const views: Record<Exclude<GuideStep, "password">, FunctionComponent> = {
  place: GuidePlace,
  camera: GuideCamera,
  picture: GuidePicture,
  alarm: GuideAlarm,
  done: GuideDone,
};

export function Guide({ step: name }: { step: string }) {
  const step = stepOf(name, guide.value);
  useEffect(() => {
    noteGuide(step);
  }, [step]);
  if (step === "password" || cameraIds.value === null) return <p class="quiet">{text.loading}</p>;
  const View = views[step];
  return (
    <div class="guide">
      <GuideSteps now={step} />
      <PageTitle key={step} title={words.titles[step]}>
        {step !== "done" && (
          <a class="button button-quiet" href={linkTo({ view: "wall" })} title={words.leaveHelp}>
            {words.leave}
          </a>
        )}
      </PageTitle>
      <View key={step} />
    </div>
  );
}

/** On other pages, while it is not over: the way back to it. */
export function GuideNotice() {
  const state = guide.value;
  if (state === null || state.step === "done" || !may("administrator")) return null;
  return (
    <aside class="guide-notice panel" aria-label={words.label}>
      <p>{words.waits(words.steps[state.step])}</p>
      <button
        type="button"
        class="button button-small button-main"
        onClick={() => go({ view: "guide", step: "" })}
      >
        {words.resume}
      </button>
      <button type="button" class="button button-small button-quiet" onClick={endGuide}>
        {words.end}
      </button>
    </aside>
  );
}
