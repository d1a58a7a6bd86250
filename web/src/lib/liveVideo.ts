// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Plays a camera's video as it comes, not encoded anew, through Media Source Extensions, and keeps
// it close to the camera. What this browser cannot play is motion JPEG's to show.

/** Further behind than this, what is between is skipped; up to there it is caught up with. */
const SKIP_AFTER_S = 1.5;
const CATCH_UP_AFTER_S = 0.6;
const CATCH_UP_RATE = 1.08;
/** How far behind the newest picture one begins: less, and every hiccup of the network stops it. */
const BEHIND_S = 0.25;
/** What was shown is forgotten. */
const KEEP_S = 10;
const FORGET_AFTER_S = 30;

/** The camera sends no video, or none that this browser plays: no use trying again. */
export class Unplayable extends Error {
  constructor(
    /** What it sends; "": no video. */
    readonly type: string,
  ) {
    super();
  }
}

export const canPlayLive = (): boolean => "MediaSource" in window;

/** Called with how far what is shown is behind what has come, s. */
export type Behind = (behind_s: number) => void;

/**
 * Shows the video until `signal` is aborted. Resolves when the stream ends or the network fails;
 * rejects with Unplayable.
 */
export async function playLive(
  video: HTMLVideoElement,
  url: string,
  signal: AbortSignal,
  behind: Behind,
): Promise<void> {
  const answer = await fetch(url, { signal });
  if (answer.status === 409) throw new Unplayable("");
  if (!answer.ok || !answer.body) return;
  const reader = answer.body.getReader();
  try {
    const player = await openPlayer(video, answer.headers.get("Content-Type") ?? "", behind);
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      await player.add(next.value as BufferSource);
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

export type Player = {
  /** Plays on with these bytes; rejects with Unplayable. One at a time. */
  add: (bytes: BufferSource) => Promise<void>;
};

/** For one stream, from its header on. Rejects with Unplayable. */
export async function openPlayer(
  video: HTMLVideoElement,
  type: string,
  behind: Behind,
): Promise<Player> {
  if (!MediaSource.isTypeSupported(type)) throw new Unplayable(type);
  const buffer = await openBuffer(video, type);
  const change = (what: () => void): Promise<void> => changeBuffer(video, buffer, type, what);
  return {
    add: async (bytes) => {
      const append = (): Promise<void> => change(() => buffer.appendBuffer(bytes));
      await append().catch(async (error: unknown) => {
        if (!isFull(error)) throw error;
        await change(() => buffer.remove(0, Math.max(video.currentTime - 1, 0.1)));
        await append();
      });
      await follow(video, buffer, change, behind);
    },
  };
}

function openBuffer(video: HTMLVideoElement, type: string): Promise<SourceBuffer> {
  const source = new MediaSource();
  const url = URL.createObjectURL(source);
  return new Promise((resolve, reject) => {
    source.addEventListener(
      "sourceopen",
      () => {
        URL.revokeObjectURL(url);
        try {
          resolve(source.addSourceBuffer(type));
        } catch {
          reject(new Unplayable(type));
        }
      },
      { once: true },
    );
    video.src = url;
  });
}

/** Does something to the buffer, and waits for it to be done. */
function changeBuffer(
  video: HTMLVideoElement,
  buffer: SourceBuffer,
  type: string,
  what: () => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      buffer.removeEventListener("updateend", end);
      video.removeEventListener("error", end);
    };
    const end = (): void => {
      stop();
      // A decoder that gives up leaves an error behind.
      if (video.error) reject(new Unplayable(type));
      else resolve();
    };
    buffer.addEventListener("updateend", end);
    video.addEventListener("error", end);
    try {
      what();
    } catch (error) {
      stop();
      reject(isFull(error) ? error : new Unplayable(type));
    }
  });
}

const isFull = (error: unknown): boolean =>
  error instanceof DOMException && error.name === "QuotaExceededError";

async function follow(
  video: HTMLVideoElement,
  buffer: SourceBuffer,
  change: (what: () => void) => Promise<void>,
  tell: Behind,
): Promise<void> {
  const ranges = buffer.buffered;
  if (ranges.length === 0) return;
  const start = ranges.start(ranges.length - 1);
  const end = ranges.end(ranges.length - 1);
  const behind = end - video.currentTime;
  if (video.currentTime < start || behind > SKIP_AFTER_S) {
    video.currentTime = Math.max(start, end - BEHIND_S);
  }
  video.playbackRate = behind > CATCH_UP_AFTER_S ? CATCH_UP_RATE : 1;
  tell(Math.max(end - video.currentTime, 0));
  if (video.paused) void video.play().catch(() => undefined);
  if (end - ranges.start(0) > FORGET_AFTER_S) {
    await change(() => buffer.remove(0, end - KEEP_S));
  }
}
