// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Das Protokoll auf einem anderen Rechner.
import { number } from "../words";

export const syslog = {
  title: "Eine Kopie auf einem anderen Rechner",
  about:
    "Was im System- und im Prüfprotokoll steht, geht auch an einen Syslog-Server, außer Reichweite von jemandem, der diesen Rechner übernommen hat.",
  server: "Syslog-Server",
  serverHelp:
    "tls://, tcp:// oder udp://, ein Rechner, und ein Port, wenn es nicht der übliche ist; leer: keiner. Nur TLS schickt nichts im Klartext.",
  authority: "Zertifikate seiner Zertifizierungsstelle",
  authorityHelp: "PEM, für TLS; leer: die Stellen, die dieser Rechner kennt.",
  sending: "Er bekommt seine Zeilen.",
  failing: "Er bekommt nichts:",
  waiting: (count: number): string =>
    `${number(count)} ${count === 1 ? "Zeile wartet" : "Zeilen warten"}.`,
  test: "Eine Probe schicken",
  tested: "Die Probe ist abgeschickt.",
};
