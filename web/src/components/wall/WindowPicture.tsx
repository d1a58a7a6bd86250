// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What one window of a wall shows: the camera's video, or pictures of it.
import { useEffect, useRef, useState } from "preact/hooks";
import { openPlayer, Unplayable, type Player } from "../../lib/liveVideo";
import type { WallRecord } from "../../lib/wallStream";
import { text } from "../../text";
import type { WallFeed } from "./wallFeed";

/** More waits for a decoder only when it cannot follow at all. */
const WAITING_MAX = 240;

type Shown = "nothing" | "video" | "picture";

type Props = {
  feed: WallFeed | null;
  window: number;
  name: string;
  /** This browser does not play it, or cannot follow: ask for pictures. */
  refuse: () => void;
};

export function WindowPicture({ feed, window: number_, name, refuse }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [shown, setShown] = useState<Shown>("nothing");

  useEffect(() => {
    if (!feed) return;
    let gone = false;
    const end = playInto(video, () => !gone && refuse());
    const detach = feed.attach(number_, (record) => {
      if (record.kind === "picture") {
        void draw(canvas.current, record.data).then((drawn) => {
          if (drawn && !gone) setShown("picture");
        });
      } else end.take(record);
    });
    return () => {
      gone = true;
      detach();
      end.stop();
      setShown("nothing");
    };
  }, [feed, number_]);

  const label = text.wall.livePicture(name);
  const classOf = (what: Shown): string => (shown === what ? "live" : "live picture-none");
  return (
    <div class="window-picture" data-shows={shown}>
      <video
        ref={video}
        class={classOf("video")}
        aria-label={shown === "video" ? label : ""}
        muted
        playsInline
        disablePictureInPicture
        onTimeUpdate={() => setShown("video")}
      />
      <canvas
        ref={canvas}
        class={classOf("picture")}
        role="img"
        aria-label={shown === "picture" ? label : ""}
        aria-hidden={shown !== "picture"}
      />
    </div>
  );
}

/** Plays one video after the other into an element. */
function playInto(video: { readonly current: HTMLVideoElement | null }, refuse: () => void) {
  /** What is played now; one that came before may still fail, which says nothing of this one. */
  let playing: { player: Promise<Player>; waiting: number } | null = null;
  const begin = (type: string): void => {
    const element = video.current;
    if (!element) return;
    const now = { player: openPlayer(element, type, () => undefined), waiting: 0 };
    playing = now;
    watch(now);
  };
  const watch = (now: NonNullable<typeof playing>): void => {
    now.player.catch((error: unknown) => {
      if (playing !== now) return;
      playing = null;
      if (error instanceof Unplayable) refuse();
    });
  };
  const add = (data: Uint8Array<ArrayBuffer>): void => {
    const now = playing;
    if (!now) return;
    if (++now.waiting > WAITING_MAX) {
      playing = null;
      return refuse();
    }
    now.player = now.player.then(async (player) => {
      if (playing === now) await player.add(data);
      now.waiting--;
      return player;
    });
    watch(now);
  };
  return {
    take: ({ kind, data }: WallRecord): void => {
      if (kind === "type") begin(new TextDecoder().decode(data));
      else if (kind === "video") add(data);
    },
    stop: (): void => {
      playing = null;
      video.current?.removeAttribute("src");
      video.current?.load();
    },
  };
}

async function draw(canvas: HTMLCanvasElement | null, jpeg: BlobPart): Promise<boolean> {
  const picture = await createImageBitmap(new Blob([jpeg], { type: "image/jpeg" })).catch(
    () => null,
  );
  if (!picture || !canvas) return false;
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.getContext("2d")?.drawImage(picture, 0, 0);
  picture.close();
  return true;
}
