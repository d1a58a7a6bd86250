// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The pages of cameras: all of them, one, and its settings.
import { percent, plural } from "../words";

export const wall = {
  title: "Kameras",
  emptyTitle: "Fügen Sie die erste Kamera hinzu",
  emptyIntro:
    "Lenswatch sieht alle paar Sekunden ihr Bild an und meldet, wenn das Objektiv unscharf wird.",
  emptySteps: [
    "Legen Sie in der Kamera einen Benutzer an, der nur ansehen darf.",
    "Lassen Sie Lenswatch die Kamera suchen, oder geben Sie ihre RTSP-Adresse ein; sie steht auf der Webseite oder in der Anleitung der Kamera.",
    "Innerhalb von Sekunden erscheint das Bild.",
  ],
  emptyDemo: "Keine Kamera zur Hand? „make run“ startet eine Vorführkamera unter",
  demoUrl: "rtsp://127.0.0.1:8554/stream",
  useDemo: "Vorführkamera verwenden",
  none: "Noch keine Kameras",
  noneHint: "Ein Administrator fügt sie hinzu.",
  recent: "Ereignisse",
  allEvents: "Alle Ereignisse",
  live: "Live",
  picture: (name: string): string => `Bild von ${name}`,
  livePicture: (name: string): string => `Live-Bild von ${name}`,
} as const;

export const camera = {
  back: "Alle Kameras",
  edit: "Einstellungen",
  arming: "Alarmzeiten",
  notFound: "Diese Kamera gibt es nicht",
  notFoundHint: "Vielleicht wurde sie entfernt.",
  openEvent: (condition: string, duration: string): string => `${condition} seit ${duration}`,
  showEvent: "Ereignis anzeigen",
  facts: "Kamera",
  resolution: "Auflösung",
  pixels: (width: number, height: number): string => `${width} × ${height}`,
  address: "Adresse",
  subStream: "Nebenstrom",
  interval: "Angesehen alle",
  picture: "Letztes Bild",
  ago: (duration: string): string => `vor ${duration}`,
  justNow: "gerade eben",
  sharpness: "Schärfe",
  blurProbability: "Wahrscheinlichkeit der Unschärfe",
  looked: "Beurteilte Bilder",
  reconnects: "Neue Verbindungen",
  events: "Ereignisse dieser Kamera",
  noValue: "–",
} as const;

export const preview = {
  loading: "Wird an den letzten 7 Tagen probiert…",
  show: "Was es bewirkt hätte",
  found: (events: number, lasted: string): string =>
    events === 0
      ? "In den letzten 7 Tagen wäre das kein Ereignis gewesen."
      : `In den letzten 7 Tagen wären das ${plural(events, "Ereignis", "Ereignisse")} gewesen, zusammen ${lasted}.`,
  short: (from: string): string => `Gespeichert ist nur, was seit ${from} kam.`,
  nothing: "Noch ist nichts gespeichert, woran es sich probieren ließe; das beginnt mit den ersten Bildern.",
  never: "Das wird nicht nach Bildern beurteilt; es gibt nichts, woran es sich probieren ließe.",
  unjudged: "Die meisten Bilder waren nicht zu beurteilen.",
  disarmed: "Außerhalb des Zeitplans zählt nichts.",
} as const;

export const reset = {
  button: "Neu lernen …",
  question:
    "Soll vergessen werden, wie diese Kamera aussieht, wenn sie gesund ist? Tun Sie das, nachdem sie gedreht oder ihre Szene umgebaut wurde. Bis sie wieder gelernt hat, bleiben leichte Störungen unbemerkt. Ereignisse bleiben erhalten.",
  what: "Was vergessen wird",
  choices: { now: "beim jetzigen Licht", all: "bei jedem Licht und in jeder Position" },
  yes: "Vergessen und neu lernen",
  no: "Behalten",
  done: "Vergessen. Sie lernt.",
} as const;

export const areas = {
  title: "Wo überwacht wird",
  help: "Innerhalb der Erkennungsbereiche, oder überall, wenn es keine gibt; nie hinter einem Schild. Ziehen Sie Punkte und Bereiche, oder wählen Sie einen mit Tab und verschieben Sie ihn mit den Pfeiltasten (Umschalt: weiter); Einfg fügt einen Punkt hinzu, Entf entfernt einen.",
  overlay: "Erkennungsbereiche und Schilde",
  draw: { areas: "Erkennungsbereich zeichnen", shields: "Schild zeichnen" },
  drawing: (kind: "areas" | "shields"): string =>
    `Klicken Sie auf die Ecken des ${kind === "areas" ? "Erkennungsbereichs" : "Schildes"}, dann noch einmal auf die erste, oder drücken Sie die Eingabetaste. Esc verwirft es.`,
  rectangle: "Rechteck einsetzen",
  finish: "Fertig",
  undo: "Rückgängig",
  remove: "Gewähltes entfernen",
  save: "Bereiche übernehmen",
  unsaved: "Noch nicht gespeichert.",
  state: (count: number): string =>
    count === 0
      ? "Das ganze Bild wird überwacht."
      : plural(count, "Bereich oder Schild", "Bereiche und Schilde"),
  shape: (kind: "areas" | "shields", number: number): string =>
    `${kind === "areas" ? "Erkennungsbereich" : "Schild"} ${number}`,
  point: (number: number, at: readonly [number, number]): string =>
    `Punkt ${number}, ${percent(at[0])} von links, ${percent(at[1])} von oben`,
} as const;

