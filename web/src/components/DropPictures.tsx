// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Where pictures are dropped, or chosen.
import { useRef, useState } from "preact/hooks";
import { filesOfDrop, filesOfInput } from "../lib/judge";
import { text } from "../text";
import { Icon } from "./Icon";

const words = text.judge;

type Props = { add: (files: readonly { name: string; file: File }[]) => void };

export function DropPictures({ add }: Props) {
  const [over, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement): void => {
    add(filesOfInput(input));
    input.value = "";
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    if (event.dataTransfer) void filesOfDrop(event.dataTransfer).then(add);
  };
  return (
    <div
      class={over ? "empty drop drop-over" : "empty drop"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Icon name="find" />
      <p class="empty-title">{words.drop}</p>
      <p class="empty-hint">{words.dropHint}</p>
      <input
        ref={files}
        class="visually-hidden"
        type="file"
        name="pictures"
        multiple
        tabindex={-1}
        aria-label={words.files}
        onChange={(event) => take(event.currentTarget)}
      />
      <input
        ref={folder}
        class="visually-hidden"
        type="file"
        name="folder"
        multiple
        tabindex={-1}
        aria-label={words.folder}
        {...{ webkitdirectory: true }}
        onChange={(event) => take(event.currentTarget)}
      />
      <p class="form-actions">
        <button type="button" class="button button-main" onClick={() => files.current?.click()}>
          {words.files}
        </button>
        <button type="button" class="button" onClick={() => folder.current?.click()}>
          {words.folder}
        </button>
      </p>
    </div>
  );
}
