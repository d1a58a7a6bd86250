// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What else is wrong with a request, and what to do.
// As in said.ts: {1} is what stands at the first % of the English format.
import type { SaidOfRequests } from "../../api/saidOfRequests";

export const saidOfRequests: Readonly<Record<SaidOfRequests, string>> = {
  "%s has no address": "{1} hat keine Adresse",
  "%s is longer than %zu bytes": "{1} ist länger als {2} Byte",
  "%s must be a text": "{1} muss ein Text sein",
  "%s was sent a code just now": "{1} wurde eben erst ein Code gesendet",
  "%s: it is empty": "{1}: Es ist leer",
  "%s: it must be from -1 to 1": "{1}: Es muss von -1 bis 1 sein",
  "%s: it must be true or false": "{1}: Es muss true oder false sein",
  "'%.40s' is not a condition that can be explained":
    "„{1}“ ist keine Störung, die sich erklären lässt",
  "'%.40s' is not a kind of recording": "„{1}“ ist keine Art von Aufnahme",
  "'%.40s' is not a value for %s": "„{1}“ ist kein Wert für {2}",
  "'%.60s' is no host name and no address": "„{1}“ ist weder ein Hostname noch eine Adresse",
  "'%s' has set up nothing of the kind": "„{1}“ hat nichts dergleichen eingerichtet",
  "'%s' is no address to listen on": "„{1}“ ist keine Adresse, auf der sich hören lässt",
  "'%s' is not a value for %s": "„{1}“ ist kein Wert für {2}",
  "'%s' is not a value for source": "„{1}“ ist kein Wert für source",
  "'%s' is not a value for state": "„{1}“ ist kein Wert für state",
  "'%s' is the last administrator": "„{1}“ ist der letzte Administrator",
  "8 to 128 characters, of at least 3 kinds (lower case, upper case, digits, other), and not a commonly used password or the user's name":
    "8 bis 128 Zeichen von mindestens 3 Arten (Kleinbuchstaben, Großbuchstaben, Ziffern, andere), kein häufig verwendetes Passwort und nicht den Namen des Benutzers",
  "A limited token changes no password": "Ein eingeschränktes Token ändert kein Passwort",
  "A limited token makes no others": "Ein eingeschränktes Token macht keine anderen",
  "A limited token revokes no others": "Ein eingeschränktes Token widerruft keine anderen",
  "A lost password is not set anew like this here":
    "Ein verlorenes Passwort wird hier nicht auf diese Weise neu gesetzt",
  "A scan is running already": "Es läuft schon eine Suche",
  "A token belongs to a user": "Ein Token gehört einem Benutzer",
  "An administrator must have a second factor here":
    "Ein Administrator muss hier einen zweiten Faktor haben",
  "An answer has less than %d letters or digits":
    "Eine Antwort hat weniger als {1} Buchstaben oder Ziffern",
  "An answer is {\"question\", \"answer\"}": "Eine Antwort ist {\"question\", \"answer\"}",
  "Another file is being sent": "Eine andere Datei wird gerade gesendet",
  "Ask an administrator": "Fragen Sie einen Administrator",
  "Ask an administrator, or run lenswatch user reset on the host":
    "Fragen Sie einen Administrator, oder rufen Sie auf dem Host lenswatch user reset auf",
  "Ask by HTTPS": "Fragen Sie über HTTPS",
  "Ask for one with the purpose TLS web server authentication":
    "Verlangen Sie eines mit dem Zweck TLS-Webserver-Authentifizierung",
  "Ask the authority for a new one": "Verlangen Sie von der Zertifizierungsstelle ein neues",
  "Ask with ?force=true, or from this host, to do it all the same":
    "Mit ?force=true, oder von diesem Host aus, geht es trotzdem",
  "At most %zu bytes are taken here": "Höchstens {1} Byte werden hier genommen",
  "Cannot listen on %s: %s": "Auf {1} lässt sich nicht hören: {2}",
  "Cannot tell the port: %s": "Der Port ist nicht zu erfahren: {1}",
  "Choose %s": "Wählen Sie {1}",
  "Choose another one": "Wählen Sie etwas anderes",
  "Close some": "Schließen Sie einige",
  "Close some, or look at snapshot.jpg": "Schließen Sie einige, oder sehen Sie snapshot.jpg an",
  "Delete API tokens that are no longer used, or log users out.":
    "Löschen Sie API-Token, die nicht mehr gebraucht werden, oder melden Sie Benutzer ab.",
  "Delete those that are no longer needed": "Löschen Sie die, die nicht mehr gebraucht werden",
  "Either answers or a code must be there": "Entweder Antworten oder ein Code müssen da sein",
  "Give either certificate, in PEM, or pkcs12":
    "Geben Sie entweder certificate, in PEM, oder pkcs12 an",
  "Give every certificate between, or leave that one out":
    "Geben Sie jedes Zertifikat dazwischen an, oder lassen Sie jenes weg",
  "Give its key as well, the server's certificate first":
    "Geben Sie auch den Schlüssel an, das Zertifikat des Servers zuerst",
  "Give the key as well, or make the request for it here":
    "Geben Sie auch den Schlüssel an, oder stellen Sie den Antrag dafür hier",
  "Give the key that the request for this certificate was made with":
    "Geben Sie den Schlüssel an, mit dem dieses Zertifikat beantragt wurde",
  "Give the one that it was made with": "Geben Sie die an, mit der es gemacht wurde",
  "Give the passphrase that it was made with":
    "Geben Sie die Passphrase an, mit der es gemacht wurde",
  "Here it has %d characters at least": "Hier hat es mindestens {1} Zeichen",
  "Is the clock of this machine right?": "Geht die Uhr dieses Rechners richtig?",
  "Is the data folder writable?": "Lässt sich in den Datenordner schreiben?",
  "It cannot be explained: %s": "Es lässt sich nicht erklären: {1}",
  "It is a number of seconds, 0 to %d": "Es ist eine Zahl von Sekunden, 0 bis {1}",
  "It is a time such as 2026-11-21T10:00:00Z, or seconds since 1970":
    "Es ist eine Zeit wie 2026-11-21T10:00:00Z oder Sekunden seit 1970",
  "It is a whole number, %lld to %lld": "Es ist eine ganze Zahl, {1} bis {2}",
  "It is all, lenswatch, camera or system": "Es ist all, lenswatch, camera oder system",
  "It is all, open or ended": "Es ist all, open oder ended",
  "It is called %s": "Es heißt {1}",
  "It is event, always, manual or capture": "Es ist event, always, manual oder capture",
  "It is good for %d minutes and %d tries; ask for another one":
    "Er gilt {1} Minuten und {2} Versuche lang; verlangen Sie einen neuen",
  "It is in the authenticator app; a recovery code is good, too":
    "Er steht in der Authenticator-App; ein Wiederherstellungscode geht auch",
  "It is one of contrast, noise and colour": "Es ist contrast, noise oder colour",
  "It is that of the recording, as the list says it":
    "Es ist der Beginn der Aufnahme, wie die Liste ihn nennt",
  "It was revoked or has expired; make another one":
    "Es wurde widerrufen oder ist abgelaufen; machen Sie ein neues",
  "Lenswatch is not activated yet": "Lenswatch ist noch nicht aktiviert",
  "Letters, digits and . _ @ - are": "Buchstaben, Ziffern und . _ @ - sind es",
  "Line %d, column %d": "Zeile {1}, Spalte {2}",
  "Load it again, and make your change on what it is now":
    "Laden Sie neu, und ändern Sie, was jetzt gilt",
  "Login is needed": "Eine Anmeldung ist nötig",
  "Look at the camera's state; or shorten its key frame interval":
    "Sehen Sie nach dem Zustand der Kamera, oder verkürzen Sie den Abstand ihrer Schlüsselbilder",
  "Make one that may do more": "Machen Sie eines, das mehr darf",
  "Make one with the certificate, those above it, and the key":
    "Machen Sie eine mit dem Zertifikat, denen darüber und dem Schlüssel",
  "Make room where the data folder is": "Schaffen Sie dort Platz, wo der Datenordner ist",
  "Make somebody else one first.": "Machen Sie zuerst jemand anderen dazu.",
  "Make the user an operator or a viewer": "Machen Sie den Benutzer zum Bediener oder Betrachter",
  "Make the user an operator or a viewer.": "Machen Sie den Benutzer zum Bediener oder Betrachter.",
  "Name one: user": "Nennen Sie einen: user",
  "No browser believes that; ask for one with SHA-256":
    "Kein Browser glaubt das; verlangen Sie eines mit SHA-256",
  "No camera %lld was found by the last scan": "Die letzte Suche hat keine Kamera {1} gefunden",
  "No camera '%s' was found": "Es wurde keine Kamera „{1}“ gefunden",
  "No second factor is being set up": "Es wird gerade kein zweiter Faktor eingerichtet",
  "No syslog server is set": "Es ist kein Syslog-Server eingestellt",
  "Not every event has all three": "Nicht jedes Ereignis hat alle drei",
  "One is kept as soon as it is seen to be in focus":
    "Eines wird aufbewahrt, sobald es als scharf erkannt ist",
  "One's own second factor takes the password to remove":
    "Um den eigenen zweiten Faktor zu entfernen, braucht es das Passwort",
  "Only one's own password can be changed": "Nur das eigene Passwort lässt sich ändern",
  "Only one's own tokens can be made": "Nur eigene Token lassen sich machen",
  "Ports below 1024 need a privilege; choose a higher one":
    "Ports unter 1024 brauchen ein Vorrecht; wählen Sie einen höheren",
  "RSA takes at least 2048 bits, elliptic curves 256":
    "Bei RSA müssen es mindestens 2048 Bit sein, bei elliptischen Kurven 256",
  "Remove one that is not used any more": "Entfernen Sie eines, das nicht mehr gebraucht wird",
  "Remove one who is no longer needed first.":
    "Entfernen Sie zuerst einen, der nicht mehr gebraucht wird.",
  "Restore secret.key, or remove it and make another one":
    "Stellen Sie secret.key wieder her, oder entfernen Sie es und machen Sie ein neues",
  "Restore the key from a backup": "Stellen Sie den Schlüssel aus einer Sicherung wieder her",
  "Say \"large\": true where that is meant": "Sagen Sie \"large\": true, wenn das so gemeint ist",
  "Scan them in parts": "Durchsuchen Sie sie in Teilen",
  "Send its bytes, or multipart/form-data with a file":
    "Senden Sie seine Bytes, oder multipart/form-data mit einer Datei",
  "Send the picture as a part with a file name":
    "Senden Sie das Bild als Teil mit einem Dateinamen",
  "Somebody else has changed this meanwhile": "Jemand anderes hat das inzwischen geändert",
  "Such files end in .p12 or .pfx": "Solche Dateien enden auf .p12 oder .pfx",
  "Switch it off first": "Schalten Sie es zuerst aus",
  "Switch it off first, and on again afterwards":
    "Schalten Sie sie zuerst aus und danach wieder ein",
  "The HTTP server could not be started": "Der HTTP-Server ließ sich nicht starten",
  "The JSON is nested more than %d deep": "Das JSON ist mehr als {1} Stufen tief verschachtelt",
  "The PKCS#12 file cannot be read: %s": "Die PKCS#12-Datei lässt sich nicht lesen: {1}",
  "The address filter keeps it out; a proxy must be in trusted_proxies":
    "Der Adressfilter lässt sie nicht zu; ein Proxy muss in trusted_proxies stehen",
  "The address was changed too often just now": "Die Adresse wurde eben zu oft geändert",
  "The answers are wrong": "Die Antworten sind falsch",
  "The answers must differ": "Die Antworten müssen verschieden sein",
  "The backup that was made cannot be read": "Die gemachte Sicherung lässt sich nicht lesen",
  "The body is not JSON: %s": "Der Inhalt ist kein JSON: {1}",
  "The body is not a JSON object": "Der Inhalt ist kein JSON-Objekt",
  "The body is too large": "Der Inhalt ist zu groß",
  "The body must be JSON": "Der Inhalt muss JSON sein",
  "The body must be a picture": "Der Inhalt muss ein Bild sein",
  "The camera has sent no picture yet": "Die Kamera hat noch kein Bild gesendet",
  "The camera sends no picture to begin with":
    "Die Kamera sendet kein Bild, mit dem sich beginnen ließe",
  "The camera was removed meanwhile": "Die Kamera wurde inzwischen entfernt",
  "The certificate cannot be read: %s": "Das Zertifikat lässt sich nicht lesen: {1}",
  "The certificate cannot be used: %s": "Das Zertifikat lässt sich nicht verwenden: {1}",
  "The certificate could not be made": "Das Zertifikat ließ sich nicht machen",
  "The certificate is not for servers": "Das Zertifikat ist nicht für Server",
  "The certificate of '%s' has expired on %s": "Das Zertifikat von „{1}“ ist am {2} abgelaufen",
  "The certificate of '%s' is not valid before %s": "Das Zertifikat von „{1}“ gilt nicht vor {2}",
  "The certificate of '%s' is signed with %.30s":
    "Das Zertifikat von „{1}“ ist mit {2} unterschrieben",
  "The chain is broken: nothing leads from the certificate to '%s'":
    "Die Kette ist unterbrochen: Nichts führt vom Zertifikat zu „{1}“",
  "The clocks of this server and of the device with the app must agree":
    "Die Uhren dieses Servers und des Geräts mit der App müssen übereinstimmen",
  "The code is wrong": "Der Code ist falsch",
  "The code is wrong, or good no longer": "Der Code ist falsch oder gilt nicht mehr",
  "The code is wrong, or was used before": "Der Code ist falsch oder wurde schon verwendet",
  "The code of the second factor is needed": "Der Code des zweiten Faktors fehlt",
  "The command line says where HTTPS is served": "Die Befehlszeile sagt, wo HTTPS angeboten wird",
  "The current password is wrong": "Das jetzige Passwort ist falsch",
  "The daemon's log says more": "Das Log des Dienstes sagt mehr",
  "The defaults do not go together with what there is":
    "Die Vorgaben passen nicht zu dem, was da ist",
  "The disk has no room for the file": "Auf der Platte ist kein Platz für die Datei",
  "The file cannot be written": "Die Datei lässt sich nicht schreiben",
  "The header Allow names those that it takes": "Die Kopfzeile Allow nennt die möglichen",
  "The key of '%s' is too weak: %.20s with %u bits":
    "Der Schlüssel von „{1}“ ist zu schwach: {2} mit {3} Bit",
  "The login could not be checked": "Die Anmeldung ließ sich nicht prüfen",
  "The member '%s' has control characters": "Im Feld „{1}“ stehen Steuerzeichen",
  "The member '%s' must be a string": "Das Feld „{1}“ muss ein Text sein",
  "The member '%s' must have 1 to %zu bytes": "Das Feld „{1}“ muss 1 bis {2} Byte haben",
  "The multipart body has no boundary": "Der Inhalt in Teilen hat keine Grenze",
  "The multipart body is torn or holds no file":
    "Der Inhalt in Teilen ist zerrissen oder ohne Datei",
  "The passphrase does not open the PKCS#12 file": "Die Passphrase öffnet die PKCS#12-Datei nicht",
  "The passphrase does not open the private key":
    "Die Passphrase öffnet den privaten Schlüssel nicht",
  "The password contains the user's name": "Das Passwort enthält den Namen des Benutzers",
  "The password has too few kinds of characters": "Das Passwort hat zu wenige Arten von Zeichen",
  "The password is one that is commonly used": "Das Passwort ist ein häufig verwendetes",
  "The password is too long": "Das Passwort ist zu lang",
  "The password is too old": "Das Passwort ist zu alt",
  "The password is too short": "Das Passwort ist zu kurz",
  "The password is wrong": "Das Passwort ist falsch",
  "The password was set by somebody else": "Das Passwort wurde von jemand anderem gesetzt",
  "The picture could not be encoded": "Das Bild ließ sich nicht codieren",
  "The private key cannot be read: %s": "Der private Schlüssel lässt sich nicht lesen: {1}",
  "The private key does not belong to the certificate":
    "Der private Schlüssel gehört nicht zum Zertifikat",
  "The private key is under a passphrase": "Der private Schlüssel steht unter einer Passphrase",
  "The questions must differ": "Die Fragen müssen verschieden sein",
  "The recording does not reach so far": "Die Aufnahme reicht nicht so weit",
  "The request comes from another site's page": "Die Anfrage kommt von der Seite eines anderen",
  "The request could not be made": "Der Antrag ließ sich nicht machen",
  "The security reinforcement is on, and in the backup it is not":
    "Die verstärkte Sicherheit ist eingeschaltet, in der Sicherung ist sie es nicht",
  "The settings of a camera list them": "Die Einstellungen einer Kamera nennen sie",
  "The status of a camera lists them": "Der Zustand einer Kamera nennt sie",
  "The token is not valid": "Das Token ist ungültig",
  "The user has just been removed": "Der Benutzer wurde eben entfernt",
  "The user or the password is wrong": "Der Benutzer oder das Passwort ist falsch",
  "The user's name has characters that are not allowed":
    "Der Name des Benutzers enthält unerlaubte Zeichen",
  "There are %d tokens already": "Es gibt schon {1} Token",
  "There are more than %d certificates in it": "Es sind mehr als {1} Zertifikate darin",
  "There is a second factor already": "Es gibt schon einen zweiten Faktor",
  "There is an administrator already": "Es gibt schon einen Administrator",
  "There is no %s '%s'": "„{2}“ gibt es nicht ({1})",
  "There is no '%.120s' here": "„{1}“ gibt es hier nicht",
  "There is no administrator yet": "Es gibt noch keinen Administrator",
  "There is no backup in the request": "In der Anfrage ist keine Sicherung",
  "There is no camera '%.64s'": "Es gibt keine Kamera „{1}“",
  "There is no camera '%s'": "Es gibt keine Kamera „{1}“",
  "There is no certificate '%.32s'": "Es gibt kein Zertifikat „{1}“",
  "There is no certificate '%.32s' that is complete": "Es gibt kein vollständiges Zertifikat „{1}“",
  "There is no certificate in the PKCS#12 file": "In der PKCS#12-Datei ist kein Zertifikat",
  "There is no certificate in use": "Es ist kein Zertifikat in Gebrauch",
  "There is no checked backup '%s'": "Es gibt keine geprüfte Sicherung „{1}“",
  "There is no condition '%.40s'": "Es gibt keine Störung „{1}“",
  "There is no data folder": "Es gibt keinen Datenordner",
  "There is no event '%.64s'": "Es gibt kein Ereignis „{1}“",
  "There is no event '%s'": "Es gibt kein Ereignis „{1}“",
  "There is no folder for the file": "Für die Datei gibt es keinen Ordner",
  "There is no healthy picture of this camera yet":
    "Von dieser Kamera gibt es noch kein gesundes Bild",
  "There is no measure '%.40s'": "Es gibt keine Messgröße „{1}“",
  "There is no member '%.100s' here": "Ein Feld „{1}“ gibt es hier nicht",
  "There is no picture of it": "Davon gibt es kein Bild",
  "There is no private key in the PKCS#12 file": "In der PKCS#12-Datei ist kein privater Schlüssel",
  "There is no private key with it, and no request was made for it here":
    "Es ist kein privater Schlüssel dabei, und beantragt wurde es nicht hier",
  "There is no private key with the certificate": "Beim Zertifikat ist kein privater Schlüssel",
  "There is no question '%.40s'": "Es gibt keine Frage „{1}“",
  "There is no second factor": "Es gibt keinen zweiten Faktor",
  "There is no such picture of event %s": "Ein solches Bild des Ereignisses {1} gibt es nicht",
  "There is no such row": "Eine solche Zeile gibt es nicht",
  "There is no thread for HTTPS: %s": "Es gibt keinen Thread für HTTPS: {1}",
  "There is no user '%s'": "Es gibt keinen Benutzer „{1}“",
  "There is not enough memory": "Es ist nicht genug Speicher da",
  "There is not enough memory to hash a code":
    "Es ist nicht genug Speicher da, um einen Code zu hashen",
  "There is not enough memory to hash a password":
    "Es ist nicht genug Speicher da, um ein Passwort zu hashen",
  "There is not enough memory to hash the answers":
    "Es ist nicht genug Speicher da, um die Antworten zu hashen",
  "There must be %d answers": "Es müssen {1} Antworten sein",
  "This address may not connect": "Diese Adresse darf sich nicht verbinden",
  "This certificate is here already": "Dieses Zertifikat ist schon da",
  "This does not take the method %.20s": "Die Methode {1} geht hier nicht",
  "This host does not have that address; 0.0.0.0 stands for all":
    "Dieser Host hat jene Adresse nicht; 0.0.0.0 steht für alle",
  "This is answered by HTTPS only": "Das wird nur über HTTPS beantwortet",
  "This is no PKCS#12 file": "Das ist keine PKCS#12-Datei",
  "This is no certificate in PEM": "Das ist kein Zertifikat in PEM",
  "This is no private key in PEM": "Das ist kein privater Schlüssel in PEM",
  "This is sent compressed": "Das wird gepackt gesendet",
  "This is the present password": "Das ist das jetzige Passwort",
  "This server does not know itself as '%.100s'": "Dieser Server kennt sich nicht als „{1}“",
  "This takes a user who has logged in": "Das kann nur ein angemeldeter Benutzer",
  "This takes the role %s": "Dafür braucht es die Rolle {1}",
  "This token only reads": "Dieses Token darf nur lesen",
  "Too many codes wait to be sent": "Zu viele Codes warten darauf, gesendet zu werden",
  "Too many event streams are open": "Zu viele Ereignisströme sind offen",
  "Too many live views are open": "Zu viele Livebilder sind offen",
  "Too many logins %s have failed": "Zu viele Anmeldungen {1} sind fehlgeschlagen",
  "Too many logins at once": "Zu viele Anmeldungen auf einmal",
  "Too many uploads at once": "Zu viele Dateien auf einmal",
  "Try again in a minute": "Versuchen Sie es in einer Minute noch einmal",
  "Try again in a moment": "Versuchen Sie es gleich noch einmal",
  "Try again when it is there": "Versuchen Sie es noch einmal, wenn sie da ist",
  "Use another one first": "Nehmen Sie zuerst ein anderes in Gebrauch",
  "Wait %lld s, or run lenswatch user unlock on the host":
    "Warten Sie {1} s, oder rufen Sie auf dem Host lenswatch user unlock auf",
  "Wait for the next one; a recovery code is good, too":
    "Warten Sie auf den nächsten; ein Wiederherstellungscode geht auch",
  "Wait until it ended": "Warten Sie, bis sie geendet hat",
  "What was learnt cannot be listed: %s": "Das Gelernte lässt sich nicht auflisten: {1}",
  "Write ADDRESS:PORT, such as 127.0.0.1:8787 or [::1]:8787":
    "Schreiben Sie ADRESSE:PORT, etwa 127.0.0.1:8787 oder [::1]:8787",
  "acknowledged and false_alarm must be true or false":
    "acknowledged und false_alarm müssen true oder false sein",
  "amount: it must be over 0 and at most 1": "amount: Es muss über 0 und höchstens 1 sein",
  "as this user": "als dieser Benutzer",
  "camera '%s' has an open event '%s' already": "Kamera „{1}“ hat schon ein offenes Ereignis „{2}“",
  "camera '%s' has no reference picture yet": "Kamera „{1}“ hat noch kein Referenzbild",
  "camera '%s' has no such picture": "Kamera „{1}“ hat kein solches Bild",
  "camera: there is no camera '%s'": "camera: Es gibt keine Kamera „{1}“",
  "cameras must be null, or a list of at most %d ids":
    "cameras muss null oder eine Liste von höchstens {1} Kennungen sein",
  "cameras: an administrator sees all of them": "cameras: Ein Administrator sieht alle",
  "cameras: an id is a string": "cameras: Eine Kennung ist ein Text",
  "cameras: at most %d": "cameras: höchstens {1}",
  "cameras: ids with commas between": "cameras: Kennungen mit Kommas dazwischen",
  "cameras: name at least one": "cameras: Nennen Sie mindestens eine",
  "cameras: there is no camera '%.64s'": "cameras: Es gibt keine Kamera „{1}“",
  "cameras: there is no camera '%s'": "cameras: Es gibt keine Kamera „{1}“",
  "cannot seal it: %s": "es lässt sich nicht versiegeln: {1}",
  "cannot seal the key: %s": "der Schlüssel lässt sich nicht versiegeln: {1}",
  "cannot seal the password: %s": "das Passwort lässt sich nicht versiegeln: {1}",
  "cannot seal the settings: %s": "die Einstellungen lassen sich nicht versiegeln: {1}",
  "comment: it must be a string of at most 1000 bytes":
    "comment: Es muss ein Text von höchstens 1000 Byte sein",
  "country is two letters, such as DE": "country sind zwei Buchstaben, etwa DE",
  "credentials: each must be a user and a password":
    "credentials: Jedes muss ein Benutzer und ein Passwort sein",
  "credentials: it must be an array of at most 64":
    "credentials: Es muss eine Liste von höchstens 64 sein",
  "days must be 1 to %d": "days muss 1 bis {1} sein",
  "do: it must be auto, near, far, reset or sweep":
    "do: Es muss auto, near, far, reset oder sweep sein",
  "email: that is no mail address": "email: Das ist keine Mailadresse",
  "enabled must be true or false": "enabled muss true oder false sein",
  "event %lld has no %s picture": "Ereignis {1} hat kein Bild {2}",
  "expires_days must be 1 to %d, or null for never":
    "expires_days muss 1 bis {1} sein, oder null für nie",
  "format must be csv or jsonl": "format muss csv oder jsonl sein",
  "found: it must be an array of numbers": "found: Es muss eine Liste von Zahlen sein",
  "from and to are more than 31 days apart": "from und to liegen mehr als 31 Tage auseinander",
  "from is later than to": "from ist später als to",
  "from this address": "von dieser Adresse",
  "it is one of: speeds (pan, tilt, zoom), preset, or save":
    "es ist eines von: Geschwindigkeiten (pan, tilt, zoom), preset oder save",
  "key must be ecdsa or rsa": "key muss ecdsa oder rsa sein",
  "libsodium found no source of random numbers":
    "libsodium hat keine Quelle von Zufallszahlen gefunden",
  "light: it must be day, night or lamps": "light: Es muss day, night oder lamps sein",
  "line %d: %s: %s": "Zeile {1}: {2}: {3}",
  "max_attempts: it must be from 1 to 100": "max_attempts: Es muss von 1 bis 100 sein",
  "more than %zu cameras were found; scan the network in parts":
    "mehr als {1} Kameras wurden gefunden; durchsuchen Sie das Netz in Teilen",
  "must_change goes with a password": "must_change gehört zu einem Passwort",
  "must_change must be true or false": "must_change muss true oder false sein",
  "names has a member that is no string": "in names steht etwas, das kein Text ist",
  "names has more than %d members": "in names steht mehr als {1}",
  "names must be a list": "names muss eine Liste sein",
  "nothing of number %lld can be so": "nichts mit der Nummer {1} kann so sein",
  "nothing was learnt of camera '%s' yet": "von Kamera „{1}“ wurde noch nichts gelernt",
  "one of no known kind": "eines unbekannter Art",
  "output: it must have a token, and active, which is true or false":
    "output: Es muss ein token haben, und active, das true oder false ist",
  "own_defocus: enabled must be true or false": "own_defocus: enabled muss true oder false sein",
  "own_defocus: sensitivity must be from 1 to 100":
    "own_defocus: sensitivity muss von 1 bis 100 sein",
  "passphrase: it must be a string of at most %d bytes":
    "passphrase: Es muss ein Text von höchstens {1} Byte sein",
  "phase: it must be start or end": "phase: Es muss start oder end sein",
  "pkcs12 must be the file in base64": "pkcs12 muss die Datei in base64 sein",
  "ports: it must be a string": "ports: Es muss ein Text sein",
  "preset: it must be a number from 0 to %d": "preset: Es muss eine Zahl von 0 bis {1} sein",
  "preset: it must be a number from 0 to %d, or null":
    "preset: Es muss eine Zahl von 0 bis {1} sein, oder null",
  "preset: it must be the token of one": "preset: Es muss das token eines Presets sein",
  "ranges: it must be an array of at most 256 strings":
    "ranges: Es muss eine Liste von höchstens 256 Texten sein",
  "ranges: it must be an array of strings": "ranges: Es muss eine Liste von Texten sein",
  "ranges: these are %llu addresses": "ranges: Das sind {1} Adressen",
  "read_only must be true or false": "read_only muss true oder false sein",
  "role must be one up to %s, or null": "role muss eine bis {1} sein, oder null",
  "role must be viewer, operator or administrator":
    "role muss viewer, operator oder administrator sein",
  "seconds: it must be a number from 0 to %d": "seconds: Es muss eine Zahl von 0 bis {1} sein",
  "start is missing": "start fehlt",
  "stream: it must be main or sub": "stream: Es muss main oder sub sein",
  "the certificate '%.32s' is in use": "das Zertifikat „{1}“ ist in Gebrauch",
  "the key of certificate '%.32s' cannot be opened":
    "der Schlüssel des Zertifikats „{1}“ lässt sich nicht öffnen",
  "the second factor of %s cannot be checked": "der zweite Faktor von {1} lässt sich nicht prüfen",
  "the second factor of %s is damaged": "der zweite Faktor von {1} ist beschädigt",
  "there are %d sessions and API tokens already": "es gibt schon {1} Sitzungen und API-Token",
  "there are %zu certificates already": "es gibt schon {1} Zertifikate",
  "there are %zu users already": "es gibt schon {1} Benutzer",
  "there is no %s '%.32s'": "„{2}“ gibt es nicht ({1})",
  "there is no certificate '%.32s'": "es gibt kein Zertifikat „{1}“",
  "there is no certificate '%.32s' that is complete": "es gibt kein vollständiges Zertifikat „{1}“",
  "there is no event %lld": "es gibt kein Ereignis {1}",
  "there is no open event %lld": "es gibt kein offenes Ereignis {1}",
  "there is no such session or token": "diese Sitzung oder dieses Token gibt es nicht",
  "there is no user '%s'": "es gibt keinen Benutzer „{1}“",
  "there is nothing to change: preset, output or own_defocus":
    "es ist nichts zu ändern: preset, output oder own_defocus",
  "timeout_s: it must be from 0.1 to 300": "timeout_s: Es muss von 0,1 bis 300 sein",
  "what %s has set up is damaged": "was {1} eingerichtet hat, ist beschädigt",
  "what goes with neither light nor preset": "was weder zu Licht noch zu Preset gehört",
  "what is not known": "was nicht bekannt ist",
  "what is stored of %s was sealed with another secret.key":
    "was von {1} gespeichert ist, wurde mit einem anderen secret.key versiegelt",
  "what: it is 'settings' or 'everything'": "what: Es ist „settings“ oder „everything“",
  "what: it must be now or all": "what: Es muss now oder all sein",
  "yaml: it is missing": "yaml: Es fehlt",
  "yaml: it must be a string": "yaml: Es muss ein Text sein",
};
