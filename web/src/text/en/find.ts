// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Finding cameras, judging pictures.
import type * as Api from "../../api/types";
import { number, plural } from "../words";

export const find = {
  title: "Find cameras",
  intro:
    "Looks for cameras in the network, says what they are, and judges a picture of each. Only when you ask it to.",
  ranges: "Addresses",
  rangesHelp:
    "A network (192.0.2.0/24), from–to (192.0.2.10-192.0.2.80), single addresses or names, with commas between. Empty: the networks of this computer.",
  users: "Users of the cameras",
  usersHelp:
    "Tried in this order. No camera is asked more often than the limit below, so that none locks its users out.",
  user: (number: number): string => `User ${number}`,
  password: (number: number): string => `Password ${number}`,
  moreUsers: "One more user",
  more: "How it looks",
  ports: "Ports",
  portsHelp: "That are tried at each address, with commas between.",
  attempts: "Passwords refused",
  attemptsHelp: "By one camera before it is left alone. Most lock a user out after 3 to 5.",
  attemptsUnit: "at most",
  timeout: "Silence",
  timeoutHelp: "A camera that says nothing for so long is given up.",
  announce: "Ask the network, too",
  announceHelp: "By multicast: finds cameras whose address is not in the range.",
  large: "More than 65,536 addresses are meant",
  start: "Find cameras now",
  cancel: "Stop",
  again: "Look again",
  running: "Looking for cameras",
  progress: (done: number, all: number, cameras: number): string =>
    `${number(done)} of ${plural(all, "address", "addresses")}, ${plural(cameras, "camera", "cameras")} so far`,
  left: (duration: string): string => `about ${duration} left`,
  states: {
    done: "Looked at all addresses.",
    cancelled: "Stopped. This was found until then.",
  },
  none: "No camera was found",
  noneHint:
    "Check the addresses, and that this computer is in the same network. Some cameras answer only at other ports.",
  result: (cameras: number): string => plural(cameras, "camera", "cameras"),
  columns: {
    choose: "Choose",
    picture: "Picture",
    address: "Address",
    camera: "Camera",
    size: "Size",
    verdict: "Verdict",
  },
  channel: (number: number): string => `channel ${number}`,
  unknownBrand: "Unknown brand",
  choose: (name: string): string => `Choose ${name}`,
  chooseAll: "Choose all that can be added",
  add: (count: number): string => `Add ${plural(count, "camera", "cameras")}`,
  watched: "Watched already",
  added: "Added",
  moved: "Has its new address now",
  pictureOf: (name: string): string => `Picture of ${name}`,
  fails: {
    ok: "",
    closed: "Closed",
    "wrong password": "Wrong password",
    locked: "Locked",
    "unsupported codec": "Unsupported codec",
    "timed out": "Timed out",
    error: "Error",
  } satisfies Record<Api.FoundCamera["camera"]["state"], string>,
} as const;

export const judge = {
  title: "Judge pictures",
  drop: "Drop pictures or folders here",
  dropHint:
    "JPEG, PNG, WebP, BMP or TIFF, up to 64 MiB each. They are judged one by one, and none is kept.",
  files: "Choose pictures",
  folder: "Choose a folder",
  name: "Name",
  waiting: "waiting",
  failed: "Failed",
  tooLarge: "It is larger than 64 MiB",
  counts: (done: number, all: number): string => `${number(done)} of ${plural(all, "picture", "pictures")} judged`,
  verdicts: (clear: number, blurry: number, not: number, failed: number): string =>
    `${clear} clear, ${blurry} blurry, ${not} not assessable${failed > 0 ? `, ${failed} failed` : ""}`,
  progress: "Pictures judged so far",
  order: "Order",
  orders: { given: "As given", worst: "Most blurred first" },
  clear: "Clear the list",
  map: "Show where pictures are blurred",
  exportCsv: "Export as CSV",
  more: (count: number): string => `Show ${count} more`,
  noMore: (count: number): string => `No more than ${count} at a time.`,
  kinds: { defocus: "out of focus", motion: "moved", both: "out of focus and moved" },
  radius: (pixels: string): string => `blurred by ${pixels} px`,
} as const;
