// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The settings of Lenswatch as a whole.
import { number, plural } from "../words";

export const settings = {
  sections: {
    browser: "Dieser Browser",
    users: "Benutzer",
    storage: "Speicher und Kontingente",
    time: "Name und Zeit",
    exceptions: "Alarme des Systems",
    config: "Ein- und Ausgabe",
    backup: "Sicherung und Grundzustand",
    about: "Über Lenswatch",
    network: "Netzwerk",
    certificates: "Zertifikate",
    security: "Sicherheit",
    log: "Protokoll",
  },
  actions: "Aktionen und Regeln",
  browser: {
    intro: "Gilt nur in diesem Browser.",
    theme: "Farben",
    themes: { system: "wie im System", light: "hell", dark: "dunkel" },
  },
  units: {
    days: "Tage",
    gigabytes: "GB",
    megabytes: "MB",
    events: "Ereignisse",
    seconds: "s",
    times: "mal",
    characters: "Zeichen",
    minutes: "Minuten",
    hours: "Stunden",
    lines: "Zeilen",
  },
  system: {
    site_name: [
      "Name dieses Lenswatch",
      "Im Titel der Seite, im Betreff von E-Mails und in Berichten, etwa der Name des Gebäudes; leer: Lenswatch.",
    ],
    time_zone: ["Zeitzone", "Zum Beispiel Europe/Berlin; leer: die des Rechners."],
    measurement_days: ["Messwerte aufbewahren", "Ältere werden entfernt."],
    database_gb: ["Größe der Datenbank", "Darüber werden die ältesten Messwerte entfernt."],
    picture_days: [
      "Bilder von Ereignissen aufbewahren",
      "So lange nach dem Ende ihres Ereignisses; 0: für immer.",
    ],
    pictures_gb: [
      "Bilder von Ereignissen",
      "Darüber werden die der ältesten beendeten Ereignisse entfernt.",
    ],
    event_days: ["Ereignisse aufbewahren", "So lange nach ihrem Ende; 0: für immer."],
    events_max: ["Beendete Ereignisse", "Über dieser Zahl werden die ältesten entfernt."],
    disk_full: [
      "Ein voller Datenträger ist ein Ereignis",
      "Wenn weniger frei ist als unter „Speicher und Kontingente“ verlangt.",
    ],
    disk_free_mb: [
      "Auf dem Datenträger frei halten",
      "Ist es weniger, werden die ältesten Bilder, dann Messwerte und zuletzt Ereignisse entfernt.",
    ],
    disk_error: ["Ein Datenträger, der sich nicht beschreiben lässt, ist ein Ereignis", ""],
    network_lost: ["Ein Netzwerkanschluss ohne Verbindung ist ein Ereignis", ""],
    interfaces: [
      "Netzwerkanschlüsse",
      "Die eine Verbindung haben müssen, durch Kommas getrennt; leer: jeder, der seit dem Start eine hatte.",
    ],
    illegal_login: [
      "Fehlgeschlagene Anmeldungen sind ein Ereignis",
      "Auch Versuche einer Adresse, die ausgesperrt ist.",
    ],
    login_failures: ["Fehlgeschlagene Anmeldungen", "So viele ergeben ein Ereignis …"],
    login_window_s: ["Innerhalb von", "… wenn sie innerhalb so vieler Sekunden liegen."],
    certificate_expiring: ["Ein ablaufendes Zertifikat einer Kamera ist ein Ereignis", ""],
    certificate_days: ["Vor seinem Ende", "So viele Tage vorher."],
    audit_days: ["Aufzeichnungen, wer was tat, aufbewahren", "0: für immer."],
    audit_max: [
      "Aufzeichnungen, wer was tat",
      "Über dieser Zahl werden die ältesten entfernt.",
    ],
    log_days: ["Systemprotokoll aufbewahren", "0: für immer."],
    log_max: ["Zeilen des Systemprotokolls", "Über dieser Zahl werden die ältesten entfernt."],
    password_length: ["Länge von Passwörtern", "Ein neues hat mindestens so viele Zeichen."],
    password_days: [
      "Alter von Passwörtern",
      "Danach ist bei der nächsten Anmeldung ein neues zu wählen; 0: nie.",
    ],
    second_factor_administrators: [
      "Administratoren brauchen einen zweiten Faktor",
      "Sie richten ihn bei der nächsten Anmeldung ein, vor allem anderen.",
    ],
    recovery_questions: [
      "Ein verlorenes Passwort lässt sich durch Sicherheitsfragen neu setzen",
      "",
    ],
    recovery_mail: [
      "Ein verlorenes Passwort lässt sich durch einen Code per E-Mail neu setzen",
      "",
    ],
    recovery_action: [
      "E-Mail-Aktion für diese Codes",
      "Ihr Server verschickt sie; leer: die erste, die eingeschaltet ist.",
    ],
    login_attempts: [
      "Fehlversuche bis zur Sperre",
      "Nach so vielen wird eine Adresse gesperrt, und ein Konto für Adressen, von denen es nie benutzt wurde.",
    ],
    login_lock_minutes: ["Dauer der Sperre", ""],
    sessions_max: [
      "Anmeldungen eines Benutzers zugleich",
      "Darüber endet die, die am längsten untätig war.",
    ],
    session_idle_minutes: ["Abgemeldet bei Untätigkeit nach", "0: nie."],
    session_hours: ["Längste Anmeldung", "Dann ist sie auf jeden Fall vorbei; 0: nie."],
    always_on: [
      "Bildschirme an der Wand",
      "Betrachter, deren Anmeldungen nicht durch Zeit enden, durch Kommas getrennt.",
    ],
    http_digest: [
      "Skripte dürfen sich durch HTTP Digest anmelden",
      "Mit SHA-256; für jeden Benutzer ab der nächsten Anmeldung mit dem Passwort.",
    ],
    http_digest_md5: ["HTTP Digest darf auch MD5 verwenden", "Für alte Programme; es ist schwach."],
  },
  exceptionsIntro:
    "Auch was mit dem System selbst nicht stimmt, ist ein Ereignis und löst Aktionen aus wie die Störung einer Kamera.",
  storage: {
    intro:
      "Was älter oder mehr ist als hier erlaubt, wird von selbst entfernt. Offene Ereignisse und ihre Bilder bleiben.",
    recordings: "Aufnahmen",
    recordingsIntro: "Sie werden für jede Kamera einzeln eingestellt.",
    gigabytes: (count: number): string =>
      count === 0 ? "ohne Grenze" : `${number(count, 1)} GB`,
    days: (count: number): string => (count === 0 ? "für immer" : plural(count, "Tag", "Tage")),
  },
  time: {
    intro:
      "Zeitpläne und Nachrichten richten sich nach dieser Zeitzone; was Sie auf den Seiten sehen, nach der Ihres Browsers.",
    now: "Nach der Uhr von Lenswatch ist es jetzt",
  },
  config: {
    intro:
      "Einstellungen, Kameras, Aktionen, Regeln und Alarmzeiten als eine YAML-Datei, zum Aufbewahren oder für ein anderes Lenswatch. Benutzer, Ereignisse und Aufnahmen sind nicht darin.",
    export: "Ausgeben",
    passphrase: "Passphrase",
    passphraseOut:
      "8 Byte oder mehr: Passwörter von Kameras und Geheimnisse von Aktionen gehen versiegelt mit. Leer: Sie werden weggelassen.",
    save: "Datei speichern",
    whole: "Gespeichert. Nichts wurde weggelassen.",
    leftOut: "Gespeichert. Diese Geheimnisse sind nicht darin:",
    import: "Einlesen",
    file: "Datei",
    fileHelp: "Nichts wird geändert, bevor Sie gesehen haben, was sich ändern würde.",
    passphraseIn: "Die, mit der die Datei gemacht wurde; leer, wenn sie keine Geheimnisse enthält.",
    prune: "Entfernen, was die Datei nicht nennt",
    pruneHelp:
      "In den Abschnitten, die sie hat: Eine Kamera geht mit allem, was von ihr gespeichert ist.",
    look: "Ansehen, was sich ändern würde",
    take: "Übernehmen",
    taken: "Übernommen:",
    would: "Das würde sich ändern:",
    same: "Nichts würde sich ändern: Alles ist wie in der Datei.",
    wrong: "Sie lässt sich nicht übernehmen:",
    levels: { error: "Fehler", warning: "Warnung" },
    changes: { added: "neu:", changed: "geändert:", removed: "entfernt:" },
    line: (line: number): string => `Zeile ${line}:`,
  },
  backup: {
    title: "Sicherung",
    intro:
      "Die ganze Datenbank als eine Datei: Kameras, Ereignisse mit ihren Bildern, Messwerte, Benutzer. Sie entsteht, während Lenswatch weiterläuft. Aufnahmen sind nicht darin, auch nicht der Schlüssel zu den Passwörtern der Kameras: Bewahren Sie eine Kopie von secret.key getrennt davon auf.",
    save: "Sicherung speichern",
    restore: "Zu einer Sicherung zurückkehren",
    restoreIntro:
      "Die jetzige Datenbank bleibt neben der erhalten, die an ihre Stelle tritt. Lenswatch beginnt von neuem, und alle melden sich wieder an.",
    file: "Sicherung",
    fileHelp: "Sie wird durchgesehen, bevor sich etwas ändert.",
    look: "Durchsehen",
    looking: "Sie wird gesendet und durchgesehen …",
    holds: (cameras: number, events: number, users: number): string =>
      `Sie ist vollständig und enthält ${plural(cameras, "Kamera", "Kameras")}, ${plural(events, "Ereignis", "Ereignisse")} und ${plural(users, "Benutzer", "Benutzer")}.`,
    newest: (time: string): string => `Das neueste Ereignis begann ${time}.`,
    size: (megabytes: string): string => `${megabytes} MB.`,
    take: "An die Stelle der jetzigen Datenbank setzen",
    restarting: "Lenswatch beginnt von neuem. Diese Seite kommt von selbst wieder …",
    reset: "Zurück zum Grundzustand",
    what: "Was zurückgesetzt wird",
    whats: { settings: "Einstellungen", everything: "Alles" },
    explained: {
      settings:
        "Die Einstellungen von Lenswatch und aller Kameras werden die anfänglichen; Aktionen, Regeln und Alarmzeiten werden entfernt. Benutzer, Namen, Adressen und Anmeldungen der Kameras, Ereignisse, Messwerte und Aufnahmen bleiben.",
      everything:
        "Wie beim ersten Start: keine Kamera, kein Ereignis, kein Benutzer; wer die Seite als Erster öffnet, legt das Passwort fest. Die jetzige Datenbank bleibt auf dem Datenträger, Aufnahmen auch.",
    },
    resets: { settings: "Einstellungen zurücksetzen", everything: "Alles entfernen" },
    password: "Ihr Passwort",
    passwordHelp: "Noch einmal, weil sich das auf dieser Seite nicht rückgängig machen lässt.",
    done: "Die Einstellungen sind die anfänglichen.",
  },
  about: {
    model: "Modell:",
    licences: "Lizenzen",
    intro: "Von Lenswatch und von allen Bibliotheken, mit denen dieses hier gebaut wurde.",
    as: (name: string): string => `Wie ${name}.`,
    none: "Das System, auf dem dies gebaut wurde, hat keinen Text dazu.",
  },
} as const;
