// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The log on another machine.
import { number } from "../words";

export const syslog = {
  title: "A copy on another machine",
  about:
    "What the system log and the audit log say is sent to a syslog server as well, out of the reach of who has taken over this machine.",
  server: "Syslog server",
  serverHelp:
    "tls://, tcp:// or udp://, a host, and a port where it is another than usual; empty: none. Only TLS sends nothing in the clear.",
  authority: "Certificates of its authority",
  authorityHelp: "PEM, for TLS; empty: the authorities that this machine knows.",
  sending: "It gets its lines.",
  failing: "It gets nothing:",
  waiting: (count: number): string =>
    `${number(count)} ${count === 1 ? "line waits" : "lines wait"}.`,
  test: "Send a test",
  tested: "The test was sent.",
};
