// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The live picture of one camera, as large as there is room, and what is done while looking at it.
import { useRef, useState } from "preact/hooks";
import { api, snapshotUrl } from "../api/client";
import type * as Api from "../api/types";
import { Choice } from "../components/Choice";
import { ErrorNotice } from "../components/ErrorNotice";
import { HeatLegend, HeatMap } from "../components/HeatMap";
import { Icon } from "../components/Icon";
import { FocusMeter } from "../components/live/FocusMeter";
import { FullScreen } from "../components/live/FullScreen";
import { LensPanel } from "../components/live/LensPanel";
import { PtzPanel } from "../components/live/PtzPanel";
import { Stage, type Tool } from "../components/live/Stage";
import { useHeat, type HeatChoice } from "../components/live/useHeat";
import { LivePicture, type LiveInfo } from "../components/LivePicture";
import { LostNotice } from "../components/LostNotice";
import { PageTitle } from "../components/PageTitle";
import { RecordNow } from "../components/Recordings";
import { SelectField } from "../components/SelectField";
import { Verdict } from "../components/Verdict";
import { aspects, ratioOf, type Aspect } from "../lib/aspect";
import type { Reading } from "../lib/focusMeter";
import { linkTo } from "../lib/route";
import { readStored, writeStored } from "../lib/stored";
import { streamChoice, streamChoices, streamOfCamera, type StreamChoice } from "../lib/stream";
import { whole } from "../lib/zoom";
import { cameraIds, cameraSignal } from "../state/cameras";
import { access, may } from "../state/session";
import { text } from "../text";
import { inWords } from "../text/said";
import { NotFound } from "./NotFound";

const words = text.live;
const STORED = "stream";

/** Kept by this browser for each user. */
function useStream(): [StreamChoice, (choice: StreamChoice) => void] {
  const now = access.value;
  const user = now.step === "in" ? now.session.user : "";
  const [choice, setChoice] = useState(() => streamChoice(readStored(STORED, user)));
  const change = (next: StreamChoice): void => {
    writeStored(STORED, user, next);
    setChoice(next);
  };
  return [choice, change];
}

export function LivePage({ id }: { id: string }) {
  // Looked at in any case: that it is removed is seen by the list alone.
  const ids = cameraIds.value;
  const camera = cameraSignal(id)?.value;
  if (!camera) {
    if (ids === null) return <p class="quiet">{text.loading}</p>;
    return <NotFound title={text.camera.notFound} hint={text.camera.notFoundHint} />;
  }
  return (
    <>
      <PageTitle
        title={words.title(camera.name)}
        back={{ href: linkTo({ view: "camera", id }), label: camera.name }}
      >
        <a class="button button-quiet" href={linkTo({ view: "live" })}>
          {words.wall.title}
        </a>
      </PageTitle>
      <Live camera={camera} />
    </>
  );
}

