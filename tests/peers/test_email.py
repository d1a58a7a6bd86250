# SPDX-License-Identifier: BSD-2-Clause
"""Mail, to a real SMTP server (aiosmtpd): encryption, login, threads, pictures, bad servers."""

import email
import email.policy
import logging
import socket
import ssl
import unittest
import warnings

from peers import JPEG, Bad, PeerTest, free_port

try:
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import SMTP, AuthResult
except ImportError as error:
    raise unittest.SkipTest("needs python3-aiosmtpd") from error


# That a login in the clear is unsafe is known; one test is about it.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)


class Mails:
    """Keeps what it is given."""

    def __init__(self):
        self.mails, self.envelopes, self.refuse = [], [], ()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuse:
            return "550 5.1.1 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.envelopes.append(envelope)
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 2.0.0 Ok: queued as 4711"


def login(server, session, envelope, mechanism, data):
    good = (data.login, data.password) == (b"watch", b"hunter2")
    return AuthResult(success=good, handled=False)


class Server:
    def __init__(self, tls=None, starttls=None, needs_login=False, port=None):
        self.handler = Mails()
        self.mails, self.port = self.handler.mails, port or free_port()

        class TheServer(Controller):
            def factory(self):
                warnings.simplefilter("ignore")
                return SMTP(self.handler, tls_context=starttls, authenticator=login,
                            require_starttls=bool(starttls), auth_required=needs_login,
                            auth_require_tls=False, hostname="mail.test")

            def _trigger_server(self):
                """Its own check of being ready wants a certificate that verifies."""
                with socket.create_connection(("127.0.0.1", self.port), 60) as connection:
                    if tls:
                        client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
                        client.check_hostname, client.verify_mode = False, ssl.CERT_NONE
                        connection = client.wrap_socket(connection)
                    connection.recv(100)

        self.controller = TheServer(self.handler, hostname="127.0.0.1", port=self.port,
                                    ssl_context=tls, ready_timeout=60)

    def __enter__(self):
        self.controller.start()
        return self

    def __exit__(self, *_):
        self.controller.stop()


