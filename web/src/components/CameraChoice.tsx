// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// All cameras, those to come among them, or some of them.
import { allCameras } from "../state/cameras";
import { text } from "../text";
import { CheckField } from "./CheckField";
import { ChecksField } from "./ChecksField";

const words = text.users;

type Props = {
  name: string;
  /** Ids; null: all. */
  value: readonly string[] | null;
  onChange: (value: string[] | null) => void;
};

export function CameraChoice({ name, value, onChange }: Props) {
  const cameras = allCameras.value;
  return (
    <>
      <CheckField
        label={words.allCameras}
        name={`${name}-all`}
        checked={value === null}
        onChange={(all) => onChange(all ? null : [])}
      />
      {value !== null && (
        <ChecksField
          label={words.cameras}
          help={words.camerasHelp}
          name={name}
          choices={cameras.map((camera) => camera.id)}
          words={(id) => cameras.find((camera) => camera.id === id)?.name ?? id}
          value={value}
          onChange={onChange}
        />
      )}
    </>
  );
}
