// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The live wall: as many cameras at once as one likes, in pages. What is chosen here is kept by this
// browser for each user.
import { useEffect, useRef, useState } from "preact/hooks";
import { Choice } from "../components/Choice";
import { EmptyState } from "../components/EmptyState";
import { Icon } from "../components/Icon";
import { FullScreen } from "../components/live/FullScreen";
import { PageTitle } from "../components/PageTitle";
import { useVisible } from "../components/useVisible";
import { useWallFeed } from "../components/wall/useWallFeed";
import { WallWindow, type Arranging } from "../components/wall/WallWindow";
import { aspects, type Aspect } from "../lib/aspect";
import { linkTo } from "../lib/route";
import { readStored, writeStored } from "../lib/stored";
import { streamChoices, streamOfWall, type StreamChoice } from "../lib/stream";
import {
  arrange,
  cycles,
  pageOf,
  put,
  swap,
  wallSettings,
  type Division,
  type WallPage,
  type WallSettings,
} from "../lib/wall";
import { allCameras, cameraIds, cameraSignal } from "../state/cameras";
import { access } from "../state/session";
import { text } from "../text";

const words = text.live.wall;
const STORED = "wall";

/** Streams that this browser cannot play as they are; a camera that comes back may send another. */
const refused = new Set<string>();

function useSettings(): [WallSettings, (change: Partial<WallSettings>) => void] {
  const now = access.value;
  const user = now.step === "in" ? now.session.user : "";
  const [settings, setSettings] = useState(() => wallSettings(readStored(STORED, user)));
  const change = (by: Partial<WallSettings>): void => {
    const next = { ...settings, ...by };
    writeStored(STORED, user, next);
    setSettings(next);
  };
  return [settings, change];
}

export function LiveWall() {
  const ids = cameraIds.value;
  if (ids === null) return <p class="quiet">{text.loading}</p>;
  if (ids.length === 0) {
    return <EmptyState icon="camera" title={text.wall.none} hint={text.wall.noneHint} />;
  }
  return <WallOf ids={ids} />;
}

function WallOf({ ids }: { ids: readonly string[] }) {
  const wall = useRef<HTMLDivElement>(null);
  const visible = useVisible(wall);
  const [settings, change] = useSettings();
  const [wanted, setWanted] = useState(0);
  const [arranging, setArranging] = useState(false);
  const [, setRefusals] = useState(0);
  const windows = arrange(settings.order, ids);
  const page = pageOf(windows, settings.division, wanted);
  const of = streamOfWall(settings.stream, page.columns);
  const keyOf = (id: string): string =>
    `${of} ${cameraSignal(id)?.value.status.reconnects ?? 0} ${id}`;
  const asPictures = (id: string): boolean =>
    settings.pictures.includes(id) || refused.has(keyOf(id));
  const subOf = (id: string): string => cameraSignal(id)?.value?.sub_url ?? "";
  const shown = page.windows.flatMap((id) => (id === null ? [] : [id]));
  const { feed, granted } = useWallFeed(
    shown.map((id) => (asPictures(id) ? `${id}*` : id)),
    of,
    of === "sub" ? shown.map(subOf).join(" ") : "",
    page.columns,
    visible,
  );
  useCycle(settings.cycle_s, visible && !arranging && page.pages > 1, () =>
    setWanted((page.page + 1) % page.pages),
  );
  const refuse = (id: string): void => {
    if (refused.has(keyOf(id))) return;
    refused.add(keyOf(id));
    setRefusals((count) => count + 1);
  };
  const hands: Arranging = {
    cameras: allCameras.value,
    columns: page.columns,
    put: (window_, id) => change({ order: put(windows, window_, id) }),
    swap: (from, to) => change({ order: swap(windows, from, to) }),
    setStream: (id, stream) =>
      change({
        pictures: [
          ...settings.pictures.filter((one) => one !== id),
          ...(stream === "pictures" ? [id] : []),
        ],
      }),
  };
  return (
    <>
      <PageTitle
        title={words.title}
        back={{ href: linkTo({ view: "wall" }), label: text.camera.back }}
      />
      <div class="live-wall" ref={wall}>
        <div class="live-tools">
          <Choice
            label={words.division}
            options={words.divisions}
            value={settings.division}
            onChange={(division: Division) => change({ division })}
          />
          <Pages page={page} go={setWanted} />
          <Selects
            settings={settings}
            change={change}
            hasSub={settings.stream !== "auto" || windows.some((id) => id && subOf(id) !== "")}
          />
          <button
            type="button"
            class="button"
            aria-pressed={arranging}
            onClick={() => setArranging(!arranging)}
          >
            <Icon name="settings" />
            {words.arrange}
          </button>
          <FullScreen of={wall} />
        </div>
        {arranging && <p class="quiet">{words.arrangeHelp}</p>}
        {visible && !granted && <p role="status">{words.noPlace}</p>}
        {shown.some((id) => refused.has(keyOf(id))) && <p class="quiet">{words.refused}</p>}
        <div
          class="windows"
          data-page={page.page}
          style={{ "--columns": String(page.columns), "--rows": String(page.rows) }}
        >
          {page.windows.map((id, i) => (
            <WallWindow
              key={page.first + i}
              number={page.first + i}
              place={id === null ? -1 : shown.indexOf(id)}
              id={id}
              feed={feed}
              aspect={settings.aspect}
              stream={id !== null && settings.pictures.includes(id) ? "pictures" : "video"}
              arranging={arranging ? hands : null}
              refuse={refuse}
            />
          ))}
        </div>
      </div>
    </>
  );
}

