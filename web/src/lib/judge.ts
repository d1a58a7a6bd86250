// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Pictures that are dropped, and what was said of each.
import type * as Api from "../api/types";
import { csvRows } from "./events";

export type Judged = {
  id: number;
  /** With the folders that it came in. */
  name: string;
  file: File;
  /** null: not yet. */
  answer: Api.Prediction | null;
  /** Why there is no answer. */
  error: string;
};

export const PICTURES_MAX = 5000;

export type Counts = Record<Api.Prediction["verdict"] | "failed" | "waiting", number>;

export const isFailed = ({ answer, error }: Judged): boolean => error !== "" || !!answer?.error;

export function countJudged(list: readonly Judged[]): Counts {
  const counts: Counts = { CLEAR: 0, BLURRY: 0, "NOT ASSESSABLE": 0, failed: 0, waiting: 0 };
  for (const one of list) {
    if (isFailed(one)) counts.failed++;
    else if (one.answer === null) counts.waiting++;
    else counts[one.answer.verdict]++;
  }
  return counts;
}

const ORDER = ["BLURRY", "NOT ASSESSABLE", "CLEAR"];

/** The most blurred first; what has no verdict behind it. */
export function worstFirst(list: readonly Judged[]): Judged[] {
  const rank = (one: Judged): number =>
    one.answer === null || isFailed(one) ? ORDER.length : ORDER.indexOf(one.answer.verdict);
  const blur = (one: Judged): number => one.answer?.blur_probability ?? 0;
  return [...list].sort((a, b) => rank(a) - rank(b) || blur(b) - blur(a) || a.id - b.id);
}

const COLUMNS = [
  "width",
  "height",
  "verdict",
  "blur_probability",
  "blur_kind",
  "psf_radius",
  "reason",
] as const satisfies readonly (keyof Api.Prediction)[];

/** With a line of names; what waits is left out. */
export const csvOfJudged = (list: readonly Judged[]): string =>
  csvRows([
    ["name", ...COLUMNS, "error"],
    ...list
      .filter((one) => one.answer !== null || one.error !== "")
      .map(({ name, answer, error }) => [
        name,
        ...COLUMNS.map((column) => answer?.[column]),
        error || answer?.error,
      ]),
  ]);

type Named = { name: string; file: File };

/** Files of a drop, those in its folders, too; up to PICTURES_MAX. */
export async function filesOfDrop(data: DataTransfer): Promise<Named[]> {
  // Entries must be taken before anything is waited for: the drop is gone then.
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const found: Named[] = [];
  if (entries.length === 0) return [...data.files].map((file) => ({ name: file.name, file }));
  for (const entry of entries) await collect(entry, found);
  return found;
}

async function collect(entry: FileSystemEntry, found: Named[]): Promise<void> {
  if (found.length >= PICTURES_MAX) return;
  const name = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    found.push({ name, file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A reader gives a part of the folder at a time, and nothing at its end.
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (part.length === 0) return;
    for (const one of part) await collect(one, found);
  }
}

export const filesOfInput = (input: HTMLInputElement): Named[] =>
  [...(input.files ?? [])]
    .slice(0, PICTURES_MAX)
    .map((file) => ({ name: file.webkitRelativePath || file.name, file }));
