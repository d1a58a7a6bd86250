# SPDX-License-Identifier: BSD-2-Clause
"""Messages to telephones and chats. The services' servers are not to be had here: what is sent is
held against what their documentation says that they take."""

import email
import json
import re
import unittest

from peers import JPEG, TIME_NS, Bad, PeerTest
from web_peers import Server

BOT = "12345:secret-bot_token"


def refuse(words):
    return 400, words


class Services:
    """What each service wants, as strictly as it says it does."""

    def ntfy(self, request):
        if request.method == "PUT":
            good = (request.path == "/site-1" and request.body == JPEG and
                    request.headers["Filename"] == "picture.jpg" and
                    request.headers["Authorization"] == "Bearer hunter2")
            return (200, '{"id":"def"}') if good else refuse("attachments not allowed")
        if request.path != "/" or request.headers["Authorization"] not in (None, "Bearer hunter2"):
            return 404, "page not found"
        said = json.loads(request.body)
        if not re.fullmatch(r"[-_A-Za-z0-9]{1,64}", said.pop("topic")):
            return refuse("invalid topic")
        if not 1 <= said.pop("priority") <= 5 or len(said["message"].encode()) > 4096:
            return refuse("invalid message")
        return 200, '{"id":"abc","event":"message"}'

    def gotify(self, request):
        if request.path != "/gotify/message":
            return 404, "no"
        if request.headers["X-Gotify-Key"] != "hunter2":
            return 401, '{"error":"Unauthorized"}'
        said = json.loads(request.body)
        good = isinstance(said["priority"], int) and said["message"] and set(said) <= {
            "message", "title", "priority", "extras"}
        return (200, '{"id":25}') if good else refuse("bad")

    def slack(self, request):
        said = json.loads(request.body)
        return (200, "ok") if set(said) == {"text"} and said["text"] else refuse("no_text")

    def teams(self, request):
        said = json.loads(request.body)
        card, = said["attachments"]
        good = (said["type"] == "message" and len(request.body) < 28_000 and
                card["contentType"] == "application/vnd.microsoft.card.adaptive" and
                card["content"]["type"] == "AdaptiveCard" and
                all(part["type"] == "TextBlock" for part in card["content"]["body"]))
        return (202, "") if good else refuse("bad card")

    def telegram(self, request):
        if request.path == f"/bot{BOT}/sendPhoto":
            form = email.message_from_bytes(
                b"Content-Type: " + request.headers["Content-Type"].encode() + b"\r\n\r\n" +
                request.body)
            fields = {part.get_param("name", header="Content-Disposition"):
                      part.get_payload(decode=True) for part in form.get_payload()}
            good = fields == {"chat_id": b"-100123", "photo": JPEG, "disable_notification": b"true"}
            return (200, '{"ok":true}') if good else refuse("no photo")
        if request.path != f"/bot{BOT}/sendMessage":
            return 404, '{"ok":false,"error_code":404,"description":"Not Found"}'
        said = json.loads(request.body)
        if said["chat_id"] != "-100123" or len(said["text"]) > 4096:
            return 400, '{"ok":false,"description":"Bad Request: chat not found"}'
        return 200, '{"ok":true,"result":{"message_id":7}}'