export const form = {
  addTitle: "Kamera hinzufügen",
  editTitle: (name: string): string => `Einstellungen von ${name}`,
  name: "Name",
  nameHelp: "Wie Sie sie nennen, zum Beispiel danach, wo sie hängt.",
  namePlaceholder: "Haustür",
  url: "Adresse",
  urlHelp:
    "RTSP-Strom, HTTP-Einzelbild oder MJPEG der Kamera; oder eine Videodatei, ein Ordner mit Bildern oder /dev/video0 des Rechners, auf dem Lenswatch läuft.",
  urlPlaceholder: "rtsp://192.168.1.20:554/stream1",
  urlExample: "Versuchen Sie es mit der Vorführkamera:",
  credentials: "Anmeldung an der Kamera",
  user: "Benutzer",
  userHelp: "Lassen Sie beides leer, wenn die Kamera keine Anmeldung verlangt.",
  password: "Passwort",
  passwordHelp: "Wird versiegelt gespeichert und nie wieder angezeigt.",
  passwordKept: "unverändert",
  passwordKeptHelp: "Ein Passwort ist gespeichert. Ein neues ersetzt es.",
  removePassword: "Gespeichertes Passwort entfernen",
  watching: "Überwachung",
  enabled: "Diese Kamera überwachen",
  sensitivity: "Empfindlichkeit",
  sensitivityHelp:
    "Höhere Werte melden schon leichtere Unschärfe. 50 passt für die meisten Kameras.",
  duration: "Dauer",
  durationHelp: "Sekunden, die Unschärfe anhalten muss, bis sie ein Ereignis wird.",
  clearDuration: "Dauer bis zum Ende",
  clearDurationHelp: "Sekunden, die das Bild scharf sein muss, bis das Ereignis endet.",
  conditions: "Störungen",
  conditionsHelp:
    "Was überwacht wird, wie leicht es ein Ereignis auslöst (1 kaum je, 100 sofort), wie lange es vorher anhalten muss und wie lange es vorbei sein muss, bis das Ereignis endet.",
  conditionDuration: (condition: string): string => `Dauer: ${condition}`,
  conditionClear: (condition: string): string => `Dauer bis zum Ende: ${condition}`,
  conditionLasts: "hält an",
  conditionGone: "ist vorbei",
  conditionSensitivity: (condition: string): string => `Empfindlichkeit: ${condition}`,
  conditionAbove: "Empfindlichkeit und Dauer wie oben",
  interval: "Abstand",
  intervalHelp: "Sekunden von einem Blick auf das Bild zum nächsten.",
  view: "Blickfeld",
  presets: "Presets",
  presetsHelp:
    "Ansichten, zwischen denen sich die Kamera bewegt; jede wird für sich gelernt. 1: Sie bewegt sich nicht.",
  relearn: "Eine andere Szene wird gelernt nach",
  relearnHelp: "So lange muss sie bleiben, wie sie ist. 0: nur auf Befehl.",
  views: "Ansichten",
  hours: "h",
  connection: "Verbindung",
  subUrl: "URL des Nebenstroms",
  subUrlHelp:
    "Ein kleinerer Strom derselben Kamera, den die Live-Wand in kleinen Fenstern zeigt; geöffnet nur, solange jemand zusieht. Benutzer und Passwort sind die der Kamera. Bleibt es beim Hinzufügen leer, wird die Kamera danach gefragt, wo das geht.",
  subUrlPlaceholder: "rtsp://192.168.1.20:554/stream2",
  transport: "Übertragung von RTSP",
  transportHelp: "TCP geht durch jedes Netzwerk; UDP nur, wo die Kamera kein TCP kann.",
  transports: { tcp: "TCP", udp: "UDP" },
  tlsVerify: "Zertifikate ablehnen, die sich nicht prüfen lassen",
  tlsVerifyHelp:
    "Schalten Sie das nur für eine Kamera mit selbst unterschriebenem Zertifikat aus, in einem Netzwerk, dem Sie vertrauen.",
  timeout: "Zeitgrenze",
  timeoutHelp: "Sekunden ohne Antwort, nach denen die Kamera als verloren gilt.",
  seconds: "s",
  add: "Kamera hinzufügen",
  save: "Speichern",
  cancel: "Abbrechen",
  remove: "Kamera entfernen …",
  removeQuestion: (name: string): string =>
    `${name} mit allen Messwerten, Ereignissen und Bildern entfernen?`,
  removeYes: "Endgültig entfernen",
  removeNo: "Behalten",
} as const;
