// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Nothing here, and what to do about it.
import { Icon, type IconName } from "./Icon";

export function EmptyState({ icon, title, hint }: { icon: IconName; title: string; hint: string }) {
  return (
    <div class="empty">
      <Icon name={icon} />
      <p class="empty-title">{title}</p>
      {hint !== "" && <p class="empty-hint">{hint}</p>}
    </div>
  );
}