/** Shows the next page every so many seconds. */
function useCycle(seconds: number, runs: boolean, next: () => void): void {
  const latest = useRef(next);
  latest.current = next;
  useEffect(() => {
    if (seconds === 0 || !runs) return;
    const timer = window.setInterval(() => latest.current(), seconds * 1000);
    return () => window.clearInterval(timer);
  }, [seconds, runs]);
}

function Pages({ page, go }: { page: WallPage; go: (page: number) => void }) {
  if (page.pages === 1) return null;
  return (
    <nav class="wall-pages" aria-label={words.pages}>
      <button
        type="button"
        class="button"
        disabled={page.page === 0}
        onClick={() => go(page.page - 1)}
      >
        {words.before}
      </button>
      <span role="status">{words.pageOf(page.page + 1, page.pages)}</span>
      <button
        type="button"
        class="button"
        disabled={page.page === page.pages - 1}
        onClick={() => go(page.page + 1)}
      >
        {words.next}
      </button>
    </nav>
  );
}

type SelectsProps = {
  settings: WallSettings;
  change: (change: Partial<WallSettings>) => void;
  /** There is a choice of streams. */
  hasSub: boolean;
};

function Selects({ settings, change, hasSub }: SelectsProps) {
  return (
    <>
      {hasSub && (
        <select
          class="input input-select wall-select"
          name="stream"
          aria-label={text.live.streamLabel}
          value={settings.stream}
          onChange={(now) => change({ stream: now.currentTarget.value as StreamChoice })}
        >
          {streamChoices.map((choice) => (
            <option key={choice} value={choice}>
              {text.live.streamChoices[choice]}
            </option>
          ))}
        </select>
      )}
      <select
        class="input input-select wall-select"
        name="aspect"
        aria-label={text.live.aspectLabel}
        value={settings.aspect}
        onChange={(now) => change({ aspect: now.currentTarget.value as Aspect })}
      >
        {aspects.map((aspect) => (
          <option key={aspect} value={aspect}>
            {text.live.aspects[aspect]}
          </option>
        ))}
      </select>
      <select
        class="input input-select wall-select"
        name="cycle"
        aria-label={words.cycle}
        value={settings.cycle_s}
        onChange={(now) => change({ cycle_s: Number(now.currentTarget.value) })}
      >
        {cycles.map((seconds) => (
          <option key={seconds} value={seconds}>
            {seconds === 0 ? words.noCycle : words.cycleOf(seconds)}
          </option>
        ))}
      </select>
    </>
  );
}
