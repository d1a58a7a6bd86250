// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The guide of the first start.

export const guide = {
  label: "Erste Schritte",
  steps: {
    label: "Schritte",
    password: "Passwort",
    place: "Zeit",
    camera: "Kamera",
    picture: "Bild",
    alarm: "Alarm",
    done: "Fertig",
  },
  titles: {
    password: "Passwort",
    place: "Welche Zeit gilt hier?",
    camera: "Welche Kamera soll überwacht werden?",
    picture: "Kommt das Bild?",
    alarm: "Wer soll es erfahren?",
    done: "Lenswatch wacht",
  },
  next: "Weiter",
  leave: "Einführung verlassen",
  leaveHelp: "Sie lässt sich jederzeit fortsetzen.",
  waits: (step: string): string => `Die Einführung wartet auf Sie beim Schritt: ${step}.`,
  resume: "Fortsetzen",
  end: "Nicht mehr nötig",
  placeIntro: "Zeitpläne und Nachrichten richten sich nach dieser Zeit.",
  site: "Name dieses Orts",
  siteHelp:
    "Zum Beispiel „Hafen, Tor 3“. Er steht im Titel, in E-Mails und in Berichten; lassen Sie ihn leer, wo es nur ein Lenswatch gibt.",
  zone: "Zeitzone",
  zoneHelp: "Zum Beispiel Europe/Berlin. Sie wurde von diesem Browser übernommen.",
  cameraIntro:
    "Lenswatch braucht die Adresse ihres Bildes und einen Benutzer der Kamera, der es ansehen darf.",
  way: "Wie die Kamera angegeben wird",
  ways: { find: "Im Netzwerk suchen", type: "Adresse eingeben" },
  urlHelp:
    "Die ihres Stroms (rtsp://…) oder ihres Bildes (http://…). Sie steht auf der Webseite oder in der Anleitung der Kamera.",
  userHelp:
    "Einer der Kamera, nicht von Lenswatch. Lassen Sie beides leer, wenn sie keine Anmeldung verlangt.",
  see: "Bild ansehen",
  noCamera: "Es gibt noch keine Kamera.",
  toCamera: "Kamera hinzufügen",
  pictureWaits: "Das erste Bild dauert ein paar Sekunden.",
  pictureIs: {
    CLEAR: "Es ist scharf. Darauf achtet Lenswatch von jetzt an.",
    BLURRY: "Es wirkt unscharf: Drehen Sie am Objektiv, bis hier SCHARF steht.",
    "NOT ASSESSABLE":
      "Die Schärfe lässt sich noch nicht beurteilen, etwa weil es dunkel ist oder Einzelheiten fehlen. Überwacht wird sie trotzdem.",
  },
  seeIt: "Ich sehe es, weiter",
  correct: "Adresse oder Anmeldung ändern",
  without: "Ohne Bild weiter",
  alarmIntro:
    "Wird eine Kamera unscharf, verdeckt oder geht sie verloren, sagt Lenswatch es Ihnen. Das können Sie auch später unter „Aktionen“ einrichten.",
  kind: "Wie",
  kinds: {
    email: "E-Mail",
    push: "Nachricht an ein Telefon",
    http: "Anfrage an eine Webadresse",
    mqtt: "MQTT-Nachricht",
  },
  more: "Weitere Einstellungen",
  test: "Test senden",
  tested:
    "Gesendet: Sehen Sie nach, ob es angekommen ist. Von jetzt an wird jedes Ereignis so gesendet.",
  skip: "Später",
  ruleName: "Jedes Ereignis",
  watched: (name: string): string =>
    `${name} wird Tag und Nacht überwacht. Lenswatch lernt, wie sie aussieht, wenn sie gesund ist; nach einigen Minuten findet es auch leichte Störungen.`,
  noneWatched: "Noch wird keine Kamera überwacht. Fügen Sie eine hinzu, um anzufangen.",
  tells: "Jedes Ereignis wird Ihnen gesendet.",
  toPicture: "Kamera anzeigen",
  toCameras: "Kameras anzeigen",
  nextTitle: "Was Sie als Nächstes tun können",
  nexts: {
    more: "Weitere Kameras suchen",
    settings: (name: string): string =>
      `Festlegen, wie leicht ${name} Alarm auslöst und was aufgenommen wird`,
    arming: "Festlegen, zu welchen Zeiten sie Alarm auslöst",
    actions: "Auswählen, welche Ereignisse was auslösen",
    users: "Andere sich anmelden lassen",
  },
} as const;
