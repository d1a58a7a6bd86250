// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Which view is shown: by access first, then by the address.
import { useEffect } from "preact/hooks";
import type * as Api from "../api/types";
import { Announcer } from "../components/Announcer";
import { ErrorNotice } from "../components/ErrorNotice";
import { Header } from "../components/Header";
import { Icon } from "../components/Icon";
import { SecondFactorDue } from "../components/SecondFactor";
import { route, type Route } from "../lib/route";
import { watchPresence } from "../state/presence";
import { connection, loadError, startLive, stopLive } from "../state/live";
import { access, may, startSession, type Role } from "../state/session";
import { text } from "../text";
import { Actions } from "./Actions";
import { Activation } from "./Activation";
import { AddCamera } from "./AddCamera";
import { ArmingPage } from "./ArmingPage";
import { CameraPage } from "./CameraPage";
import { EditAction, NewAction } from "./EditAction";
import { EditCamera } from "./EditCamera";
import { EditRule } from "./EditRule";
import { EventPage } from "./EventPage";
import { Events } from "./Events";
import { FindCameras } from "./FindCameras";
import { Gate } from "./Gate";
import { Guide, GuideNotice } from "./Guide";
import { JudgePictures } from "./JudgePictures";
import { LivePage } from "./LivePage";
import { LiveWall } from "./LiveWall";
import { Login } from "./Login";
import { MustChange } from "./MustChange";
import { NotYours } from "./NotFound";
import { Overview } from "./Overview";
import { Playback } from "./Playback";
import { Settings } from "./Settings";
import { Wall } from "./Wall";

export function App() {
  const now = access.value;
  switch (now.step) {
    case "starting":
      return <p class="quiet starting">{text.starting}</p>;
    case "away":
      return (
        <Gate title={text.away.title}>
          <p class="gate-intro" role="status">
            {text.away.hint}
          </p>
        </Gate>
      );
    case "activation":
      return <Activation />;
    case "login":
      return <Login over={now.over} />;
    case "in":
      if (now.session.must_change) return <MustChange why={now.session.must_change} />;
      if (!now.session.second_factor_due) return <Main session={now.session} />;
      return (
        <Gate title={text.secondFactor.title}>
          <SecondFactorDue done={() => void startSession()} />
        </Gate>
      );
  }
}

function Main({ session }: { session: Api.Session }) {
  useEffect(() => {
    startLive();
    return stopLive;
  }, []);
  useEffect(watchPresence, []);
  return (
    <>
      <a class="skip" href="#content" onClick={skip}>
        {text.skipToContent}
      </a>
      <Header session={session} />
      {connection.value === "away" && (
        <p class="banner" role="alert">
          <Icon name="lost" />
          {text.away.banner}
        </p>
      )}
      <main class="main" id="content">
        <ErrorNotice error={loadError.value} />
        {route.value.view !== "guide" && <GuideNotice />}
        <View />
      </main>
      <Announcer />
    </>
  );
}

/** The address after "#" says where we are, so the link must not change it. */
function skip(event: globalThis.Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>("#content h1")?.focus();
}

/** Whose a view is, where it is not everybody's: the daemon refuses the others all that it shows. */
const ROLES: Partial<Record<Route["view"], Role>> = {
  add: "administrator",
  find: "administrator",
  guide: "administrator",
  edit: "administrator",
  action: "administrator",
  newAction: "administrator",
  rule: "administrator",
  newRule: "administrator",
  actions: "operator",
};

function View() {
  const now = route.value;
  const role = ROLES[now.view];
  if (role && !may(role)) return <NotYours role={role} />;
  switch (now.view) {
    case "wall":
      return <Wall />;
    case "overview":
      return <Overview />;
    case "add":
      return <AddCamera />;
    case "settings":
      return <Settings section={now.section} />;
    case "judge":
      return <JudgePictures />;
    case "guide":
      return <Guide step={now.step} />;
    case "find":
      return <FindCameras />;
    case "camera":
      return <CameraPage key={now.id} id={now.id} />;
    case "live":
      return <LiveWall />;
    case "cameraLive":
      return <LivePage key={now.id} id={now.id} />;
    case "edit":
      return <EditCamera key={now.id} id={now.id} />;
    case "actions":
      return <Actions />;
    case "action":
      return <EditAction key={now.id} id={now.id} />;
    case "newAction":
      return <NewAction key={now.kind} kind={now.kind} />;
    case "rule":
      return <EditRule key={now.id} id={now.id} />;
    case "newRule":
      return <EditRule key="" id={null} />;
    case "arming":
      return <ArmingPage key={now.id} id={now.id} />;
    case "playback":
      return <Playback key={now.id} id={now.id} />;
    case "events":
      return <Events />;
    case "event":
      return <EventPage key={now.id} id={now.id} />;
  }
}
