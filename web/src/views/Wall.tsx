// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// All cameras at a glance, and beside them the newest events.
import { CameraTile } from "../components/CameraTile";
import { EmptyState } from "../components/EmptyState";
import { EventCard } from "../components/EventCard";
import { Icon } from "../components/Icon";
import { PageTitle } from "../components/PageTitle";
import { go, linkTo } from "../lib/route";
import { cameraIds } from "../state/cameras";
import { events } from "../state/events";
import { may } from "../state/session";
import { text } from "../text";

const EVENTS_SHOWN = 6;

export function Wall() {
  const ids = cameraIds.value;
  if (ids === null) return <p class="quiet">{text.loading}</p>;
  if (ids.length === 0) {
    if (may("administrator")) return <FirstCamera />;
    return <EmptyState icon="camera" title={text.wall.none} hint={text.wall.noneHint} />;
  }
  return (
    <>
      <PageTitle title={text.wall.title}>
        <div class="form-actions">
          <a class="button" href={linkTo({ view: "live" })}>
            <Icon name="show" />
            {text.live.wall.title}
          </a>
          <a class="button button-quiet" href={linkTo({ view: "judge" })}>
            {text.judge.title}
          </a>
          {may("administrator") && <NewCameras />}
        </div>
      </PageTitle>
      <div class="wall-and-events">
        <div class={`wall wall-${size(ids.length)}`}>
          {ids.map((id) => (
            <CameraTile key={id} id={id} />
          ))}
        </div>
        <RecentEvents />
      </div>
    </>
  );
}

function NewCameras() {
  return (
    <>
      <a class="button" href={linkTo({ view: "find" })}>
        <Icon name="find" />
        {text.find.title}
      </a>
      <a class="button" href={linkTo({ view: "add" })}>
        <Icon name="plus" />
        {text.nav.addCamera}
      </a>
    </>
  );
}

/** Few cameras are shown large. */
function size(count: number): string {
  if (count === 1) return "one";
  return count <= 4 ? "few" : "many";
}

function RecentEvents() {
  const recent = events.value;
  if (recent === null) return null;
  return (
    <section class="side" aria-labelledby="recent">
      <div class="side-head">
        <h2 id="recent">{text.wall.recent}</h2>
        {recent.length > 0 && <a href={linkTo({ view: "events" })}>{text.wall.allEvents}</a>}
      </div>
      {recent.length === 0 ? (
        <EmptyState icon="event" title={text.events.none} hint={text.events.noneHint} />
      ) : (
        recent.slice(0, EVENTS_SHOWN).map((e) => <EventCard key={e.id} event={e} compact />)
      )}
    </section>
  );
}

function FirstCamera() {
  return (
    <section class="first">
      <PageTitle title={text.wall.emptyTitle} />
      <p class="first-intro">{text.wall.emptyIntro}</p>
      <ol class="first-steps">
        {text.wall.emptySteps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p class="form-actions">
        <button type="button" class="button button-main" onClick={() => go({ view: "find" })}>
          <Icon name="find" />
          {text.find.title}
        </button>
        <button type="button" class="button" onClick={() => go({ view: "add" })}>
          <Icon name="plus" />
          {text.nav.addCamera}
        </button>
      </p>
      <p class="first-demo">
        {text.wall.emptyDemo} <code>{text.wall.demoUrl}</code>
      </p>
    </section>
  );
}
