// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Looks for the cameras of a network.
import { Finder } from "../components/Finder";
import { PageTitle } from "../components/PageTitle";
import { linkTo } from "../lib/route";
import { text } from "../text";

export function FindCameras() {
  return (
    <>
      <PageTitle
        title={text.find.title}
        back={{ href: linkTo({ view: "wall" }), label: text.camera.back }}
      />
      <Finder />
    </>
  );
}
