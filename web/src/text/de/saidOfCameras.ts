// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Why a camera is lost, or something cannot be done with it, and what to do.
// As in said.ts: {1} is what stands at the first % of the English format.
import type { SaidOfCameras } from "../../api/saidOfCameras";

export const saidOfCameras: Readonly<Record<SaidOfCameras, string>> = {
  "%.100s answers %.60s, which is no picture": "{1} antwortet {2}, und das ist kein Bild",
  "%.100s has services at too many ports": "{1} hat Dienste auf zu vielen Ports",
  "%.100s refuses: %.120s": "{1} weigert sich: {2}",
  "%.100s refuses: %s": "{1} weigert sich: {2}",
  "%.100s sends %s video, which is not understood":
    "{1} sendet Video in {2}, das nicht verstanden wird",
  "%.150s answers what is no %.60s": "{1} antwortet etwas, das nicht {2} ist",
  "%.150s answers with status %ld": "{1} antwortet mit dem Status {2}",
  "%.150s broke the connection off: %.80s": "{1} hat die Verbindung abgebrochen: {2}",
  "%.150s cannot be opened: %s": "{1} lässt sich nicht öffnen: {2}",
  "%.150s cannot be reached": "{1} ist nicht zu erreichen",
  "%.150s cannot be read: %s": "{1} lässt sich nicht lesen: {2}",
  "%.150s cannot do what it was asked": "{1} kann nicht tun, worum es gebeten wurde",
  "%.150s counts them by numbers": "{1} zählt sie mit Nummern",
  "%.150s does not allow this user to do that": "{1} erlaubt diesem Benutzer das nicht",
  "%.150s does not allow this user to watch": "{1} erlaubt diesem Benutzer nicht zuzusehen",
  "%.150s does not answer": "{1} antwortet nicht",
  "%.150s does not answer as a web server does": "{1} antwortet nicht wie ein Webserver",
  "%.150s does not answer as an RTSP camera does": "{1} antwortet nicht wie eine RTSP-Kamera",
  "%.150s does not know what it was asked": "{1} kennt nicht, was gefragt wurde",
  "%.150s does not offer the transport %s": "{1} bietet den Transport {2} nicht an",
  "%.150s does not speak TLS": "{1} spricht kein TLS",
  "%.150s ended the connection": "{1} hat die Verbindung beendet",
  "%.150s ended the stream": "{1} hat den Strom beendet",
  "%.150s ended the stream before its first picture":
    "{1} hat den Strom vor seinem ersten Bild beendet",
  "%.150s gave no whole answer in time": "{1} gab nicht rechtzeitig eine ganze Antwort",
  "%.150s has a web server, but none of a camera that is known":
    "{1} hat einen Webserver, aber nicht den einer bekannten Kamera",
  "%.150s has no such page": "{1} hat keine solche Seite",
  "%.150s has no such stream": "{1} hat keinen solchen Strom",
  "%.150s is busy": "{1} ist beschäftigt",
  "%.150s is neither a file, a folder nor a video device":
    "{1} ist weder eine Datei noch ein Ordner noch ein Videogerät",
  "%.150s offers no video": "{1} bietet kein Video an",
  "%.150s redirects again and again": "{1} leitet immer wieder weiter",
  "%.150s redirects to nowhere": "{1} leitet ins Leere weiter",
  "%.150s refuses the connection": "{1} lehnt die Verbindung ab",
  "%.150s refuses the user name or the password":
    "{1} lehnt den Benutzernamen oder das Passwort ab",
  "%.150s reports a fault of its own": "{1} meldet einen eigenen Fehler",
  "%.150s sends an answer of more than %zu bytes": "{1} sendet eine Antwort von mehr als {2} Byte",
  "%.150s sends events that cannot be read": "{1} sendet Ereignisse, die sich nicht lesen lassen",
  "%.150s sends headers without end": "{1} sendet Kopfzeilen ohne Ende",
  "%.150s sends video that is not understood": "{1} sendet Video, das nicht verstanden wird",
  "%.150s sends what is no HTTP camera's answer": "{1} sendet, was keine HTTP-Kamera antwortet",
  "%.150s sends what is no picture": "{1} sendet etwas, das kein Bild ist",
  "%.150s sent %s for %.3g s": "{1} hat {3} s lang {2} gesendet",
  "%.150s sent a picture of more than %zu bytes": "{1} hat ein Bild von mehr als {2} Byte gesendet",
  "%.150s sent no key frame for %.0f s": "{1} hat {2} s lang kein Schlüsselbild gesendet",
  "%.150s sent nothing for %.3g s": "{1} hat {2} s lang nichts gesendet",
  "%.150s shows another certificate than before": "{1} zeigt ein anderes Zertifikat als bisher",
  "%.150s shows no certificate that can be read": "{1} zeigt kein lesbares Zertifikat",
  "%.150s wants a user name and a password": "{1} verlangt Benutzernamen und Passwort",
  "%.200s: line %u has no user": "{1}: In Zeile {2} steht kein Benutzer",
  "%.200s: more than %d lines": "{1}: mehr als {2} Zeilen",
  "%.40s: URLs cannot be read": "{1}: URLs lassen sich nicht lesen",
  "%.60s is no address": "{1} ist keine Adresse",
  "%.60s/%.20s is no network": "{1}/{2} ist kein Netz",
  "%.60s: there is no such setting": "{1}: Diese Einstellung gibt es nicht",
  "%.90s redirects to %.20s://%.90s, which is not followed":
    "{1} leitet zu {2}://{3} weiter, und dem wird nicht gefolgt",
  "%.90s redirects to %.90s, which is not followed":
    "{1} leitet zu {2} weiter, und dem wird nicht gefolgt",
  "%s cannot be read here": "{1} lässt sich hier nicht lesen",
  "%s claims %llu x %llu pixels, the limit is %llu megapixels":
    "{1} behauptet {2} x {3} Pixel, die Grenze sind {4} Megapixel",
  "%s failed: %s": "{1} ist fehlgeschlagen: {2}",
  "%s gave no picture: %s": "{1} gab kein Bild: {2}",
  "%s is not read": "{1} wird nicht gelesen",
  "%s of %llu x %llu pixels": "{1} von {2} x {3} Pixel",
  "%s video cannot be decoded here": "Video in {1} lässt sich hier nicht decodieren",
  "%s: a point is [x, y], each from 0 to 1": "{1}: Ein Punkt ist [x, y], jedes von 0 bis 1",
  "%s: a polygon has 3 to %d points": "{1}: Ein Vieleck hat 3 bis {2} Punkte",
  "%s: it is another one in conditions.defocus":
    "{1}: In conditions.defocus ist es ein anderer Wert",
  "%s: it must be %s": "{1}: Es muss {2} sein",
  "%s: it must be an array of up to %d polygons":
    "{1}: Es muss eine Liste von höchstens {2} Vielecken sein",
  "%s: it must be from %g to %g": "{1}: Es muss von {2} bis {3} sein",
  "%s: longer than %zu bytes": "{1}: länger als {2} Byte",
  "%s: the security reinforcement holds it %s%s":
    "{1}: Die verstärkte Sicherheit hält es auf {2}{3}",
  "'%.*s' is no range of addresses": "„{1}“ ist kein Bereich von Adressen",
  "'%.20s' is no number of seconds": "„{1}“ ist keine Zahl von Sekunden",
  "/%.20s is no length of a network's prefix: 0 to %d":
    "/{1} ist keine Länge eines Netzpräfixes: 0 bis {2}",
  "A firewall may drop UDP: try the transport tcp.":
    "Eine Firewall verwirft vielleicht UDP: Versuchen Sie den Transport tcp.",
  "A line is USER:PASSWORD.": "Eine Zeile ist BENUTZER:PASSWORT.",
  "A range is 192.0.2.0/24, 192.0.2.10-192.0.2.80, an address or the name of a host.":
    "Ein Bereich ist 192.0.2.0/24, 192.0.2.10-192.0.2.80, eine Adresse oder der Name eines Hosts.",
  "Both streams of a camera are opened with the same: leave them out of this URL.":
    "Beide Ströme einer Kamera werden mit demselben geöffnet: Lassen Sie sie in dieser URL weg.",
  "Check SSL_CERT_FILE, or install the package ca-certificates.":
    "Prüfen Sie SSL_CERT_FILE, oder installieren Sie das Paket ca-certificates.",
  "Check both; many cameras have users of their own for ONVIF, and lock a user out after several wrong attempts.":
    "Prüfen Sie beides; viele Kameras haben eigene Benutzer für ONVIF und sperren einen Benutzer nach einigen falschen Versuchen.",
  "Check both; many cameras lock a user out for minutes after several wrong attempts.":
    "Prüfen Sie beides; viele Kameras sperren einen Benutzer nach einigen falschen Versuchen für Minuten.",
  "Check the address, and the network between here and there.":
    "Prüfen Sie die Adresse und das Netz zwischen hier und dort.",
  "Check the name and this machine's name servers, or give the address in numbers.":
    "Prüfen Sie den Namen und die Nameserver dieses Rechners, oder geben Sie die Adresse in Zahlen an.",
  "Check the path of the URL; the camera's manual names it.":
    "Prüfen Sie den Pfad der URL; das Handbuch der Kamera nennt ihn.",
  "Check the port (RTSP is usually 554) and that RTSP is switched on.":
    "Prüfen Sie den Port (RTSP hat meist 554) und ob RTSP eingeschaltet ist.",
  "Check the port and the path of the URL.": "Prüfen Sie den Port und den Pfad der URL.",
  "Check the port, and that the camera's service is switched on.":
    "Prüfen Sie den Port und ob der Dienst der Kamera eingeschaltet ist.",
  "Check the port, or use the URL without TLS.":
    "Prüfen Sie den Port, oder nehmen Sie die URL ohne TLS.",
  "Check the port.": "Prüfen Sie den Port.",
  "Choose H.264, H.265 or MJPEG in the camera's settings.":
    "Wählen Sie in den Einstellungen der Kamera H.264, H.265 oder MJPEG.",
  "Correct them in the camera's settings, and they are tried at once. So that no account is locked, these are tried again rarely.":
    "Berichtigen Sie sie in den Einstellungen der Kamera, dann werden sie sofort versucht. Damit kein Konto gesperrt wird, werden diese nur noch selten versucht.",
  "For example rtsp://192.0.2.64:554/stream": "Zum Beispiel rtsp://192.0.2.64:554/stream",
  "For example rtsp://192.0.2.64:554/stream or /dev/video0":
    "Zum Beispiel rtsp://192.0.2.64:554/stream oder /dev/video0",
  "For example rtsp://[2001:db8::1]:554/": "Zum Beispiel rtsp://[2001:db8::1]:554/",
  "Give the camera's setting address, such as http://192.0.2.10.":
    "Geben Sie der Kamera die Einstellung address, etwa http://192.0.2.10.",
  "Give the camera's user name and password.":
    "Geben Sie Benutzernamen und Passwort der Kamera an.",
  "Give the password of the camera there, or null if it has none.":
    "Geben Sie das Passwort der dortigen Kamera an, oder null, wenn sie keines hat.",
  "Give the user the right to it in the camera, or wait: some cameras answer so while the user is locked out.":
    "Geben Sie dem Benutzer in der Kamera das Recht dazu, oder warten Sie: Manche Kameras antworten so, während der Benutzer gesperrt ist.",
  "Give the user the right to live view in the camera.":
    "Geben Sie dem Benutzer in der Kamera das Recht auf das Livebild.",
  "Have the camera send H.264, or use live.mjpeg.":
    "Lassen Sie die Kamera H.264 senden, oder nehmen Sie live.mjpeg.",
  "If that is right, give that address.": "Wenn das stimmt, geben Sie diese Adresse an.",
  "If that is right, give the URL that it leads to.":
    "Wenn das stimmt, geben Sie die URL an, zu der es führt.",
  "If the camera was replaced or reset, empty the camera's settings tls_pin and stream_pin; if not, somebody may be listening in.":
    "Wenn die Kamera ersetzt oder zurückgesetzt wurde, leeren Sie ihre Einstellungen tls_pin und stream_pin; wenn nicht, hört vielleicht jemand mit.",
  "Install the camera's certificate on this machine or name it in SSL_CERT_FILE, or switch the check of certificates off for this camera.":
    "Installieren Sie das Zertifikat der Kamera auf diesem Rechner, nennen Sie es in SSL_CERT_FILE, oder schalten Sie die Prüfung der Zertifikate für diese Kamera aus.",
  "Is the camera switched on, and is this its RTSP port?":
    "Ist die Kamera eingeschaltet, und ist das ihr RTSP-Port?",
  "Is the camera switched on, and is this the port of its web server?":
    "Ist die Kamera eingeschaltet, und ist das der Port ihres Webservers?",
  "Is the camera switched on, and is this the right port?":
    "Ist die Kamera eingeschaltet, und ist das der richtige Port?",
  "It is \"sha256//\" and 44 characters; leave it empty to take the certificate that the camera shows next.":
    "Es sind „sha256//“ und 44 Zeichen; leer wird das Zertifikat genommen, das die Kamera als nächstes zeigt.",
  "JPEG, PNG, WebP, BMP and TIFF are read, told by their content":
    "JPEG, PNG, WebP, BMP und TIFF werden gelesen, am Inhalt erkannt",
  "Look at its main one, or give it a sub_url.":
    "Sehen Sie den Hauptstrom an, oder geben Sie ihr eine sub_url.",
  "Name a range, such as 192.0.2.0/24.": "Nennen Sie einen Bereich, etwa 192.0.2.0/24.",
  "Or name a video file, a folder of pictures or /dev/videoN, from the root.":
    "Oder nennen Sie eine Videodatei, einen Ordner mit Bildern oder /dev/videoN, von der Wurzel an.",
  "Remove one first.": "Entfernen Sie zuerst eine.",
  "Set a shorter key frame interval in the camera.":
    "Stellen Sie in der Kamera einen kürzeren Abstand der Schlüsselbilder ein.",
  "Set https_listen as well": "Setzen Sie auch https_listen",
  "Set the camera to send key frames, not a gradual refresh.":
    "Stellen Sie die Kamera so ein, dass sie Schlüsselbilder sendet und nicht allmählich auffrischt.",
  "Switch ONVIF on in the camera, or give the URL of its stream.":
    "Schalten Sie in der Kamera ONVIF ein, oder geben Sie die URL ihres Stroms an.",
  "Switch the security reinforcement off to change it":
    "Um es zu ändern, schalten Sie die verstärkte Sicherheit aus",
  "There is no camera '%.32s'": "Es gibt keine Kamera „{1}“",
  "Try again in a moment, or close a focus meter; at most %d are open":
    "Versuchen Sie es gleich noch einmal, oder schließen Sie eine Schärfeanzeige; höchstens {1} sind offen",
  "Try the other transport.": "Versuchen Sie den anderen Transport.",
  "Use rtsp, rtsps, http or https, or a path.":
    "Nehmen Sie rtsp, rtsps, http oder https, oder einen Pfad.",
  "Use the URL of a snapshot or of an MJPEG stream; the camera's manual names it.":
    "Nehmen Sie die URL eines Einzelbilds oder eines MJPEG-Stroms; das Handbuch der Kamera nennt sie.",
  "Write 192.0.2.7, 192.0.2.0/24, 192.0.2.7-192.0.2.9 or 2001:db8::/32, with commas between":
    "Schreiben Sie 192.0.2.7, 192.0.2.0/24, 192.0.2.7-192.0.2.9 oder 2001:db8::/32, mit Kommas dazwischen",
  "Write @ : / ? # and % in a user name or password as %40 %3A %2F %3F %23 %25, or give user and password apart from the url.":
    "Schreiben Sie @ : / ? # und % in Benutzernamen oder Passwort als %40 %3A %2F %3F %23 %25, oder geben Sie beide getrennt von der URL an.",
  "Write a space as %20.": "Schreiben Sie ein Leerzeichen als %20.",
  "Write it as rtsp://HOST/PATH or http://HOST/PATH; a space is %%20.":
    "Schreiben Sie rtsp://HOST/PFAD oder http://HOST/PFAD; ein Leerzeichen ist %20.",
  "a /%d has more than %llu addresses": "ein /{1} hat mehr als {2} Adressen",
  "a camera cannot '%.60s'": "eine Kamera kann nicht „{1}“",
  "a camera turns with -1 to 1 of its speed":
    "eine Kamera dreht sich mit -1 bis 1 ihrer Geschwindigkeit",
  "a lens moves by 0 to 1 of its range": "ein Objektiv bewegt sich um 0 bis 1 seines Bereichs",
  "a packet of %d bytes is larger than is allowed": "ein Paket von {1} Byte ist größer als erlaubt",
  "a range is empty": "ein Bereich ist leer",
  "a range is too long": "ein Bereich ist zu lang",
  "address of a picture": "die Adresse eines Bilds",
  "address of a stream": "die Adresse eines Stroms",
  "address: it is http://HOST[:PORT] or https://HOST[:PORT]":
    "address: http://HOST[:PORT] oder https://HOST[:PORT]",
  "as sharp as before": "so scharf wie vorher",
  "at most %d ports": "höchstens {1} Ports",
  "be turned": "gedreht werden",
  "be turned so": "so gedreht werden",
  "broken or torn BMP": "kaputtes oder zerrissenes BMP",
  "browsers do not play the camera's kind of video":
    "Browser spielen das Video dieser Kamera nicht ab",
  "camera %s: %.180s": "Kamera {1}: {2}",
  "camera %s: %s": "Kamera {1}: {2}",
  "cannot start a thread for it: %s": "ein Thread dafür lässt sich nicht starten: {1}",
  "cannot start a thread for the camera: %s":
    "ein Thread für die Kamera lässt sich nicht starten: {1}",
  "cannot start a thread for the live view: %s":
    "ein Thread für das Livebild lässt sich nicht starten: {1}",
  "cannot start a thread: %s": "ein Thread lässt sich nicht starten: {1}",
  "cannot start a worker: %s": "ein Arbeiter lässt sich nicht starten: {1}",
  "conditions.%.40s: there is no such condition": "conditions.{1}: Diese Störung gibt es nicht",
  "conditions.%s.%.40s: %s": "conditions.{1}.{2}: {3}",
  "conditions.%s: it must be an object": "conditions.{1}: Es muss ein Objekt sein",
  "conditions: it must be an object": "conditions: Es muss ein Objekt sein",
  "conditions: there is no condition '%.31s'": "conditions: Es gibt keine Störung „{1}“",
  "convert it to JPEG, PNG, WebP, BMP or TIFF":
    "wandeln Sie es in JPEG, PNG, WebP, BMP oder TIFF um",
  "do that": "das tun",
  "epoll: %s": "epoll: {1}",
  "give single pictures": "einzelne Bilder geben",
  "go to a position of its lens": "zu einer Stellung des Objektivs fahren",
  "go to presets": "zu Presets fahren",
  "https_redirect: HTTPS is not served": "https_redirect: HTTPS wird nicht angeboten",
  "if it is genuine, raise the limit on pixels; no side may exceed %u":
    "wenn es echt ist, heben Sie die Grenze der Pixel an; keine Seite darf länger als {1} sein",
  "initialise its lens": "ihr Objektiv neu einrichten",
  "it cannot be changed": "es lässt sich nicht ändern",
  "it does not say why": "es sagt nicht, warum",
  "it ended: %s": "es endete: {1}",
  "it ends before it begins": "er endet, bevor er beginnt",
  "it gives no picture": "sie gibt kein Bild",
  "it is empty": "es ist leer",
  "it is longer than 1024 bytes": "es ist länger als 1024 Byte",
  "it is lost or not, and has no such setting":
    "es ist verloren oder nicht und hat keine solche Einstellung",
  "it is missing": "es fehlt",
  "it is neither an address nor a path from the root":
    "es ist weder eine Adresse noch ein Pfad von der Wurzel an",
  "it is not known which driver the camera needs":
    "es ist nicht bekannt, welchen Treiber die Kamera braucht",
  "it moves": "sie bewegt sich",
  "it must be a number": "es muss eine Zahl sein",
  "it must be a number from 0 to 3600": "es muss eine Zahl von 0 bis 3600 sein",
  "it must be a string": "es muss ein Text sein",
  "it must be a whole number": "es muss eine ganze Zahl sein",
  "it must be a whole number from 1 to 100": "es muss eine ganze Zahl von 1 bis 100 sein",
  "it must be true or false": "es muss true oder false sein",
  "it must begin with rtsp://, rtsps://, http:// or https://":
    "es muss mit rtsp://, rtsps://, http:// oder https:// beginnen",
  "it stands on no preset": "sie steht auf keinem Preset",
  "its interface names none": "ihre Schnittstelle nennt keinen",
  "its lens took too long": "ihr Objektiv hat zu lange gebraucht",
  "its settings are no JSON: %s": "ihre Einstellungen sind kein JSON: {1}",
  "keep where it looks": "behalten, wohin sie sieht",
  "less sharp than before": "weniger scharf als vorher",
  "libcurl failed": "libcurl ist fehlgeschlagen",
  "list its outputs": "ihre Ausgänge nennen",
  "list its streams": "ihre Ströme nennen",
  "list of parameters": "eine Liste von Parametern",
  "list of profiles": "eine Liste von Profilen",
  "list of streams": "eine Liste von Strömen",
  "list presets": "Presets nennen",
  "live.mjpeg shows them.": "live.mjpeg zeigt sie.",
  "look for defocus itself": "selbst nach Unschärfe sehen",
  "more than %d ranges": "mehr als {1} Bereiche",
  "move its lens": "ihr Objektiv bewegen",
  "no memory": "zu wenig Speicher",
  "no memory for a decoder": "zu wenig Speicher für einen Decoder",
  "no memory for a picture of %d x %d": "zu wenig Speicher für ein Bild von {1} x {2}",
  "no memory for a video decoder": "zu wenig Speicher für einen Videodecoder",
  "no memory to assess the picture": "zu wenig Speicher, um das Bild zu beurteilen",
  "no memory to decode a BMP": "zu wenig Speicher, um ein BMP zu decodieren",
  "no name server (DNS) says where %.150s is": "kein Nameserver (DNS) sagt, wo {1} ist",
  "no picture can be decoded: %.200s": "kein Bild lässt sich decodieren: {1}",
  "no picture comes to judge the focus by": "es kommt kein Bild, an dem die Schärfe zu sehen wäre",
  "no picture in this packet": "kein Bild in diesem Paket",
  "no recordings are kept here": "hier werden keine Aufnahmen aufbewahrt",
  "no thread for the scan: %s": "es gibt keinen Thread für die Suche: {1}",
  "no way through TLS could be set up: %s": "es ließ sich kein Weg durch TLS einrichten: {1}",
  "no whole picture": "kein ganzes Bild",
  "not a picture": "kein Bild",
  "not a video file, or a damaged one": "keine Videodatei, oder eine beschädigte",
  "nothing came": "es kam nichts",
  "nothing says where the camera's interface is":
    "nichts sagt, wo die Schnittstelle der Kamera ist",
  "nothing was learnt of that light and preset": "von diesem Licht und Preset wurde nichts gelernt",
  "only a-z, 0-9 and - may be in it": "nur a-z, 0-9 und - dürfen darin stehen",
  "only https:// and rtsps:// have a certificate": "nur https:// und rtsps:// haben ein Zertifikat",
  "opening the file": "das Öffnen der Datei",
  "others are turning the camera": "andere drehen gerade die Kamera",
  "out of memory": "zu wenig Speicher",
  "password: the address names another host": "password: Die Adresse nennt einen anderen Host",
  "password: the sub_url names another host": "password: Die sub_url nennt einen anderen Host",
  "password: the url names another host": "password: Die URL nennt einen anderen Host",
  "ports are numbers from 1 to 65535, such as 80,554,8000-8002":
    "Ports sind Zahlen von 1 bis 65535, etwa 80,554,8000-8002",
  "position of a lens": "die Stellung eines Objektivs",
  "reading the file": "das Lesen der Datei",
  "say on which preset it stands": "sagen, auf welchem Preset sie steht",
  "say where it looks": "sagen, wohin sie sieht",
  "say where its lens is": "sagen, wie ihr Objektiv steht",
  "say where its presets are": "sagen, wo ihre Presets sind",
  "say who it is": "sagen, wer sie ist",
  "sharper than before": "schärfer als vorher",
  "show such a channel": "diesen Kanal zeigen",
  "sub_url: another user or password is in it":
    "sub_url: darin steht ein anderer Benutzer oder ein anderes Passwort",
  "switch its outputs": "ihre Ausgänge schalten",
  "tell of events": "Ereignisse melden",
  "that is more than %llu addresses": "das sind mehr als {1} Adressen",
  "the %s parameters of the stream are damaged": "die {1}-Parameter des Stroms sind beschädigt",
  "the IPv6 address has no end": "die IPv6-Adresse hat kein Ende",
  "the URL cannot be understood: %s": "die URL ist nicht zu verstehen: {1}",
  "the URL is missing": "die URL fehlt",
  "the address of a camera begins with http:// or https://":
    "die Adresse einer Kamera beginnt mit http:// oder https://",
  "the address of the camera is too long": "die Adresse der Kamera ist zu lang",
  "the address of the subscription is too long": "die Adresse des Abonnements ist zu lang",
  "the camera at %.150s cannot %.60s": "die Kamera auf {1} kann nicht: {2}",
  "the camera does not answer": "die Kamera antwortet nicht",
  "the camera does not turn": "die Kamera dreht sich nicht",
  "the camera has no driver": "die Kamera hat keinen Treiber",
  "the camera has no driver, or is disabled":
    "die Kamera hat keinen Treiber oder ist ausgeschaltet",
  "the camera has no place for more presets": "die Kamera hat keinen Platz für weitere Presets",
  "the camera has no sub stream": "die Kamera hat keinen Nebenstrom",
  "the camera has no sub stream any more": "die Kamera hat keinen Nebenstrom mehr",
  "the camera is not there any more": "die Kamera ist nicht mehr da",
  "the camera names no stream": "die Kamera nennt keinen Strom",
  "the camera was removed": "die Kamera wurde entfernt",
  "the certificate of %.150s cannot be read": "das Zertifikat von {1} lässt sich nicht lesen",
  "the certificate of %.90s is not trusted: %.*s":
    "dem Zertifikat von {1} wird nicht vertraut: {2}",
  "the channel or the port is none": "der Kanal oder der Port ist keiner",
  "the end of the file": "das Ende der Datei",
  "the end of the folder": "das Ende des Ordners",
  "the events were not begun": "die Ereignisse wurden nicht begonnen",
  "the file could not be read in time": "die Datei ließ sich nicht rechtzeitig lesen",
  "the focus cannot be measured: %s": "die Schärfe lässt sich nicht messen: {1}",
  "the host is too long": "der Host ist zu lang",
  "the interfaces cannot be listed: %s":
    "die Netzwerkschnittstellen lassen sich nicht auflisten: {1}",
  "the interval must be from 0 to %.0f s": "der Abstand muss von 0 bis {1} s sein",
  "the lens at %.150s does not come to rest": "das Objektiv von {1} kommt nicht zur Ruhe",
  "the lens at %.150s does not move": "das Objektiv von {1} bewegt sich nicht",
  "the lens is busy: %s": "das Objektiv ist beschäftigt: {1}",
  "the list of ports is too long": "die Liste der Ports ist zu lang",
  "the name is too long": "der Name ist zu lang",
  "the name of a preset has 1 to 32 characters": "der Name eines Presets hat 1 bis 32 Zeichen",
  "the name of the host is too long": "der Name des Hosts ist zu lang",
  "the name of the output is too long": "der Name des Ausgangs ist zu lang",
  "the name of the preset is too long": "der Name des Presets ist zu lang",
  "the password in it cannot be read": "das Passwort darin lässt sich nicht lesen",
  "the path of a request is too long, or none": "der Pfad einer Anfrage ist zu lang, oder keiner",
  "the picture cannot be decoded: %s": "das Bild lässt sich nicht decodieren: {1}",
  "the picture cannot be judged: %s": "das Bild lässt sich nicht beurteilen: {1}",
  "the picture has more pixels than are allowed": "das Bild hat mehr Pixel als erlaubt",
  "the picture is damaged": "das Bild ist beschädigt",
  "the picture needs others that came before it": "das Bild braucht andere, die vor ihm kamen",
  "the picture that was kept cannot be found": "das aufbewahrte Bild ist nicht zu finden",
  "the pin of the certificate is not one": "der Pin des Zertifikats ist keiner",
  "the pixel format of the stream is not supported":
    "das Pixelformat des Stroms wird nicht unterstützt",
  "the port is not a number from 1 to 65535": "der Port ist keine Zahl von 1 bis 65535",
  "the recording cannot be read: %s": "die Aufnahme lässt sich nicht lesen: {1}",
  "the sensitivity is 1 to 100": "die Empfindlichkeit ist 1 bis 100",
  "the settings are a JSON object": "die Einstellungen sind ein JSON-Objekt",
  "the settings of a camera are a JSON object":
    "die Einstellungen einer Kamera sind ein JSON-Objekt",
  "the sharpness of other cameras is measured now":
    "gerade wird die Schärfe anderer Kameras gemessen",
  "the size of a packet must not be limited to 0":
    "die Größe eines Pakets darf nicht auf 0 begrenzt sein",
  "the stored schedule cannot be read": "der gespeicherte Zeitplan lässt sich nicht lesen",
  "the stream ended: %s": "der Strom endete: {1}",
  "the stream uses a part of %s that is not supported":
    "der Strom verwendet einen Teil von {1}, der nicht unterstützt wird",
  "the sub stream: %.200s": "der Nebenstrom: {1}",
  "the time-out must be over 0 and at most %.0f s":
    "die Zeitgrenze muss über 0 und höchstens {1} s sein",
  "the trusted certificates of this machine cannot be read":
    "die Zertifikate, denen dieser Rechner vertraut, lassen sich nicht lesen",
  "the two ends are in different networks": "die beiden Enden liegen in verschiedenen Netzen",
  "the user name in it cannot be read": "der Benutzername darin lässt sich nicht lesen",
  "the user name is too long": "der Benutzername ist zu lang",
  "there are %zu cameras already": "es gibt schon {1} Kameras",
  "there are more than %d ranges of addresses": "es sind mehr als {1} Bereiche von Adressen",
  "there is a camera '%s' already": "es gibt schon eine Kamera „{1}“",
  "there is a control character in it": "es steht ein Steuerzeichen darin",
  "there is a space in it": "es steht ein Leerzeichen darin",
  "there is a space in the path of a request": "im Pfad einer Anfrage steht ein Leerzeichen",
  "there is no camera '%s'": "es gibt keine Kamera „{1}“",
  "there is no driver called %.40s": "es gibt keinen Treiber namens {1}",
  "there is no host %.100s: %s": "es gibt keinen Host {1}: {2}",
  "there is no host called %.150s": "es gibt keinen Host namens {1}",
  "there is no host in it": "es steht kein Host darin",
  "there is no picture of the camera": "es gibt kein Bild der Kamera",
  "there is no picture of the camera yet": "es gibt noch kein Bild der Kamera",
  "there is no such setting": "diese Einstellung gibt es nicht",
  "there is no video in this file": "in dieser Datei ist kein Video",
  "there is nothing to be scanned": "es gibt nichts zu durchsuchen",
  "this camera sends pictures, not video": "diese Kamera sendet Bilder, kein Video",
  "this machine has no network to be scanned":
    "dieser Rechner hat kein Netz, das sich durchsuchen ließe",
  "this system's libavcodec reads no BMP": "das libavcodec dieses Systems liest kein BMP",
  "time_zone: there is no such zone; it is called like Europe/Berlin":
    "time_zone: Diese Zone gibt es nicht; sie heißt etwa Europe/Berlin",
  "type of a device": "die Art eines Geräts",
  "url: %s": "URL: {1}",
  "user name and password are too long for RTSP (%d bytes, special characters count three)":
    "Benutzername und Passwort sind zu lang für RTSP ({1} Byte, Sonderzeichen zählen dreifach)",
  "video source": "eine Videoquelle",
  "what was learnt cannot be forgotten: %s": "das Gelernte lässt sich nicht vergessen: {1}",
  "worse than before: the lens is back":
    "schlechter als vorher: Das Objektiv steht wieder wie zuvor",
};
