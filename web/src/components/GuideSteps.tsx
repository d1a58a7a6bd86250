// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Where in the guide one is. Steps that one has come to can be gone back to.
import { guide, guideSteps, later, type GuideStep } from "../lib/guide";
import { linkTo } from "../lib/route";
import { text } from "../text";

export function GuideSteps({ now }: { now: GuideStep }) {
  const furthest = guide.value?.step ?? now;
  return (
    <ol class="guide-steps" aria-label={text.guide.steps.label}>
      {guideSteps.map((step) => {
        const open = step !== "password" && step !== now && !later(step, furthest);
        const done = later(now, step) || later(furthest, step);
        return (
          <li
            key={step}
            class={done ? "guide-step guide-step-done" : "guide-step"}
            aria-current={step === now ? "step" : undefined}
          >
            {open && now !== "password" ? (
              <a href={linkTo({ view: "guide", step })}>{text.guide.steps[step]}</a>
            ) : (
              <span>{text.guide.steps[step]}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
