// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The icons: drawn in lines on a grid of 24, in the colour of the text. They stand beside words
// and are hidden from screen readers; a button that shows an icon alone has a label.
const paths = {
  clear: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M8 12.2l2.8 2.8L16 9.6",
  blurry: "M12 4 2.8 19.5h18.4zM12 10v4.2M12 17v.1",
  unknown:
    "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M9.6 9.4a2.5 2.5 0 1 1 3.5 2.4c-.8.4-1.1.9-1.1 1.9M12 16.6v.1",
  lost: "M3 3l18 18M8.2 8.3A6.6 6.6 0 0 0 7 9M12 18.5v.1M9 15.2a4.2 4.2 0 0 1 5-.6M5.4 11.6A9.3 9.3 0 0 1 9 9.6M2.5 8.2a13.6 13.6 0 0 1 4-2.5M10.8 4.6c4-.3 7.8 1 10.7 3.6M14.6 9.6a9.4 9.4 0 0 1 4 2",
  connecting: "M12 3a9 9 0 1 0 9 9",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3.5 2",
  off: "M12 3v8M6.4 6.6a8 8 0 1 0 11.2 0",
  camera: "M3 8a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2zM15 11l6-3.5v9L15 13",
  event: "M4 19V5M4 6h13l-2.5 4L17 14H4",
  find: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5 21 21",
  plus: "M12 5v14M5 12h14",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8v4.4M9 14.8v4.4",
  remove: "M4 7h16M9 7V4.5h6V7M6.5 7l.8 12.5h9.4L17.5 7M10 11v5M14 11v5",
  light:
    "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4",
  dark: "M20 14.5A8.2 8.2 0 0 1 9.5 4 8.2 8.2 0 1 0 20 14.5",
  system: "M3.5 5h17v11h-17zM9 20h6M12 16v4",
  logOut: "M14 4H6v16h8M10.5 12H21M17.5 8.5 21 12l-3.5 3.5",
  show: "M2.5 12S6 5.8 12 5.8 21.5 12 21.5 12 18 18.2 12 18.2 2.5 12 2.5 12M12 9.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6",
  hide: "M4 4l16 16M9.6 6.1A9 9 0 0 1 12 5.8c6 0 9.5 6.2 9.5 6.2a16 16 0 0 1-2.9 3.5M6.6 7.6A15 15 0 0 0 2.5 12S6 18.2 12 18.2a9 9 0 0 0 4.4-1.1",
  user: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.5 20c.6-4 3.6-6 7.5-6s6.9 2 7.5 6",
  met: "M5 12.5 10 17.5 19 7",
  record: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6",
  unmet: "M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, class: className = "" }: { name: IconName; class?: string }) {
  return (
    <svg class={`icon icon-${name} ${className}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
