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
export class Unplayable extends Error {}

export const canPlayLive = (): boolean => "MediaSource" in window;

/**
 * Shows the video until `signal` is aborted. Resolves when the stream ends or the network fails;
 * rejects with Unplayable.
 */
export async function playLive(
  video: HTMLVideoElement,
  url: string,
  signal: AbortSignal,
): Promise<void> {
  const answer = await fetch(url, { signal });
  const type = answer.headers.get("Content-Type") ?? "";
  if (answer.status === 409) throw new Unplayable();
  if (!answer.ok || !answer.body) return;
  const reader = answer.body.getReader();
  try {
    if (!MediaSource.isTypeSupported(type)) throw new Unplayable();
    const buffer = await openBuffer(video, type);
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      await change(video, buffer, () => buffer.appendBuffer(next.value as BufferSource));
      await follow(video, buffer);
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
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
          reject(new Unplayable());
        }
      },
      { once: true },
    );
    video.src = url;
  });
}

/** Does something to the buffer, and waits for it to be done. */
function change(video: HTMLVideoElement, buffer: SourceBuffer, what: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      buffer.removeEventListener("updateend", end);
      video.removeEventListener("error", end);
      // A decoder that gives up leaves an error behind.
      if (video.error) reject(new Unplayable());
      else resolve();
    };
    buffer.addEventListener("updateend", end);
    video.addEventListener("error", end);
    try {
      what();
    } catch {
      end();
      reject(new Unplayable());
    }
  });
}

async function follow(video: HTMLVideoElement, buffer: SourceBuffer): Promise<void> {
  const ranges = buffer.buffered;
  if (ranges.length === 0) return;
  const start = ranges.start(ranges.length - 1);
  const end = ranges.end(ranges.length - 1);
  const behind = end - video.currentTime;
  if (video.currentTime < start || behind > SKIP_AFTER_S) {
    video.currentTime = Math.max(start, end - BEHIND_S);
  }
  video.playbackRate = behind > CATCH_UP_AFTER_S ? CATCH_UP_RATE : 1;
  if (video.paused) void video.play().catch(() => undefined);
  if (end - ranges.start(0) > FORGET_AFTER_S) {
    await change(video, buffer, () => buffer.remove(0, end - KEEP_S));
  }
}