function Live({ camera }: { camera: Api.Camera }) {
  const { id, status } = camera;
  const page = useRef<HTMLDivElement>(null);
  const [tool, setTool] = useState<Tool>("zoom");
  const [zoom, setZoom] = useState(whole);
  const [aspect, setAspect] = useState<Aspect>("original");
  const [heat, setHeat] = useState<HeatChoice>("off");
  const [metering, setMetering] = useState(false);
  const [reading, setReading] = useState<Reading | null>(null);
  const [info, setInfo] = useState<LiveInfo | null>(null);
  const [choice, setChoice] = useStream();
  const hasSub = (camera.sub_url ?? "") !== "";
  const of = streamOfCamera(choice, hasSub, innerWidth * devicePixelRatio);
  const shown = useHeat(id, heat, metering ? reading : null);
  const closeMeter = (): void => {
    setMetering(false);
    setReading(null);
  };
  return (
    <div class="live-page" ref={page}>
      <div class="live-main">
        <div class="live-tools">
          <Choice
            label={words.toolLabel}
            options={words.tools}
            value={tool}
            onChange={setTool}
          />
          <button
            type="button"
            class="button"
            disabled={zoom.scale === 1}
            onClick={() => setZoom(whole)}
          >
            {words.whole}
          </button>
          <Snapshot id={id} />
          <FullScreen of={page} />
        </div>
        <Stage
          name={camera.name}
          ratio={ratioOf(aspect, status.width, status.height)}
          width={status.width}
          height={status.height}
          {...{ tool, zoom, setZoom }}
        >
          <LivePicture
            id={id}
            name={camera.name}
            watching={status.state === "watching"}
            hasPicture={status.picture_time !== null}
            hasVideo={status.live_video}
            stream={status.reconnects}
            of={of}
            report={setInfo}
          />
          {heat !== "off" && shown.tiles && <HeatMap of={shown.tiles} scale={heat} />}
          {status.state !== "watching" && (
            <div class="tile-cover">
              <LostNotice status={status} />
            </div>
          )}
        </Stage>
        {heat !== "off" && <HeatLegend scale={heat} />}
        <ErrorNotice error={shown.error} />
        <LiveWords info={info} />
        {of === "sub" && status.sub_problem !== "" && (
          <p class="quiet" role="status">
            {words.subProblem(inWords(status.sub_problem))}
          </p>
        )}
      </div>
      <div class="live-side">
        {metering && <FocusMeter id={id} close={closeMeter} reading={setReading} />}
        <section class="panel live-panel">
          <Verdict status={status} />
          {!metering && may("operator") && (
            <button
              type="button"
              class="button button-main"
              onClick={() => setMetering(true)}
            >
              <Icon name="find" />
              {words.meter.open}
            </button>
          )}
          <SelectField
            label={words.heatLabel}
            name="heat"
            choices={Object.keys(words.heat)}
            words={words.heat}
            value={heat}
            onChange={(choice) => setHeat(choice as HeatChoice)}
          />
          <SelectField
            label={words.aspectLabel}
            name="aspect"
            choices={aspects}
            words={words.aspects}
            value={aspect}
            onChange={(choice) => setAspect(choice as Aspect)}
          />
          {hasSub && (
            <SelectField
              label={words.streamLabel}
              name="stream"
              choices={streamChoices}
              words={words.streamChoices}
              value={choice}
              onChange={(one) => setChoice(one as StreamChoice)}
            />
          )}
          {may("operator") && <RecordNow camera={camera} />}
        </section>
        {may("operator") && (camera.driver ?? "none") !== "none" && (
          <>
            <PtzPanel id={id} />
            <LensPanel id={id} />
          </>
        )}
      </div>
    </div>
  );
}

/** What kind of picture it is, and how late. */
function LiveWords({ info }: { info: LiveInfo | null }) {
  if (!info) return null;
  return (
    <p class="quiet live-words" data-live={info.kind}>
      {words.kinds[info.kind]}
      {info.behind_s !== null && <> · {words.behind(info.behind_s)}</>}
      {info.refused !== "" && (
        <strong role="status" class="live-refused">
          {words.refused(codecOf(info.refused))}
        </strong>
      )}
    </p>
  );
}

function codecOf(type: string): string {
  if (/hvc1|hev1/.test(type)) return "H.265";
  return /codecs="([^"]+)"/.exec(type)?.[1] ?? type;
}

function Snapshot({ id }: { id: string }) {
  const [error, setError] = useState<unknown>(null);
  const [kept, setKept] = useState(false);
  const [busy, setBusy] = useState(false);
  if (!may("operator")) {
    return (
      <a class="button" href={snapshotUrl(id, 0)} download={`${id}.jpg`}>
        {words.snapshot}
      </a>
    );
  }
  const take = (): void => {
    setBusy(true);
    setKept(false);
    api
      .capture(id)
      .then(({ path }) => {
        setError(null);
        setKept(true);
        const link = document.createElement("a");
        link.href = `${path}&download=1`;
        link.download = "";
        link.click();
      }, setError)
      .finally(() => setBusy(false));
  };
  return (
    <>
      <button type="button" class="button" disabled={busy} onClick={take}>
        <Icon name="camera" />
        {words.snapshot}
      </button>
      {kept && (
        <span class="quiet" role="status">
          {words.kept}
        </span>
      )}
      <ErrorNotice error={error} />
    </>
  );
}
