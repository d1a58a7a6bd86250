// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The picture of one camera: a still, and the live picture over it where there is a place for one
// (lib/live.ts): the camera's video where the browser plays it, else motion JPEG. Without a place
// the still is loaded again after every measurement. Nothing is loaded while it cannot be seen.
import { useEffect, useRef, useState } from "preact/hooks";
import { liveUrl, liveVideoUrl, snapshotUrl } from "../api/client";
import { refreshPicture } from "../lib/live";
import { canPlayLive, playLive, Unplayable } from "../lib/liveVideo";
import type { Stream } from "../lib/stream";
import { onMeasurement } from "../state/cameras";
import { connections } from "../state/live";
import { text } from "../text";
import { useLivePlace } from "./useLivePlace";
import { useVisible } from "./useVisible";

const STILL_GAP_MS = 1000;
/** How far behind the video is changes with every picture, and is said so often. */
const TELL_MS = 500;
/** Widths asked for: few, so that cameras are encoded in few sizes. */
const WIDTHS = [480, 640, 960, 1280, 1920];

type Props = {
  id: string;
  name: string;
  /** The camera is being watched; else its last picture stands. */
  watching: boolean;
  /** There has been a picture: asking earlier is answered with an error. */
  hasPicture: boolean;
  /** It sends video. */
  hasVideo: boolean;
  /** Another number: it may send another kind of video now. */
  stream?: number;
  /** Which of its streams. */
  of?: Stream;
  /** What is shown, as it changes. */
  report?: (info: LiveInfo) => void;
};

export type LiveInfo = {
  kind: "still" | "images" | "video";
  /** How far the video is behind what has come; null: no video. */
  behind_s: number | null;
  /** The kind of video that this browser does not play; "": it does, or there is none. */
  refused: string;
};

const STILL: LiveInfo = { kind: "still", behind_s: null, refused: "" };

export function LivePicture(props: Props) {
  const { id, name, watching, hasPicture, hasVideo, stream = 0, of = "main", report } = props;
  const frame = useRef<HTMLDivElement>(null);
  const visible = useVisible(frame);
  const generation = connections.value;
  const place = useLivePlace(visible && watching && hasPicture && generation > 0);
  useEffect(() => {
    if (!place.granted) report?.(STILL);
  }, [place.granted]);
  return (
    <div class="picture" ref={frame}>
      <Still
        key={`still ${id}`}
        id={id}
        name={name}
        follow={visible && hasPicture && !place.granted}
      />
      {place.granted && (
        <Live
          key={`live ${id} ${generation} ${stream} ${of}`}
          {...{ id, name, hasVideo, stream, of }}
          report={report ?? nobody}
          failed={place.failed}
        />
      )}
    </div>
  );
}

function Still({ id, name, follow }: { id: string; name: string; follow: boolean }) {
  const image = useRef<HTMLImageElement>(null);
  const [shown, setShown] = useState(false);
  const generation = connections.value;

  useEffect(() => {
    const element = image.current;
    if (!element || !follow) return;
    let asked = 0;
    const refresh = (): void => {
      asked = Date.now();
      refreshPicture(element, snapshotUrl(id, asked), setShown);
    };
    refresh();
    return onMeasurement((measurement) => {
      if (measurement.camera_id === id && Date.now() - asked >= STILL_GAP_MS) refresh();
    });
  }, [id, follow, generation]);

  return (
    <img
      ref={image}
      class={shown ? "still" : "still picture-none"}
      alt={shown ? text.wall.picture(name) : ""}
      draggable={false}
    />
  );
}

type LiveProps = {
  id: string;
  name: string;
  of: Stream;
  failed: () => void;
  report: (info: LiveInfo) => void;
};

const nobody = (): void => undefined;

/** Streams whose video this browser cannot play, and its kind: pictures are shown instead. */
const unplayable = new Map<string, string>();

function Live(props: LiveProps & { hasVideo: boolean; stream: number }) {
  const { id, name, of, failed, hasVideo, stream } = props;
  const key = `${stream} ${id} ${of}`;
  const [refused, setRefused] = useState(canPlayLive() ? unplayable.get(key) : "");
  const [shown, setShown] = useState(false);
  const show = (): void => setShown(true);
  const giveUp = (type: string): void => {
    unplayable.set(key, type);
    setShown(false);
    setRefused(type);
  };
  const report = (info: LiveInfo): void => props.report({ ...info, refused: refused ?? "" });
  return (
    <>
      {(hasVideo || of === "sub") && refused === undefined ? (
        <LiveVideo {...{ id, name, of, failed, report, shown, show, giveUp }} />
      ) : (
        <LiveImage {...{ id, name, of, failed, report, shown, show }} />
      )}
      {shown && <span class="picture-live">{text.wall.live}</span>}
    </>
  );
}

type ShownProps = LiveProps & { shown: boolean; show: () => void };

function LiveVideo(props: ShownProps & { giveUp: (type: string) => void }) {
  const { id, name, of, shown } = props;
  const video = useRef<HTMLVideoElement>(null);

  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const abort = new AbortController();
    let told = -Infinity;
    const behind = (behind_s: number): void => {
      if (performance.now() - told < TELL_MS) return;
      told = performance.now();
      props.report({ kind: "video", behind_s, refused: "" });
    };
    playLive(element, liveVideoUrl(id, of), abort.signal, behind).then(
      props.failed,
      (error: unknown) => {
        if (abort.signal.aborted) return;
        if (error instanceof Unplayable) props.giveUp(error.type);
        else props.failed();
      },
    );
    return () => {
      abort.abort();
      element.removeAttribute("src");
      element.load();
    };
  }, [id]);

  return (
    <video
      ref={video}
      class={shown ? "live" : "live picture-none"}
      aria-label={shown ? text.wall.livePicture(name) : ""}
      muted
      playsInline
      disablePictureInPicture
      onTimeUpdate={props.show}
    />
  );
}

function LiveImage({ id, name, of, failed, report, shown, show }: ShownProps) {
  const image = useRef<HTMLImageElement>(null);

  useEffect(() => {
    const element = image.current;
    if (!element) return;
    report({ kind: "images", behind_s: null, refused: "" });
    element.src = liveUrl(id, of, wantedWidth(element.clientWidth));
    // A picture that has left the document would keep its connection.
    return () => element.removeAttribute("src");
  }, [id]);

  return (
    <img
      ref={image}
      class={shown ? "live" : "live picture-none"}
      alt={shown ? text.wall.livePicture(name) : ""}
      draggable={false}
      onLoad={show}
      onError={failed}
    />
  );
}

function wantedWidth(shown: number): number {
  const pixels = shown * Math.min(devicePixelRatio, 2);
  return WIDTHS.find((width) => width >= pixels) ?? 1920;
}