class Push(PeerTest):
    kind = "push"
    services = ("ntfy", "gotify", "slack", "teams", "telegram")

    def server(self, service, **more):
        return Server(getattr(Services(), service), **more)

    def settings(self, service, url, **more):
        return {"service": service, **{
            "ntfy": {"server": url, "topic": "site-1", "token": "hunter2"},
            "gotify": {"server": url + "/gotify/", "token": "hunter2"},
            "slack": {"webhook": url + "/services/T0/B0/secret-path"},
            "teams": {"webhook": url + "/workflows/1?sig=secret-sig"},
            "telegram": {"server": url, "topic": "-100123", "token": BOT},
        }[service], **more}

    def text(self, service, request):
        said = json.loads(request.body)
        if service == "teams":
            return said["attachments"][0]["content"]["body"][1]["text"]
        return said["message" if service in ("ntfy", "gotify") else "text"]

    def test_every_service(self):
        for service in self.services:
            with self.subTest(service), self.server(service) as server:
                settings = self.settings(service, server.url)
                answer = self.does(settings, camera_name='Tor "1" & <2>')
                self.assertTrue(answer.startswith("20"), answer)
                self.assertNotIn("secret-", answer)
                text = self.text(service, server.requests[0])
                name = 'Tor "1" & <2>' if service != "slack" else 'Tor "1" &amp; &lt;2&gt;'
                self.assertTrue(text.startswith(name + ": defocus began."), text)
                self.assertIn("softer than it used to be", text)
                self.does(settings, phase="end", ended_ns=TIME_NS + 10**9)
                self.assertIn("Ended: 2026-11-21 10:00:01",
                              self.text(service, server.requests[1]))

    def test_a_storm_is_cut_to_what_they_take(self):
        storm = [{"id": i, "condition": "signal_lost", "started": None,
                  "camera": {"id": f"c{i}", "name": f"Tür {i}\U0001f4f7" * 2, "address": ""}}
                 for i in range(100)]
        for service in self.services:
            with self.subTest(service), self.server(service) as server:
                self.does(self.settings(service, server.url, message="ä{{text}}{{text}}"),
                          storm=storm, condition="signal_lost")
                text = self.text(service, server.requests[0])
                self.assertIn("100 cameras: signal lost", text)
                self.assertTrue(text.endswith("…"), text[-20:])

    def test_pictures(self):
        for service in self.services:
            with self.subTest(service), self.server(service) as server:
                settings = self.settings(service, server.url, picture=True)
                answer = self.does(settings, pictures=[("start", JPEG)])
                takes = service in ("ntfy", "telegram")
                self.assertEqual(len(server.requests), 2 if takes else 1)
                self.assertEqual(answer.endswith("; with the picture"), takes, answer)
                self.does(settings)
                self.does(self.settings(service, server.url), pictures=[("start", JPEG)])
                self.assertEqual(len(server.requests), 4 if takes else 3)
                # The message has arrived; that there is no picture is no reason to send it again.
                answer = self.does(settings, pictures=[("start", JPEG + b"other")])
                self.assertEqual("without the picture: 127.0.0.1" in answer, takes, answer)

    def test_urgency(self):
        with self.server("ntfy") as server:
            settings = self.settings("ntfy", server.url, priority=9)
            self.does(settings)
            self.does(settings, phase="end", ended_ns=TIME_NS)
            self.does(self.settings("ntfy", server.url, priority=0))
            self.assertEqual([json.loads(r.body)["priority"] for r in server.requests], [5, 3, 1])
            self.assertEqual(json.loads(server.requests[1].body)["title"], "Gate: defocus ended")
        with self.server("gotify") as server:
            settings = self.settings("gotify", server.url, priority=8)
            self.does(settings)
            self.does(settings, phase="refresh")
            self.assertEqual([json.loads(r.body)["priority"] for r in server.requests], [8, 1])

    def test_what_is_wrong_is_said_without_the_secret(self):
        with self.server("telegram") as server:
            result = self.refuses(self.settings("telegram", server.url, topic="-1"), "status 400")
            self.assertEqual(result["code"], -22)
            self.assertIn("chat not found", result["answer"])
            self.refuses(self.settings("telegram", server.url, token="1:secret-other"),
                         "status 404")
        with self.server("gotify") as server:
            result = self.refuses(self.settings("gotify", server.url, token="secret-x"), "token")
            self.assertEqual(result["code"], -13)
        for service in self.services:
            with self.subTest(service):
                self.refuses(self.settings(service, "http://nowhere.invalid"), "be resolved")
                with Bad(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n") as silent:
                    url = f"http://127.0.0.1:{silent.port}"
                    self.refuses(self.settings(service, url), "in time", limit_s=0.3)

    def test_a_server_that_comes_back(self):
        with self.server("ntfy") as server:
            settings = self.settings("ntfy", server.url)
            self.does(settings)
        self.refuses(settings, "takes no connection")
        with self.server("ntfy", port=server.port) as again:
            self.does(settings)
            self.assertEqual(len(again.requests), 1)

    def test_settings(self):
        url = "https://push.example"
        for service, more, word in (("ntfy", {"server": ""}, "server: "),
                                    ("ntfy", {"server": "push.example"}, "server: "),
                                    ("ntfy", {"topic": ""}, "topic: "),
                                    ("ntfy", {"topic": "a/b"}, "topic: "),
                                    ("gotify", {"token": ""}, "token: "),
                                    ("slack", {"webhook": ""}, "webhook: "),
                                    ("teams", {"webhook": "secret-x"}, "webhook: "),
                                    ("telegram", {"token": "1/secret-x"}, "token: "),
                                    ("telegram", {"topic": "a b"}, "topic: "),
                                    ("slack", {"message": "{{no.value}}"}, "message: "),
                                    ("irc", {}, "service: ")):
            with self.subTest(service, **more):
                settings = {**self.settings("ntfy" if service == "irc" else service, url), **more,
                            "service": service}
                self.assertEqual(self.refuses(settings, word)["code"], -22)


if __name__ == "__main__":
    unittest.main()
