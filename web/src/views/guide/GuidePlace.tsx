// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Step of the guide: what this Lenswatch is called, and the time zone, which is the browser's
// unless one was set.
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/client";
import { ErrorNotice } from "../../components/ErrorNotice";
import { TextField } from "../../components/Field";
import { useLoad } from "../../components/useLoad";
import { useSubmit } from "../../components/useSubmit";
import { ZoneField } from "../../components/ZoneField";
import { go } from "../../lib/route";
import { loadSite } from "../../state/site";
import { text } from "../../text";

const words = text.guide;

export function GuidePlace() {
  const { value, error: unread } = useLoad(api.settings);
  const [zone, setZone] = useState("");
  const [site, setSite] = useState("");
  useEffect(() => {
    if (!value) return;
    setZone(value.time_zone || Intl.DateTimeFormat().resolvedOptions().timeZone);
    setSite(value.site_name ?? "");
  }, [value]);
  const { busy, error, onSubmit } = useSubmit(async () => {
    await api.changeSettings({ time_zone: zone.trim(), site_name: site.trim() }, value ?? undefined);
    await loadSite();
    go({ view: "guide", step: "camera" });
  });
  return (
    <form class="form panel" onSubmit={onSubmit}>
      <p class="quiet">{words.placeIntro}</p>
      <ZoneField label={words.zone} help={words.zoneHelp} zone={zone} onChange={setZone} />
      <TextField
        label={words.site}
        help={words.siteHelp}
        name="site-name"
        maxLength={63}
        value={site}
        onChange={setSite}
      />
      <ErrorNotice error={error ?? unread} />
      <div class="form-actions">
        <button type="submit" class="button button-main" disabled={busy || value === null}>
          {words.next}
        </button>
      </div>
    </form>
  );
}
