// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The mark: a lens with the cross of a focus screen.
export function Logo() {
  return (
    <svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
      <circle cx="16" cy="16" r="10" />
      <circle class="logo-pupil" cx="16" cy="16" r="4" />
      <path d="M16 2.5v4M16 25.5v4M2.5 16h4M25.5 16h4" />
    </svg>
  );
}
