// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What the daemon says in English: reasons of verdicts, what conditions and kinds of actions are.
// {1} is what stands at the first % of the English format, {2} at the second.
import type { Said } from "../../api/said";
import type { SaidOfCameras } from "../../api/saidOfCameras";
import type { SaidOfRequests } from "../../api/saidOfRequests";
import { saidOfCameras } from "./saidOfCameras";
import { saidOfRequests } from "./saidOfRequests";

const ofPictures: Readonly<Record<Said, string>> = {
  "%.0f %% of the picture is black": "{1} % des Bildes sind schwarz",
  "%.0f %% of the picture is one colour": "{1} % des Bildes haben eine einzige Farbe",
  "%.0f %% of the picture is white": "{1} % des Bildes sind weiß",
  "%.0f %% of the picture is white, and all of it %.1f times as bright as usual":
    "{1} % des Bildes sind weiß, und das ganze ist {2}-mal so hell wie sonst",
  "%.0f %% of the rows are missing": "{1} % der Zeilen fehlen",
  "%.0f %% of the tiles have lost their detail while the others keep theirs":
    "{1} % der Kacheln haben ihre Einzelheiten verloren, die anderen nicht",
  "%.0f %% of the view is blocked": "{1} % der Sicht sind verdeckt",
  "%d failed logins within %d s, the last one from %s":
    "{1} fehlgeschlagene Anmeldungen in {2} s, die letzte von {3}",
  "%llu of %llu MB are free on the disk of the database":
    "{1} von {2} MB sind auf der Platte der Datenbank frei",
  "%llu pictures, %llu measurements, %llu events were removed to go on":
    "{1} Bilder, {2} Messungen und {3} Ereignisse wurden entfernt, um weiterzumachen",
  "%s explains it better": "„{1}“ erklärt es besser",
  "%s out of focus: all over the picture detail is coarser, as by %.1f px@1080p":
    "{1} unscharf: Im ganzen Bild sind Einzelheiten gröber, wie durch {2} px@1080p",
  "%u of %u pictures seen": "{1} von {2} Bildern gesehen",
  "A longer password takes longer to guess.": "Ein längeres Passwort ist schwerer zu erraten.",
  "A password that leaked is not good for ever.":
    "Ein Passwort, das bekannt wurde, gilt nicht für immer.",
  "A uniform picture, as a recorder or encoder shows without a camera.":
    "Ein einfarbiges Bild, wie es ein Rekorder oder Encoder ohne Kamera zeigt.",
  "Answers about one's life can be found out.":
    "Antworten über das eigene Leben lassen sich herausfinden.",
  "Bars or lines over the picture that are not part of the scene.":
    "Balken oder Linien über dem Bild, die nicht zur Szene gehören.",
  "Blocks, torn or grey parts: the coding or the line spoils the picture.":
    "Blöcke, zerrissene oder graue Teile: Die Codierung oder die Leitung verdirbt das Bild.",
  "Browsers ask by HTTPS by themselves.": "Browser fragen von selbst über HTTPS.",
  "Colour is lost where this camera has it at this time of the day.":
    "Die Farbe fehlt, obwohl diese Kamera sie um diese Tageszeit hat.",
  "Fog, smoke, rain or snow take the contrast, most of it far away.":
    "Nebel, Rauch, Regen oder Schnee nehmen den Kontrast, am meisten in der Ferne.",
  "Forgotten logins end.": "Vergessene Anmeldungen enden.",
  "Guessing is stopped earlier.": "Raten wird früher gestoppt.",
  "Guessing is stopped for longer.": "Raten wird für länger gestoppt.",
  "Has the camera of the event focus its lens.":
    "Lässt die Kamera des Ereignisses ihr Objektiv scharf stellen.",
  "Has the camera of the event, or others, record for some time.":
    "Lässt die Kamera des Ereignisses oder andere eine Zeitlang aufnehmen.",
  "MD5 is broken.": "MD5 ist gebrochen.",
  "No login lives for longer than a working day.":
    "Keine Anmeldung lebt länger als einen Arbeitstag.",
  "No password crosses a network in the clear.": "Kein Passwort geht offen durch ein Netz.",
  "Noise far above what this camera shows; snow of an analogue line.":
    "Rauschen weit über dem, was diese Kamera sonst zeigt; Schnee einer analogen Leitung.",
  "Part of the view has lost its detail for long: drops, a web, dust or a film on the lens.":
    "Einem Teil der Sicht fehlen lange die Einzelheiten: Tropfen, ein Netz, Staub oder ein Film auf dem Objektiv.",
  "Plays a sound at this machine.": "Spielt auf diesem Rechner einen Ton.",
  "Publishes events and the states of cameras to an MQTT broker; for Home Assistant.":
    "Meldet Ereignisse und den Zustand der Kameras einem MQTT-Broker; für Home Assistant.",
  "Runs a program, with the event as JSON on its standard input.":
    "Startet ein Programm, mit dem Ereignis als JSON auf seiner Standardeingabe.",
  "Sends a mail with pictures over SMTP.": "Schickt eine E-Mail mit Bildern über SMTP.",
  "Sends a message by ntfy, Gotify, Slack, Teams or Telegram.":
    "Schickt eine Nachricht über ntfy, Gotify, Slack, Teams oder Telegram.",
  "Sends an SNMP trap or inform, of version 2c or 3.":
    "Schickt einen SNMP-Trap oder -Inform der Version 2c oder 3.",
  "Somebody is told before a certificate ends, and nobody has to ignore it.":
    "Jemand erfährt, dass ein Zertifikat abläuft, bevor man es missachten muss.",
  "Somebody is told when passwords are guessed.":
    "Jemand erfährt, wenn Passwörter geraten werden.",
  "Something in front of the lens blocks the view.": "Etwas vor dem Objektiv verdeckt die Sicht.",
  "Stores the picture of the event in a folder, in S3 or among the recordings.":
    "Legt das Bild des Ereignisses in einem Ordner, in S3 oder bei den Aufnahmen ab.",
  "Stores the pictures of the event at an FTP, FTPS or SFTP server.":
    "Legt die Bilder des Ereignisses auf einem FTP-, FTPS- oder SFTP-Server ab.",
  "Switches an output of a camera, a Modbus coil or a GPIO line.":
    "Schaltet einen Ausgang einer Kamera, eine Modbus-Spule oder eine GPIO-Leitung.",
  "TLS 1.3 leaves out what was found to be weak.": "TLS 1.3 lässt weg, was sich als schwach erwies.",
  "Tells an alarm server over HTTP or HTTPS.":
    "Meldet es einem Alarmserver über HTTP oder HTTPS.",
  "The brightness of the whole picture goes up and down.":
    "Die Helligkeit des ganzen Bildes geht auf und ab.",
  "The camera looks elsewhere: it was turned, moved or zoomed.":
    "Die Kamera schaut woandershin: Sie wurde gedreht, verschoben oder gezoomt.",
  "The lens is out of focus, compared with how sharp this camera is when it is healthy.":
    "Das Objektiv ist unscharf, verglichen mit dem, wie scharf diese Kamera ist, wenn sie in Ordnung ist.",
  "The lens loses focus slowly, over days: the limit will be reached.":
    "Das Objektiv wird über Tage langsam unscharf: Die Grenze wird erreicht.",
  "The picture is too dark to see what happens.":
    "Das Bild ist zu dunkel, um zu sehen, was geschieht.",
  "The picture is washed out or blinded by light.":
    "Das Bild ist ausgewaschen oder von Licht geblendet.",
  "The stream runs and always shows the same picture.":
    "Der Strom läuft und zeigt immer dasselbe Bild.",
  "The white balance is gone: one colour lies over the whole picture.":
    "Der Weißabgleich ist dahin: Eine Farbe liegt über dem ganzen Bild.",
  "The whole picture trembles.": "Das ganze Bild zittert.",
  "What Digest is checked with is as good as the password; tokens can be taken back.":
    "Womit Digest geprüft wird, ist so gut wie das Passwort; Token lassen sich zurücknehmen.",
  "Who learns an administrator's password does not get in by it.":
    "Wer das Passwort eines Administrators erfährt, kommt damit nicht hinein.",
  "Who walks away is logged out.": "Wer weggeht, wird abgemeldet.",
  "as dark as this scene often is": "so dunkel, wie diese Szene oft ist",
  "as fine as ever: %.0f %% of the tiles have their edges":
    "so fein wie immer: {1} % der Kacheln haben ihre Kanten",
  "all over the picture detail is coarser": "im ganzen Bild sind Einzelheiten gröber",
  "as fine as when the reference was made": "so fein wie beim Festhalten des Vergleichs",
  "as it usually does": "wie sonst",
  "bands across": "Streifen quer",
  "bands across, at one distance": "Streifen quer, in gleichem Abstand",
  "bands along": "Streifen längs",
  "bands along, at one distance": "Streifen längs, in gleichem Abstand",
  "bands of %.1f levels over the picture": "Streifen von {1} Stufen über dem Bild",
  "bars of %.1f levels across the picture, all at one distance":
    "Balken von {1} Stufen quer über dem Bild, alle in gleichem Abstand",
  "bars of %.1f levels along the picture, all at one distance":
    "Balken von {1} Stufen längs über dem Bild, alle in gleichem Abstand",
  "bars of %.1f levels, or something that moves: too few at one distance":
    "Balken von {1} Stufen, oder etwas, das sich bewegt: zu wenige in gleichem Abstand",
  blocking: "Blockbildung",
  bright: "hell",
  "bright enough: %.0f of 255": "hell genug: {1} von 255",
  brightness: "Helligkeit",
  "brightness goes up and down by %.0f levels": "die Helligkeit geht um {1} Stufen auf und ab",
  "camera %s is not recorded: %s": "Kamera {1} wird nicht aufgenommen: {2}",
  "camera disabled": "Kamera abgeschaltet",
  "camera removed": "Kamera entfernt",
  cleared: "wieder in Ordnung",
  "coded %.1f times as coarsely as usual: that takes detail, too":
    "{1}-mal so grob codiert wie sonst: Auch das nimmt Einzelheiten",
  "coded in steps of %.0f levels, %.1f times as coarsely as usual":
    "in Stufen von {1} codiert, {2}-mal so grob wie sonst",
  "coded so coarsely that little is left of what is there":
    "so grob codiert, dass von dem, was da ist, wenig bleibt",
  colour: "Farbe",
  "colour, blue": "Farbe, blau",
  "colour, red": "Farbe, rot",
  contrast: "Kontrast",
  "contrast is as ever": "der Kontrast ist wie immer",
  dark: "dunkel",
  degrees: "Grad",
  detail: "Einzelheiten",
  disarmed: "unscharf geschaltet",
  "drift since the reference": "Abdrift seit dem Vergleich",
  "edges sharp near, lost far: fog, not focus; contrast is %.0f %% of normal":
    "Kanten nah scharf, fern verloren: Nebel, nicht Schärfe; der Kontrast ist bei {1} % des üblichen",
  fineness: "Feinheit",
  "fineness, best quarter of the tiles": "Feinheit, bestes Viertel der Kacheln",
  "fineness lost at 2 px@1080p": "Feinheit, die bei 2 px@1080p fehlt",
  "flat tiles": "flache Kacheln",
  "from picture to picture it moves by %.1f px@1080p":
    "von Bild zu Bild bewegt es sich um {1} px@1080p",
  "grey at an hour at which there always was colour":
    "grau zu einer Stunde, in der immer Farbe war",
  "grey, as often at this hour": "grau, wie oft zu dieser Stunde",
  "grey, on a camera that keeps its colour by night":
    "grau, bei einer Kamera, die nachts ihre Farbe behält",
  "has lost focus since %s, now steady": "wurde seit {1} unscharf, jetzt gleichbleibend",
  "it comes and goes: %.130s": "es kommt und geht: {1}",
  "known for %d of the %d days that are needed": "seit {1} von {2} nötigen Tagen bekannt",
  "learning, %u of %d pictures": "lernt, {1} von {2} Bildern",
  "learning: the healthy reference is not made yet":
    "lernt: Der Vergleich aus guten Tagen ist noch nicht gemacht",
  "learns once the picture is in focus": "lernt, sobald das Bild scharf ist",
  "less than a quarter of the picture is whole": "weniger als ein Viertel des Bildes ist heil",
  levels: "Stufen",
  "likeness to the scene": "Ähnlichkeit mit der Szene",
  ln: "ln",
  "losing focus since %s, limit reached in about %.0f days":
    "wird seit {1} unscharf, die Grenze ist in etwa {2} Tagen erreicht",
  "most of the picture has lost its detail, not a part":
    "der größte Teil des Bildes hat seine Einzelheiten verloren, nicht ein Stück",
  "no longer listened to": "nicht mehr abgehört",
  "no picture yet": "noch kein Bild",
  noise: "Rauschen",
  "noise of %.1f levels; normal is %.1f": "Rauschen von {1} Stufen; üblich sind {2}",
  "noise or glare hides the edges: %u of %u tiles can tell":
    "Rauschen oder Blendung verdeckt die Kanten: {1} von {2} Kacheln sagen etwas",
  "not assessed by itself": "nicht für sich allein beurteilt",
  "not known yet whether the camera has colour at this hour":
    "noch nicht bekannt, ob die Kamera zu dieser Stunde Farbe hat",
  "not measured": "nicht gemessen",
  "not under": "nicht unter",
  "nothing in the picture is bright: %.0f of 255": "nichts im Bild ist hell: {1} von 255",
  "nothing of the picture is whole": "nichts vom Bild ist heil",
  "only %u of %u tiles have lasting edges to judge by":
    "nur {1} von {2} Kacheln haben bleibende Kanten, nach denen sich urteilen lässt",
  "only %u of %u tiles have lasting edges; the picture by itself looks %s":
    "nur {1} von {2} Kacheln haben bleibende Kanten; das Bild für sich sieht {3} aus",
  "out of focus, which it did not": "unscharf, anders als sonst,",
  "pictures come too rarely to tell": "Bilder kommen zu selten, um es zu sagen",
  "probability of blur %.3f, which is %s the %.3f of sensitivity %d":
    "Wahrscheinlichkeit der Unschärfe {1}, {2} den {3} der Empfindlichkeit {4}",
  "radius out of focus": "Radius der Unschärfe",
  ratio: "Verhältnis",
  restart: "Neustart",
  rotation: "Drehung",
  severely: "stark",
  share: "Anteil",
  "shift across": "Verschiebung quer",
  "shift down": "Verschiebung nach unten",
  slightly: "leicht",
  "so little has detail that it may be the camera's own clock or name":
    "so wenig hat Einzelheiten, dass es Uhr oder Name der Kamera sein können",
  "step of the quantiser": "Stufe der Codierung",
  "steps between blocks are %.1f times those within":
    "Stufen zwischen Blöcken sind {1}-mal so groß wie in ihnen",
  "switched off": "abgeschaltet",
  "the camera is disabled": "die Kamera ist abgeschaltet",
  "the camera is lost": "die Kamera ist ausgefallen",
  "the camera says so itself: %.80s": "die Kamera sagt es selbst: {1}",
  "the certificate of %.90s ends on %s, in %lld day%s":
    "das Zertifikat von {1} endet am {2}, in {3} Tag(en)",
  "the certificate of %.90s is not valid since %s":
    "das Zertifikat von {1} gilt seit {2} nicht mehr",
  "the edges are crisp": "die Kanten sind scharf",
  "the edges are soft": "die Kanten sind weich",
  "the edges are soft along one direction, as in motion":
    "die Kanten sind in einer Richtung weich, wie bei Bewegung",
  "the edges are soft in all directions": "die Kanten sind in allen Richtungen weich",
  "the edges are soft, in one direction more than in others":
    "die Kanten sind weich, in einer Richtung mehr als in anderen",
  "the edges are somewhat soft": "die Kanten sind etwas weich",
  "the light is unlike all that was learnt": "das Licht ist anders als alles Gelernte",
  "the light is unlike that of the baseline": "das Licht ist anders als beim Lernen",
  "the light or the view has just switched": "Licht oder Ansicht haben gerade gewechselt",
  "the mean colour is %.0f levels from normal":
    "die mittlere Farbe ist {1} Stufen neben der üblichen",
  "the picture by itself looks out of focus; learning, %u of %d":
    "das Bild für sich sieht unscharf aus; lernt, {1} von {2}",
  "the picture changes: %.0f %% of the tiles": "das Bild ändert sich: {1} % der Kacheln",
  "the picture has colour": "das Bild hat Farbe",
  "the picture has no colour": "das Bild hat keine Farbe",
  "the picture is more than 16 times as long as wide":
    "das Bild ist mehr als 16-mal so lang wie breit",
  "the picture is smaller than 64x64 pixels": "das Bild ist kleiner als 64x64 Pixel",
  "the picture is too dark": "das Bild ist zu dunkel",
  "the result is not a finite number": "das Ergebnis ist keine endliche Zahl",
  "the same picture for %.0f s, %u times": "dasselbe Bild seit {1} s, {2}-mal",
  "the scene has not looked like this before, or not for long":
    "die Szene sah noch nicht so aus, oder nicht lange",
  "the scene has too little contrast to miss":
    "die Szene hat zu wenig Kontrast, um ihn zu vermissen",
  "the scene is another one: likeness %.2f": "die Szene ist eine andere: Ähnlichkeit {1}",
  "the scene is too restless or too coarse to judge focus by":
    "die Szene ist zu unruhig oder zu grob, um die Schärfe zu beurteilen",
  "the scene is where it was": "die Szene ist, wo sie war",
  "the view moved by %.0f px@1080p across and %.0f down":
    "die Ansicht hat sich um {1} px@1080p quer und {2} nach unten verschoben",
  "the view moved by %.0f px@1080p across and %.0f down, turned by %.1f degrees and is %.2f times as large":
    "die Ansicht hat sich um {1} px@1080p quer und {2} nach unten verschoben, um {3} Grad gedreht und ist {4}-mal so groß",
  "there is no texture to tell the noise from":
    "es gibt keine Struktur, von der sich das Rauschen unterscheiden ließe",
  "there is too little detail to judge by": "es gibt zu wenig Einzelheiten, um zu urteilen",
  "tiles that lost all edges": "Kacheln ohne Kanten",
  "tiles unlike the picture before": "Kacheln anders als im Bild davor",
  "too dark for colour": "zu dunkel für Farbe",
  "too little is left of the picture to compare it":
    "vom Bild ist zu wenig übrig, um es zu vergleichen",
  "too little of the picture is whole": "zu wenig vom Bild ist heil",
  "what was learnt is forgotten": "das Gelernte ist vergessen",
  zoom: "Zoom",
};

export const said: Readonly<Record<Said | SaidOfCameras | SaidOfRequests, string>> | null = {
  ...saidOfCameras,
  ...saidOfRequests,
  ...ofPictures,
};
