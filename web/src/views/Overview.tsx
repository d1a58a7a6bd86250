// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// How all cameras are: the numbers, the worst first, and what has changed since yesterday.
import { Changes } from "../components/Changes";
import { EmptyState } from "../components/EmptyState";
import { HealthCounts } from "../components/HealthCounts";
import { HealthList } from "../components/HealthList";
import { PageTitle } from "../components/PageTitle";
import { countHealth, healthOfAll } from "../lib/overview";
import { allCameras, cameraIds } from "../state/cameras";
import { openEvents } from "../state/events";
import { text } from "../text";

export function Overview() {
  if (cameraIds.value === null) return <p class="quiet">{text.loading}</p>;
  const rows = healthOfAll(allCameras.value, openEvents.value);
  return (
    <>
      <PageTitle title={text.overview.title} />
      {rows.length === 0 ? (
        <EmptyState icon="camera" title={text.wall.none} hint={text.overview.noneHint} />
      ) : (
        <div class="overview">
          <HealthCounts counts={countHealth(rows)} />
          <HealthList rows={rows} />
          <Changes />
        </div>
      )}
    </>
  );
}
