// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What one proves oneself with beside the password.
import { plural } from "../words";

export const secondFactor = {
  title: "Zweiter Faktor",
  about:
    "Ein Code aus einer App auf Ihrem Telefon, nach dem neben dem Passwort gefragt wird. Wer nur das Passwort erfährt, kommt nicht hinein.",
  due: "Administratoren müssen hier einen zweiten Faktor haben. Richten Sie Ihren ein, um weiterzumachen.",
  off: "Er ist ausgeschaltet.",
  on: (codes: number): string =>
    `Er ist eingeschaltet. ${codes === 0 ? "Kein Wiederherstellungscode ist" : plural(codes, "Wiederherstellungscode ist", "Wiederherstellungscodes sind")} übrig.`,
  password: "Ihr eigenes Passwort",
  setUp: "Einrichten",
  scan: "Lesen Sie dies mit einer Authenticator-App ein.",
  qr: "QR-Code für eine Authenticator-App",
  byHand: "Oder tippen Sie dies dort ein:",
  code: "Code, den die App zeigt",
  codeHelp: "Sechs Ziffern. Stimmt er, ist der zweite Faktor eingeschaltet.",
  switchOn: "Einschalten",
  switchOff: "Ausschalten",
  freshCodes: "Neue Wiederherstellungscodes",
  codes: "Ihre Wiederherstellungscodes",
  codesHelp:
    "Jeder meldet Sie einmal an, wenn Sie die App nicht haben. Sie werden nicht noch einmal gezeigt: Drucken Sie sie oder legen Sie sie in einen Passwortspeicher.",
  kept: "Ich habe sie verwahrt",
  needed: "Code des zweiten Faktors",
  neededHelp: "Aus der Authenticator-App, oder ein Wiederherstellungscode.",
  column: "Zweiter Faktor",
  yes: "ein",
  no: "aus",
  removeOf: (user: string): string => `Zweiten Faktor von ${user} entfernen`,
  removeQuestion: "Danach kommt dieser Benutzer mit dem Passwort allein hinein und kann ihn neu einrichten.",
} as const;

/** By their names in the daemon. */
export const securityQuestions = {
  first_pet: "Wie hieß Ihr erstes Haustier?",
  first_school: "Wie hieß Ihre erste Schule?",
  first_street: "In welcher Straße haben Sie als Kind gewohnt?",
  first_teacher: "Wie hieß Ihre erste Lehrerin oder Ihr erster Lehrer?",
  first_friend: "Wie hieß Ihre beste Freundin oder Ihr bester Freund als Kind?",
  first_film: "Welchen Film haben Sie zuerst im Kino gesehen?",
  first_job: "In welcher Stadt hatten Sie Ihre erste Stelle?",
  first_car: "Welche Marke und welches Modell war Ihr erstes Auto oder Fahrrad?",
  mother_born: "In welcher Stadt wurde Ihre Mutter geboren?",
  father_born: "In welcher Stadt wurde Ihr Vater geboren?",
  grandmother: "Wie hieß die Mutter Ihrer Mutter mit Vornamen?",
  childhood_dish: "Welches Gericht mochten Sie als Kind am liebsten?",
} as const;

export const lostPassword = {
  title: "Passwort vergessen",
  way: "Wie Sie zeigen, dass Sie es sind",
  ways: { mail: "Code per E-Mail", questions: "Sicherheitsfragen" },
  none: "Hier gibt es keinen Weg, es neu zu setzen.",
  host: "Ein Administrator kann immer ein neues setzen, ebenso lenswatch user reset auf dem Rechner selbst.",
  mailAbout: "Ein Code geht an die Adresse, die der Benutzer hinterlegt hat.",
  sendCode: "Code senden",
  sent: "Gibt es diesen Benutzer mit einer Adresse, ist ein Code unterwegs. Er gilt 15 Minuten.",
  code: "Code aus der E-Mail",
  codeHelp: "Zweimal vier Buchstaben und Ziffern.",
  questionsAbout: "Der Benutzer hat drei Fragen gewählt und beantwortet.",
  askMe: "Fragen zeigen",
  set: "Neues Passwort setzen",
  done: "Das Passwort ist gesetzt. Melden Sie sich damit an; alle früheren Anmeldungen sind beendet.",
  back: "Zurück zur Anmeldung",
} as const;

export const recoveryWays = {
  title: "Falls Sie Ihr Passwort vergessen",
  about: "Richten Sie einen Weg ein, es ohne Administrator neu zu setzen. Nach dem zweiten Faktor wird trotzdem gefragt.",
  email: "E-Mail-Adresse für Codes",
  emailHelp: "Leer: Es wird kein Code gesendet. Ein Administrator muss eine E-Mail-Aktion eingerichtet haben.",
  saveEmail: "Adresse speichern",
  questionsSet: "Drei Fragen sind eingerichtet.",
  questionsNone: "Es sind keine Fragen eingerichtet.",
  question: (n: number): string => `Frage ${n}`,
  answer: (n: number): string => `Antwort ${n}`,
  answerHelp:
    "Nach allen dreien wird gefragt. Groß oder klein, Leerzeichen und Satzzeichen zählen nicht. Eine Antwort muss nicht wahr sein: Besser ist, was niemand herausfinden kann.",
  saveQuestions: "Fragen speichern",
  removeQuestions: "Fragen entfernen",
  saved: "Gespeichert.",
} as const;

export const security = {
  logins: "Anmeldungen und Passwörter",
  reinforcement: "Verstärkte Sicherheit",
  about:
    "Ein Schalter für die strengen Einstellungen. Solange er an ist, können sie strenger, aber nicht schwächer gemacht werden; ausgeschaltet sind sie wieder, was sie waren.",
  isOn: "Sie ist eingeschaltet.",
  isOff: "Sie ist ausgeschaltet.",
  switchOn: "Einschalten",
  switchOff: "Ausschalten",
  onQuestion: (n: number): string =>
    `${plural(n, "Einstellung ändert", "Einstellungen ändern")} sich, wie oben gezeigt. Administratoren ohne zweiten Faktor müssen als Nächstes einen einrichten.`,
  offQuestion: (n: number): string =>
    `${plural(n, "Einstellung geht", "Einstellungen gehen")} auf den früheren Wert zurück.`,
  yes: "Ja",
  no: "So lassen",
  setting: "Einstellung",
  present: "Jetzt",
  afterOn: "Eingeschaltet",
  afterOff: "Wieder ausgeschaltet",
  why: "Warum",
  same: "dasselbe",
  on: "an",
  off: "aus",
  settings: {
    second_factor_administrators: "Zweiter Faktor für Administratoren",
    password_length: "Länge von Passwörtern",
    password_days: "Alter von Passwörtern, Tage",
    login_attempts: "Fehlversuche bis zur Sperre",
    login_lock_minutes: "Länge der Sperre, Minuten",
    sessions_max: "Anmeldungen eines Benutzers zugleich",
    session_idle_minutes: "Abgemeldet bei Untätigkeit nach, Minuten",
    session_hours: "Längste Anmeldung, Stunden",
    recovery_questions: "Sicherheitsfragen",
    http_digest: "HTTP Digest",
    http_digest_md5: "HTTP Digest mit MD5",
    illegal_login: "Ereignis unerlaubter Anmeldungen",
    certificate_expiring: "Ereignis ablaufender Zertifikate",
    https_redirect: "HTTP auf HTTPS umleiten",
    hsts_days: "Browser fragen nur über HTTPS, Tage",
    tls_1_2: "TLS 1.2",
  },
} as const;
