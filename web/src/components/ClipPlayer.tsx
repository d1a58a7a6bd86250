// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// One clip from a time on.
import { useEffect, useRef } from "preact/hooks";
import type { Clip } from "../lib/playback";
import { formatClock } from "../lib/time";
import { text } from "../text";

type Props = {
  clip: Clip;
  /** Where it is to play; another object: go there. */
  wish: { at_s: number };
  rate: number;
  playing: (at_s: number) => void;
  ended: () => void;
};

export function ClipPlayer({ clip, wish, rate, playing, ended }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const go = (): void => {
    const element = video.current;
    if (!element) return;
    element.playbackRate = rate;
    // Until it is known how long it is, it cannot be sought in: loadedmetadata comes here again.
    if (element.readyState === 0) return;
    const offset_s = Math.max(wish.at_s - clip.start_s, 0);
    if (Math.abs(element.currentTime - offset_s) > 0.1) element.currentTime = offset_s;
  };
  useEffect(go, [wish]);
  useEffect(() => {
    if (video.current) video.current.playbackRate = rate;
  }, [rate]);
  return (
    <video
      ref={video}
      key={clip.recording.path}
      class="recording-player"
      src={clip.recording.path}
      aria-label={text.recordings.of(formatClock(clip.start_s))}
      controls
      autoplay
      muted
      playsInline
      onLoadedMetadata={go}
      onTimeUpdate={(event) => playing(clip.start_s + event.currentTarget.currentTime)}
      onEnded={ended}
    />
  );
}
