# SPDX-License-Identifier: BSD-2-Clause
"""An alarm server over HTTP and HTTPS: what is sent, logins, keys, a proxy, and servers that
answer slowly, wrongly, too much or never."""

import base64
import email
import email.policy
import hashlib
import hmac
import json
import time
import unittest
import xml.etree.ElementTree as ElementTree

from peers import JPEG, Bad, PeerTest
from web_peers import Proxy, Server

NAMESPACE = "{http://www.hikvision.com/ver20/XMLSchema}"


class Http(PeerTest):
    kind = "http"
    wants_certificates = True

    def settings(self, server, **more):
        return {"url": server.url + "/alarm", "ca": self.certificates.ca, **more}

    def test_json(self):
        with Server() as server:
            self.assertEqual(self.does(self.settings(server)), "200 taken")
            request = server.requests[0]
            self.assertEqual((request.method, request.path), ("POST", "/alarm"))
            self.assertEqual(request.headers["Content-Type"], "application/json")
            self.assertEqual(request.headers["Idempotency-Key"],
                             "00112233445566778899aabbccddeeff")
            said = json.loads(request.body)
            self.assertEqual(said["event"]["condition"], "defocus")
            self.assertEqual(said["camera"]["address"], "192.0.2.7")
            self.assertNotIn("pictures", said)
            self.does(self.settings(server, pictures=True, method="PUT"),
                      pictures=[("start", JPEG), ("reference", b"healthy")])
            self.assertEqual(server.requests[1].method, "PUT")
            first, second = json.loads(server.requests[1].body)["pictures"]
            self.assertEqual((first["which"], first["time"]), ("start", "2026-11-21T10:00:00.250Z"))
            self.assertEqual(base64.b64decode(first["jpeg"]), JPEG)
            self.assertEqual(base64.b64decode(second["jpeg"]), b"healthy")

    def test_hikvision(self):
        with Server() as server:
            settings = self.settings(server, format="hikvision")
            name = "Tor <1> & \"Höf\"\r\n--MIME_boundary"
            self.does(settings, pictures=[("start", JPEG)], camera_name=name)
            self.does(settings, phase="end", ended_ns=1, condition="covered", test=True)
            start, end = [self.parts(request) for request in server.requests]
            self.assertEqual([part.get_content_type() for part in start],
                             ["application/xml", "image/jpeg"])
            self.assertEqual(start[1].get_payload(decode=True), JPEG)
            self.assertEqual(start[1].get_filename(), "VMDImage.jpg")
            for part in start:
                self.assertEqual(int(part["Content-Length"]),
                                 len(part.get_payload(decode=True)))
            said = self.alert(start[0])
            self.assertEqual(said["channelName"], name.replace("\r\n", "  "))
            self.assertEqual((said["eventType"], said["eventState"], said["activePostCount"]),
                             ("defocus", "active", "1"))
            self.assertEqual((said["ipAddress"], said["channelID"]), ("192.0.2.7", "1"))
            self.assertEqual(said["dateTime"], "2026-11-21T10:00:00+00:00")
            self.assertEqual(len(end), 1)
            said = self.alert(end[0])
            self.assertEqual((said["eventType"], said["eventState"], said["activePostCount"]),
                             ("shelteralarm", "inactive", "0"))
            self.assertEqual(said["eventDescription"], "shelteralarm alarm (test)")

    def test_time_zones(self):
        with Server() as server:
            settings = self.settings(server, format="hikvision")
            for zone, text in (("Europe/Berlin", "2026-11-21T11:00:00+01:00"),
                               ("America/St_Johns", "2026-11-21T06:30:00-03:30"),
                               ("No/Where", "2026-11-21T10:00:00+00:00")):
                self.does(settings, time_zone=zone)
                self.assertEqual(self.alert(self.parts(server.requests[-1])[0])["dateTime"], text)
            # The hour that comes twice, and the one that does not come.
            settings = self.settings(server, format="template", template="{{local_time}}")
            for utc, text in ((1792888200, "2026-10-25 02:30:00 CEST"),
                              (1792891800, "2026-10-25 02:30:00 CET"),
                              (1774745999, "2026-03-29 01:59:59 CET"),
                              (1774746000, "2026-03-29 03:00:00 CEST")):
                self.does(settings, time_zone="Europe/Berlin", time_ns=utc * 10**9)
                self.assertEqual(server.requests[-1].body.decode(), text)

    def parts(self, request):
        kind = request.headers["Content-Type"].encode()
        whole = email.message_from_bytes(b"Content-Type: " + kind + b"\r\n\r\n" + request.body,
                                         policy=email.policy.HTTP)
        self.assertEqual(whole.get_content_type(), "multipart/form-data")
        return list(whole.iter_parts())

    def alert(self, part):
        text = part.get_payload(decode=True)
        # One client goes through it line by line, and wants both ends on lines of their own.
        self.assertTrue(text.split(b"\n")[1].startswith(b"<EventNotificationAlert "))
        return {element.tag.removeprefix(NAMESPACE): element.text or ""
                for element in ElementTree.fromstring(text)}

    def test_templates(self):
        name = 'a"b\\c</x>\n{{key}}'
        with Server() as server:
            self.does(self.settings(server, format="template",
                                    template='{"n": "{{camera.name}}", "s": {{event.score}}}'),
                      camera_name=name)
            self.assertEqual(json.loads(server.requests[0].body), {"n": name, "s": 0.875})
            self.does(self.settings(server, format="template", template_escape="xml",
                                    template_type="text/xml; charset=utf-8",
                                    template="<a n='{{camera.name}}'>{{camera.name}}</a>"),
                      camera_name=name)
            self.assertEqual(server.requests[1].headers["Content-Type"], "text/xml; charset=utf-8")
            self.assertEqual(ElementTree.fromstring(server.requests[1].body).text, name)

    def test_signature(self):
        with Server() as server:
            self.does(self.settings(server, hmac_key="secret-key"))
            request = server.requests[0]
            stamp = request.headers["X-Lenswatch-Timestamp"]
            self.assertLess(abs(int(stamp) - time.time()), 600)
            wanted = hmac.new(b"secret-key", stamp.encode() + b"." + request.body, hashlib.sha256)
            self.assertEqual(request.headers["X-Lenswatch-Signature"],
                             "sha256=" + wanted.hexdigest())

    def test_logins(self):
        login = {"user": "watch", "password": "hunter2"}
        for kind, asks in (("digest", 2), ("basic", 2)):
            with self.subTest(kind), Server(login=kind) as server:
                self.assertEqual(self.does(self.settings(server, **login)), "200 taken")
                self.assertEqual(len(server.requests), asks)
                self.assertTrue(json.loads(server.requests[-1].body))
                result = self.refuses(self.settings(server, user="watch", password="secret-x"),
                                      "status 401", "password")
                self.assertEqual((result["code"], result["answer"]), (-13, "401 who are you?"))
                self.refuses(self.settings(server), "status 401")
        with Server(login="basic") as server:
            self.does(self.settings(server, login="basic", **login))
            self.assertEqual(len(server.requests), 1)
            # A password is not given in the clear to one that knows nothing better.
            self.refuses(self.settings(server, login="digest", **login), "status 401")
            self.assertFalse(any(r.headers["Authorization"] for r in server.requests[1:]))

    def test_headers_and_tokens(self):
        with Server() as server:
            self.does(self.settings(server, token="secret-token", headers=["X-Site: north"],
                                    secret_header="X-Api-Key: secret-too"))
            headers = server.requests[0].headers
            self.assertEqual(headers["Authorization"], "Bearer secret-token")
            self.assertEqual((headers["X-Site"], headers["X-Api-Key"]), ("north", "secret-too"))
            many = [f"X-{i}: {i}" for i in range(80)]
            self.does(self.settings(server, token="secret-token", hmac_key="secret-x", headers=many,
                                    secret_header="X-Api-Key: secret-too"))
            headers = server.requests[1].headers
            self.assertEqual(headers["X-79"], "79")
            self.assertIn("X-Lenswatch-Signature", headers)

    def test_what_is_said_back_has_no_secret(self):
        def echo(request):
            return 200, str(request.headers)
        with Server(echo) as server:
            answer = self.does(self.settings(server, token="secret-token",
                                             secret_header="X-Api-Key: hunter2"))
            self.assertIn("Bearer ***", answer)
            self.assertNotIn("secret-", answer)
            self.assertNotIn("hunter2", answer)

    def test_tls(self):
        certificate = {"client_certificate": self.certificates.text("client.crt"),
                       "client_key": self.certificates.text("client.key")}
        with Server(tls=self.certificates) as server:
            self.does(self.settings(server))
            self.assertEqual(len(server.requests), 1)
            self.refuses(self.settings(server, ca=""), "certificate does not verify", "into ca")
            self.assertEqual(len(server.requests), 1)
            self.does(self.settings(server, ca="", tls_verify=False))
        with Server(tls=self.certificates, ca=self.certificates.path("ca.crt")) as server:
            self.refuses(self.settings(server), "127.0.0.1")
            self.assertEqual(server.requests, [])
            self.does(self.settings(server, **certificate))
            self.assertEqual(server.requests[0].certificate, "client")

    def test_proxy(self):
        login = {"proxy_user": "watch", "proxy_password": "hunter2"}
        with Proxy() as proxy:
            with Server() as server, Server(tls=self.certificates) as secure:
                self.does(self.settings(server, proxy=proxy.url, **login))
                self.does(self.settings(secure, proxy=proxy.url, **login))
                self.assertEqual(proxy.lines, [f"POST {server.url}/alarm HTTP/1.1",
                                               f"CONNECT 127.0.0.1:{secure.port} HTTP/1.1"])
                self.assertEqual((len(server.requests), len(secure.requests)), (1, 1))
                self.refuses(self.settings(server, proxy=proxy.url), "status 407", "proxy")
                self.refuses(self.settings(secure, proxy=proxy.url), "407", proxy.url)
                self.assertEqual((len(server.requests), len(secure.requests)), (1, 1))
        self.refuses(self.settings(server, proxy=proxy.url), "takes no connection",
                     "by way of " + proxy.url)

    def test_what_is_answered(self):
        status = 200
        with Server(lambda request: (status, "b\x00\x1b[31mody\r\n")) as server:
            for status, code in ((204, 0), (400, -22), (401, -13), (403, -13), (404, -2),
                                 (405, -71), (413, -22), (415, -22), (422, -22), (429, -16),
                                 (500, -5), (502, -5), (503, -16), (302, -5)):
                with self.subTest(status):
                    result = self.ask(self.settings(server))
                    self.assertEqual(result["code"], code, result)
                    self.assertTrue(result["answer"].startswith(str(status)), result)
                    self.assertFalse(set(result["answer"]) & set("\x00\x1b\r\n"))
            status = 307
            self.assertIn("Redirects are not followed", self.ask(self.settings(server))["hint"])

    def test_a_server_that_comes_back(self):
        with Server() as server:
            settings = self.settings(server)
            self.does(settings)
        self.refuses(settings, "takes no connection", "Check the host")
        with Server(port=server.port) as again:
            self.does(settings)
            self.assertEqual(len(again.requests), 1)

    def test_bad_servers(self):
        def at(peer, **more):
            return {"url": f"http://127.0.0.1:{peer.port}/", **more}
        with Bad() as silent:
            result = self.refuses(at(silent), "did not answer in time", limit_s=0.5)
            self.assertEqual(result["code"], -110)
            self.assertEqual(self.refuses(at(silent), "cancelled", cancel_s=0.3)["code"], -125)
            self.refuses({"url": f"https://127.0.0.1:{silent.port}/"}, "in time", limit_s=0.5)
        with Bad(b"SSH-2.0-OpenSSH_9.2\r\n") as other:
            self.refuses(at(other), "127.0.0.1", limit_s=2)
        with Bad(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", closes=True) as half:
            self.refuses(at(half), "127.0.0.1")
        with Bad(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 100_000) as headers:
            self.refuses(at(headers), "127.0.0.1", limit_s=20)
        with Bad(b"HTTP/1.1 200 OK\r\n\r\n" + b"blah" * 500_000) as talks:
            self.assertTrue(self.does(at(talks)).startswith("200 blahblah"))
        odd = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\xff\xfe\xe4\x00"
        with Bad(odd, closes=True) as peer:
            self.assertEqual(self.does(at(peer)), "200 " + 4 * "\ufffd")
        self.refuses({"url": "http://nowhere.invalid/"}, "cannot be resolved")

    def test_settings(self):
        with Server() as server:
            for settings, word in (({"url": "ftp://a/"}, "url: "), ({"url": "http://"}, "url: "),
                                   ({"url": "http://a:b@c/"}, "url: "),
                                   ({"url": "http://a b/"}, "url: "),
                                   ({"headers": ["Nothing"]}, "headers: "),
                                   ({"headers": ["A B: c"]}, "headers: "),
                                   ({"headers": ["A: c\r\nB: d"]}, "headers: "),
                                   ({"headers": ["content-type: x"]}, "Content-Type"),
                                   ({"headers": ["Authorization: x"]}, "secret_header"),
                                   ({"secret_header": "secret-x"}, "secret_header: "),
                                   ({"format": "template"}, "template: it is empty"),
                                   ({"template": "{{x}}"}, "template: "),
                                   ({"proxy": "https://a"}, "proxy: "),
                                   ({"proxy": "http://a:b@c"}, "proxy: "),
                                   ({"proxy": "http://a/b"}, "proxy: "),
                                   ({"user": "a", "token": "secret-x"}, "token: "),
                                   ({"client_key": "secret-x"}, "client_key: "),
                                   ({"ca": "no PEM"}, "ca: it must be PEM"),
                                   ({"client_certificate": self.certificates.text("client.crt"),
                                     "client_key": self.certificates.text("server.key")},
                                    "client_key: ")):
                with self.subTest(settings):
                    result = self.refuses(self.settings(server, **settings), word)
                    self.assertEqual(result["code"], -22)
            self.assertEqual(server.requests, [])


if __name__ == "__main__":
    unittest.main()
