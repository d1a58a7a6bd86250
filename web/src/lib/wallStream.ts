// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The live views of a wall, which come over one connection: docs/ref/api.md has the form of it.

export type WallRecord = {
  window: number;
  kind: "nothing" | "type" | "video" | "picture" | "gone" | "unknown";
  data: Uint8Array<ArrayBuffer>;
};

const KINDS = ["nothing", "type", "video", "picture", "gone"] as const;
const HEAD = 8;
/** A key frame of the largest picture is far below it. */
const DATA_MAX = 96 << 20;

/** Takes bytes as they come, in any pieces, and gives the records that are whole. Throws where the
 * stream is not one. */
export function recordsOf(): (bytes: Uint8Array) => WallRecord[] {
  let parts: Uint8Array[] = [];
  let size = 0;
  /** What must have come before it is worth looking again. */
  let needed = HEAD;
  return (bytes) => {
    parts.push(bytes);
    size += bytes.length;
    if (size < needed) return [];
    const all = joined(parts, size);
    const records: WallRecord[] = [];
    let at = 0;
    needed = HEAD;
    while (all.length - at >= HEAD) {
      const view = new DataView(all.buffer, at, HEAD);
      const length = view.getUint32(4);
      if (length > DATA_MAX) throw new Error("a record of a wall is too long");
      needed = HEAD + length;
      if (all.length - at < needed) break;
      records.push({
        window: view.getUint8(0),
        kind: KINDS[view.getUint8(1)] ?? "unknown",
        data: all.slice(at + HEAD, at + needed),
      });
      at += needed;
      needed = HEAD;
    }
    parts = [all.subarray(at)];
    size = all.length - at;
    return records;
  };
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