class Email(PeerTest):
    kind = "email"
    wants_certificates = True

    def settings(self, server, **more):
        return {"host": "127.0.0.1", "port": server.port, "encryption": "none",
                "from": "Lenswatch <watch@site.example>", "to": ["ops@site.example"],
                "picture_interval_s": 0.05, **more}

    def context(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificates.path("server.crt"),
                                self.certificates.path("server.key"))
        return context

    def test_in_the_clear_without_login(self):
        with Server() as server:
            answer = self.does(self.settings(server))
            self.assertIn("queued as 4711", answer)
            mail = server.mails[0]
            self.assertEqual(mail["Subject"], "[Lenswatch] Gate: defocus")
            self.assertEqual(str(mail["From"]), "Lenswatch <watch@site.example>")
            self.assertEqual(mail["Date"], "Sat, 21 Nov 2026 10:00:00 +0000")
            text = mail.get_body(("plain",)).get_content()
            self.assertIn("Gate: defocus began.", text)
            self.assertIn("softer than it used to be", text)
            self.assertIn("<h2>Gate: defocus began</h2>", mail.get_body(("html",)).get_content())

    def test_encryption_and_login(self):
        login_settings = {"user": "watch", "password": "hunter2", "ca": self.certificates.ca}
        with Server(tls=self.context(), needs_login=True) as server:
            self.does(self.settings(server, encryption="tls", **login_settings))
            self.assertEqual(len(server.mails), 1)
            self.refuses(self.settings(server, encryption="tls", user="watch", password="hunter2"),
                         "certificate does not verify", "ca")
        with Server(starttls=self.context(), needs_login=True) as server:
            self.does(self.settings(server, encryption="starttls", **login_settings))
            self.assertEqual(len(server.mails), 1)
            result = self.refuses(self.settings(server, encryption="starttls",
                                                **{**login_settings, "password": "secret-wrong"}),
                                  "user name or the password")
            self.assertEqual(result["code"], -13)

    def test_starttls_is_never_left_out(self):
        with Server() as server:
            self.refuses(self.settings(server, encryption="starttls", user="watch",
                                       password="hunter2"), "offers no TLS", "in the clear")
            self.assertEqual(server.mails, [])

    def test_three_pictures_and_the_healthy_one(self):
        with Server() as server:
            self.does(self.settings(server), look=str(self.folder / "now.jpg"),
                      pictures=[("start", JPEG + b"1"), ("reference", JPEG + b"2")])
            images = [p for p in server.mails[0].walk() if p.get_content_type() == "image/jpeg"]
            self.assertEqual([p["Content-ID"] for p in images],
                             ["<picture1>", "<picture2>", "<picture3>", "<reference>"])
            self.assertEqual([p.get_content() for p in images],
                             [JPEG + b"1", JPEG, JPEG, JPEG + b"2"])
            self.assertEqual(images[0].get_filename(), "picture1.jpg")
            html = server.mails[0].get_body(("html",)).get_content()
            for part in images:
                self.assertIn(f'src="cid:{part["Content-ID"][1:-1]}"', html)

    def test_one_thread_an_event(self):
        with Server() as server:
            settings = self.settings(server, pictures=0)
            self.does(settings, key="1" * 32)
            self.does(settings, key="2" * 32, phase="refresh")
            self.does(settings, key="3" * 32, phase="end", ended_ns=1795255260000000000)
            self.does(settings, key="1" * 32)
            self.does(settings, key="4" * 32, event_id=18)
            first, refresh, end, again, other = server.mails
            for mail in (refresh, end):
                self.assertEqual(mail["In-Reply-To"], first["Message-ID"])
                self.assertEqual(mail["References"], first["Message-ID"])
                self.assertEqual(mail["Subject"], "Re: " + first["Subject"])
            self.assertIn("Ended: 2026-11-21 10:01:00", end.get_body(("plain",)).get_content())
            self.assertEqual(again["Message-ID"], first["Message-ID"])
            self.assertEqual(len({m["Message-ID"] for m in server.mails}), 4)
            self.assertNotEqual(other["Message-ID"], first["Message-ID"])

    def test_receivers_and_one_that_is_refused(self):
        with Server() as server:
            server.handler.refuse = ("gone@site.example",)
            answer = self.does(self.settings(server, to=[
                "ops@site.example", "gone@site.example", "Jörg Müller <joerg@site.example>"]))
            self.assertIn("550 5.1.1 nobody", answer)
            self.assertEqual(server.handler.envelopes[0].rcpt_tos,
                             ["ops@site.example", "joerg@site.example"])
            people = server.mails[0]["To"].addresses
            self.assertEqual(people[2].display_name, "Jörg Müller")
            server.handler.refuse = ("ops@site.example",)
            self.refuses(self.settings(server), "550 5.1.1 nobody")

    def test_no_header_from_a_name(self):
        with Server() as server:
            name = "Tor\r\nBcc: eve@evil.example\r\n\r\n<b>Höf</b> " + "ä" * 60
            self.does(self.settings(server), camera_name=name)
            mail = server.mails[0]
            self.assertNotIn("Bcc", mail)
            self.assertIn("Tor  Bcc: eve@evil.example", mail["Subject"])
            self.assertTrue(mail["Subject"].endswith("defocus"), mail["Subject"])
            self.assertEqual(server.handler.envelopes[0].rcpt_tos, ["ops@site.example"])
            html = mail.get_body(("html",)).get_content()
            self.assertNotIn("<b>", html)
            self.assertIn("&lt;b&gt;Höf", html)
            for line in server.handler.envelopes[0].content.split(b"\r\n"):
                self.assertLessEqual(len(line), 998)

    def test_settings(self):
        with Server() as server:
            for settings, word in (({"from": "nobody"}, "from: "),
                                   ({"to": ["a@b c"]}, "to: "), ({"to": []}, "to: "),
                                   ({"to": ["x@y>\r\nDATA"]}, "to: "),
                                   ({"host": "a/b"}, "host: "),
                                   ({"text": "{{event.nothing}}"}, "event.nothing"),
                                   ({"text": "{{event.id"}, "not closed")):
                with self.subTest(settings):
                    result = self.refuses(self.settings(server, **settings), word)
                    self.assertEqual(result["code"], -22)

    def test_templates(self):
        with Server() as server:
            self.does(self.settings(server, subject="{{camera.name}} {{ event.id }}",
                                    text="{{state}} {{event.score}}",
                                    html="<p>{{camera.name}}</p>"), camera_name="A & B")
            mail = server.mails[0]
            self.assertEqual(mail["Subject"], "A & B 17")
            self.assertEqual(mail.get_body(("plain",)).get_content().strip(), "began 0.875")
            self.assertEqual(mail.get_body(("html",)).get_content().strip(), "<p>A &amp; B</p>")

    def test_the_subject_names_the_site(self):
        with Server() as server:
            self.does(self.settings(server), site="Harbour")
            self.assertEqual(server.mails[0]["Subject"], "[Harbour] Gate: defocus")

    def test_a_storm_is_one_mail(self):
        storm = [{"id": i, "condition": "signal_lost", "started": None,
                  "camera": {"id": f"c{i}", "name": f"Camera {i}", "address": ""}}
                 for i in range(50)]
        with Server() as server:
            self.does(self.settings(server), storm=storm, condition="signal_lost")
            self.assertEqual(server.mails[0]["Subject"], "[Lenswatch] 50 cameras: signal lost")
            text = server.mails[0].get_body(("plain",)).get_content()
            self.assertIn("Camera 0: signal lost", text)
            self.assertIn("Camera 49: signal lost", text)

    def test_a_server_that_comes_back(self):
        with Server() as server:
            settings = self.settings(server)
            self.does(settings)
        self.refuses(settings, "takes no connection", "Check the host")
        with Server(port=settings["port"]) as server:
            self.does(settings)
            self.assertEqual(len(server.mails), 1)

    def test_bad_servers(self):
        with Bad() as silent:
            result = self.refuses(self.settings(silent), "did not answer in time", limit_s=0.5)
            self.assertEqual(result["code"], -110)
            result = self.refuses(self.settings(silent), "cancelled", cancel_s=0.3)
            self.assertEqual(result["code"], -125)
        with Bad(b"SSH-2.0-OpenSSH_9.2\r\n") as other:
            self.refuses(self.settings(other), "127.0.0.1", limit_s=2)
        with Bad(b"220 hello\r\n", closes=True) as hangs_up:
            self.refuses(self.settings(hangs_up), "127.0.0.1")
        with Bad(b"554 5.7.1 go away\r\n") as refuses:
            self.refuses(self.settings(refuses), "127.0.0.1")
        self.refuses(self.settings(refuses, host="nowhere.invalid"), "cannot be resolved")


if __name__ == "__main__":
    unittest.main()
