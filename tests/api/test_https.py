# SPDX-License-Identifier: BSD-2-Clause
"""HTTPS of the server: certificates, versions, the way from HTTP, and cookies."""

import base64
import contextlib
import http.client
import json
import os
import pathlib
import re
import socket
import ssl
import subprocess
import threading
import unittest
from concurrent.futures import ThreadPoolExecutor

from authority import Authority, make_key, openssl
from daemon import PROGRAM, Answer, DaemonCase, eventually

MANY = "/api/v1/certificates"
SETTINGS = "/api/v1/settings"


def own_address():
    """An address of this machine that is not the loopback; None: there is none."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # nothing is sent
        return probe.getsockname()[0]
    return None


def at_once(count, do):
    """What each do(i) returns, all begun together."""
    ready = threading.Barrier(count)

    def wait(i):
        ready.wait(60)
        return do(i)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(wait, range(count)))


class HttpsCase(DaemonCase):

    options = ("--https", "127.0.0.1:0")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.root = Authority("Root of the tests")
        cls.addClassCleanup(cls.root.close)

    def list(self):
        return self.ask("GET", MANY, by="token").json()

    def port(self):
        return eventually("HTTPS", lambda: self.list()["https"]["port"])

    def in_use(self):
        return next(c for c in self.list()["certificates"] if c["in_use"])

    def text(self, identifier):
        return self.ask("GET", f"{MANY}/{identifier}", by="token").json()["certificate"]

    def use(self, identifier):
        answer = self.ask("POST", f"{MANY}/{identifier}/use", by="token")
        self.assertEqual(200, answer.status, answer.body)

    def bring(self, certificate, key=None, status=201, **more):
        body = {"certificate": certificate, **more}
        if key:
            body["key"] = key
        answer = self.ask("POST", MANY, body, "token")
        self.assertEqual(status, answer.status, answer.body)
        return answer.json()

    def set(self, query="", status=200, **settings):
        answer = self.ask("PATCH", SETTINGS + query, settings, "token")
        self.assertEqual(status, answer.status, answer.body)
        return answer.json()

    def context(self, trusted, version=None):
        context = ssl.create_default_context(cadata=trusted)
        if version:
            context.minimum_version = context.maximum_version = version
        return context

    def connect(self, context=None, host="127.0.0.1"):
        """A connection over which nothing was asked yet; its certificate was checked."""
        plain = socket.create_connection((host, self.port()), timeout=60)
        return (context or self.context(self.text(self.in_use()["id"]))).wrap_socket(
            plain, server_hostname=host)

    def over_tls(self, method, path, body=None, headers=None, host="127.0.0.1"):
        context = self.context(self.text(self.in_use()["id"]))
        connection = http.client.HTTPSConnection(host, self.port(), context=context, timeout=60)
        with contextlib.closing(connection):
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return Answer(response, response.read())

    def serial(self, connection):
        return connection.getpeercert()["serialNumber"].lower()


class Serving(HttpsCase):

    def test_first_start(self):
        """A certificate for this host is there, and trusted it verifies."""
        first = self.in_use()
        self.assertEqual("ECDSA P-256", first["key"])
        self.assertLessEqual({"localhost", "127.0.0.1", "::1"}, set(first["names"]))
        self.assertTrue(first["self_signed"])
        self.assertEqual(200, self.over_tls("GET", "/healthz").status)
        with self.connect(self.context(self.text(first["id"]))) as connection:
            self.assertEqual(first["serial"], self.serial(connection))
        with self.assertRaises(ssl.SSLCertVerificationError):
            self.connect(ssl.create_default_context())

    def test_versions(self):
        """1.2 and 1.3, or 1.3 alone; never less, whatever the client allows."""
        def speaks(version, *more):
            done = subprocess.run(
                ["openssl", "s_client", "-connect", f"127.0.0.1:{self.port()}", f"-{version}",
                 "-cipher", "ALL:@SECLEVEL=0", *more], stdin=subprocess.DEVNULL,
                capture_output=True, timeout=60, check=False)
            return b"Cipher is (NONE)" not in done.stdout
        self.assertEqual([False, False, True, True],
                         [speaks(v) for v in ("tls1", "tls1_1", "tls1_2", "tls1_3")])
        done = subprocess.run(
            ["openssl", "s_client", "-connect", f"127.0.0.1:{self.port()}", "-tls1_2", "-cipher",
             "AES256-SHA:AES128-GCM-SHA256:ECDHE-ECDSA-AES256-SHA:@SECLEVEL=0"],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)
        self.assertIn(b"Cipher is (NONE)", done.stdout)  # no forward secrecy, or CBC
        self.set(tls_1_2=False)
        self.addCleanup(self.set, tls_1_2=True)
        self.assertEqual([False, True], [speaks(v) for v in ("tls1_2", "tls1_3")])

    def test_another_certificate_loses_nobody(self):
        """Who is connected goes on with the old one; who comes gets the new one."""
        before = self.in_use()
        old = self.connect()
        self.addCleanup(old.close)
        made = self.ask("POST", "/api/v1/certificate/self-signed", {"names": ["127.0.0.1"]},
                        "token").json()
        self.use(made["id"])
        self.addCleanup(self.use, before["id"])
        old.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        self.assertIn(b" 200 ", old.recv(100))
        with self.connect() as new:
            self.assertEqual(made["serial"], self.serial(new))
        answer = self.ask("DELETE", f"{MANY}/{made['id']}", by="token")
        self.check_error(answer, 409)
        self.assertIn("in use", answer.json()["error"])

    def test_two_at_once(self):
        """What is served is what is stored as in use, whoever came last; one that two bring at
        once is there once."""
        before = {one["id"] for one in self.list()["certificates"]}
        first = self.in_use()["id"]
        certificate, key = self.root.server()
        brought = at_once(2, lambda _: self.ask(
            "POST", MANY, {"certificate": certificate, "key": key}, "token").status)
        self.assertEqual([201, 409], sorted(brought))
        second = next(one["id"] for one in self.list()["certificates"] if one["id"] not in before)
        self.addCleanup(self.ask, "DELETE", f"{MANY}/{second}", by="token")
        self.addCleanup(self.use, first)
        port = self.port()
        for _ in range(12):
            at_once(8, lambda i: self.use((first, second)[i % 2]))
            text = self.text(self.in_use()["id"])
            served = ssl.get_server_certificate(("127.0.0.1", port), timeout=60)
            self.assertTrue(text.startswith(served), "another one is stored as in use")

    def test_key_is_nowhere(self):
        self.use(self.in_use()["id"])
        answers = [self.ask("GET", path, by="token").body
                   for path in (MANY, f"{MANY}/{self.in_use()['id']}", "/api/v1/config",
                                "/api/v1/audit")]
        for file in pathlib.Path(self.daemon.data).iterdir():
            if file.is_file():
                answers.append(file.read_bytes())
        for answer in answers:
            self.assertNotIn(b"PRIVATE KEY", answer)

    def test_cookies(self):
        """By HTTPS another name and Secure; the name has the port."""
        if not self.ask("GET", "/api/v1/setup").json()["activated"]:
            self.daemon.activate()
        name = f"lenswatch_session_{self.daemon.port}="
        self.assertTrue(self.daemon.cookie.startswith(name))
        body = '{"user":"admin","password":"Watch-the-lens-7"}'
        answer = self.over_tls("POST", "/api/v1/session", body,
                               {"Content-Type": "application/json"})
        cookie = answer.headers["Set-Cookie"]
        self.assertTrue(cookie.startswith(f"__Host-lenswatch_session_{self.port()}="), cookie)
        self.assertIn("; Secure", cookie)
        secret = cookie.split(";")[0]
        self.assertEqual(200, self.over_tls("GET", "/api/v1/session",
                                            headers={"Cookie": secret}).status)
        # That of another server on this host is not taken for ours.
        other = re.sub(r"_\d+=", "_1=", secret)
        self.assertEqual(401, self.over_tls("GET", "/api/v1/session",
                                            headers={"Cookie": other}).status)

    def test_hsts(self):
        header = "Strict-Transport-Security"
        self.assertIsNone(self.over_tls("GET", "/").headers[header])
        self.set(hsts_days=30)
        self.addCleanup(self.set, hsts_days=0)
        self.assertEqual("max-age=2592000", self.over_tls("GET", "/").headers[header])
        self.assertIsNone(self.ask("GET", "/").headers[header])

    def test_command_line(self):
        self.set(https_listen="127.0.0.1:1", status=400)
        self.assertTrue(self.list()["https"]["fixed"])


class Import(HttpsCase):

    def setUp(self):
        self.before = {c["id"] for c in self.list()["certificates"]}

    def tearDown(self):
        for one in self.list()["certificates"]:
            if one["id"] not in self.before:
                self.ask("DELETE", f"{MANY}/{one['id']}", by="token")

    def refused(self, certificate, key=None, **more):
        return self.bring(certificate, key, status=400, **more)["error"]

    def test_chain(self):
        """In any order, and served whole: who trusts the root needs nothing else."""
        middle = Authority("Middle of the tests", above=self.root)
        self.addCleanup(middle.close)
        certificate, key = middle.server()
        taken = self.bring(self.root.certificate + middle.certificate + certificate, key)
        self.assertEqual((3, "CN=cams.example", "CN=Middle of the tests"),
                         (taken["chain_length"], taken["subject"], taken["issuer"]))
        before = self.in_use()["id"]
        self.use(taken["id"])
        self.addCleanup(self.use, before)
        with self.connect(self.context(self.root.certificate)) as connection:
            self.assertEqual(taken["serial"].lstrip("0"), self.serial(connection).lstrip("0"))
        self.use(before)
        self.check_error(self.ask("POST", MANY, {"certificate": certificate + middle.certificate +
                                                 self.root.certificate, "key": key}, "token"), 409)

    def test_kinds_of_keys(self):
        for kind in ("ec", 2048):
            certificate, key = self.root.server(kind)
            self.bring(certificate + key)  # in one file
        certificate, key = self.root.server()
        secret = openssl("pkey", "-aes256", "-passout", "pass:open-sesame", text=key.encode())
        self.assertIn("passphrase", self.refused(certificate, secret.decode()))
        self.assertIn("does not open", self.refused(certificate, secret.decode(),
                                                    passphrase="wrong"))
        self.bring(certificate, secret.decode(), passphrase="open-sesame")

    def test_pkcs12(self):
        certificate, key = self.root.server()
        file = self.root.pkcs12(certificate, key, "open-sesame", self.root.certificate)
        def bring(passphrase, data=file):
            return self.ask("POST", MANY, {"pkcs12": base64.b64encode(data).decode(),
                                           "passphrase": passphrase}, "token")
        self.check_error(bring("wrong"), 400)
        self.check_error(bring("open-sesame", b"\x30\x82junk"), 400)
        self.check_error(bring("open-sesame", file[:-40]), 400)
        taken = bring("open-sesame")
        self.assertEqual(201, taken.status, taken.body)
        self.assertEqual(2, taken.json()["chain_length"])

    def test_refusals(self):
        """Each with its cause."""
        middle = Authority("Middle of the tests", above=self.root)
        stranger = Authority("Stranger")
        self.addCleanup(middle.close)
        self.addCleanup(stranger.close)
        good, key = middle.server()
        self.assertIn("does not belong", self.refused(good, make_key()))
        self.assertIn("chain is broken", self.refused(good + self.root.certificate, key))
        self.assertIn("chain is broken", self.refused(good + stranger.certificate, key))
        self.assertIn("no private key", self.refused(good))
        self.assertIn("no certificate in PEM", self.refused("hello", key))
        self.assertIn("no certificate in PEM", self.refused("\x30\x82", key))
        self.assertIn("no private key in PEM", self.refused(good, "hello"))
        torn = good[:300] + "\n-----END CERTIFICATE-----\n"
        self.refused(torn, key)
        self.assertIn("expired", self.refused(*self.root.server(days=-1)))
        self.assertIn("too weak", self.refused(*self.root.server(1024)))
        self.assertIn("not for servers", self.refused(*self.root.server(purpose="clientAuth")))
        self.assertIn("signed with", self.refused(*self.root.server(digest="sha1")))
        answer = self.ask("POST", MANY, {"certificate": "x" * (1 << 18)}, "token")
        self.check_error(answer, 400)
        self.check_error(self.ask("POST", MANY, {}, "token"), 400)

    def test_request(self):
        """The key never leaves; what an authority answers finds it."""
        wanted = {"names": ["cams.example", "192.0.2.9"], "organization": "Guards", "country": "CH"}
        made = self.ask("POST", "/api/v1/certificate/request", wanted, "token").json()
        self.assertEqual("requested", made["state"])
        shown = openssl("req", "-noout", "-verify", "-text", text=made["request"].encode()).decode()
        self.assertIn("DNS:cams.example, IP Address:192.0.2.9", shown)
        self.assertIn("O = Guards", shown)
        self.check_error(self.ask("POST", f"{MANY}/{made['id']}/use", by="token"), 404)
        taken = self.bring(self.root.sign(made["request"]) + self.root.certificate)
        self.assertEqual((made["id"], "ready", made["pin"]),
                         (taken["id"], taken["state"], taken["pin"]))
        before = self.in_use()["id"]
        self.use(taken["id"])
        self.addCleanup(self.use, before)
        self.connect(self.context(self.root.certificate)).close()
        self.use(before)

    def test_bad_subjects(self):
        for body in ({"names": ["a b"]}, {"names": ["x" * 300]}, {"names": [1]}, {"names": "x"},
                     {"names": ["a"] * 33}, {"country": "Switzerland"}, {"common_name": "a\nb"},
                     {"organization": "x" * 65}, {"unknown": 1}):
            with self.subTest(body):
                self.check_error(self.ask("POST", "/api/v1/certificate/request", body, "token"),
                                 400)

    def test_sixteen(self):
        while len(self.list()["certificates"]) < 16:
            answer = self.ask("POST", "/api/v1/certificate/self-signed", {}, "token")
            self.assertEqual(201, answer.status)
        answer = self.ask("POST", "/api/v1/certificate/self-signed", {}, "token")
        self.check_error(answer, 409)
        self.assertIn("16", answer.json()["error"])


class Switching(HttpsCase):
    """HTTPS as a setting: on, elsewhere, off; and what an administrator cannot do to himself."""

    options = ()

    def free_port(self):
        """Free at all addresses: what ended may hold a port of one of them for a while."""
        with socket.socket() as probe:
            probe.bind(("", 0))
            return probe.getsockname()[1]

    def test_on_and_off(self):
        self.assertEqual(("", None), (self.list()["https"]["listen"], self.list()["https"]["port"]))
        first = self.free_port()
        self.set(https_listen=f"127.0.0.1:{first}")
        self.addCleanup(self.set, "?force=true", https_listen="", https_redirect=False)
        self.assertEqual(first, self.list()["https"]["port"])
        open_before = self.connect()
        self.addCleanup(open_before.close)
        # The same port of all addresses: the old socket must give way, its connections need not.
        self.set(https_listen=f"0.0.0.0:{first}")
        self.assertEqual(200, self.over_tls("GET", "/healthz").status)
        open_before.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        self.assertIn(b" 200 ", open_before.recv(100))
        # One that is taken is refused, and the old one goes on.
        self.set(https_listen=f"127.0.0.1:{self.daemon.port}", status=409)
        self.set(https_listen="nonsense", status=400)
        self.set(https_listen="192.0.2.77:8443", status=409)
        self.assertEqual(200, self.over_tls("GET", "/healthz").status)
        self.assertEqual(f"0.0.0.0:{first}", self.ask("GET", SETTINGS, by="token").json()[
            "https_listen"])
        self.set(https_listen="")
        with self.assertRaises(OSError):
            socket.create_connection(("127.0.0.1", first), timeout=5)

    def test_after_restart(self):
        """It is served again; and where its address is taken, plain HTTP is, and says so."""
        port = self.free_port()
        self.set(https_listen=f"127.0.0.1:{port}")
        serial = self.in_use()["serial"]
        self.daemon.stop()
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", port))
            taken.listen()
            self.daemon.start()
            state = self.list()["https"]
            self.assertIsNone(state["port"])
            self.assertIn("Cannot listen", state["error"])
            self.set(certificate_days=20)  # other settings can be changed
            self.set(address_filter=False)
        self.assertEqual(port, self.port())  # tried again
        self.assertEqual(serial, self.in_use()["serial"])
        self.set(https_listen="")

    def test_redirect(self):
        """Not on this host unless that is said; a proxy that has spoken TLS is let through."""
        self.set(https_redirect=True, status=400)  # HTTPS is off
        port = self.free_port()
        self.set(https_listen=f"127.0.0.1:{port}", https_redirect=True)
        self.addCleanup(self.set, "?force=true", https_listen="", https_redirect=False,
                        https_redirect_local=False)
        self.assertEqual(200, self.ask("GET", "/").status)  # this host
        forwarded = {"X-Forwarded-For": "192.0.2.8"}
        away = self.ask("GET", "/", headers=forwarded)
        self.assertEqual((308, f"https://127.0.0.1:{port}/"),
                         (away.status, away.headers["Location"]))
        self.check_error(self.ask("GET", "/api/v1/setup", headers=forwarded), 403)
        self.check_error(self.ask("POST", "/api/v1/setup", {"password": "Watch-the-lens-7"},
                                  headers=forwarded), 403)
        by_tls = {**forwarded, "X-Forwarded-Proto": "https"}
        self.assertEqual(200, self.ask("GET", "/", headers=by_tls).status)
        self.set(https_redirect_local=True)
        away = self.ask("GET", "/", headers={"Host": "[::1]"})
        self.assertEqual(f"https://[::1]:{port}/", away.headers["Location"])
        self.assertEqual(403, self.ask("GET", "/", headers={"Host": "evil.example"}).status)
        # The way back is open.
        answer = self.over_tls("PATCH", SETTINGS, '{"https_redirect_local":false}',
                               {"Authorization": "Bearer " + self.daemon.token,
                                "Content-Type": "application/json"})
        self.assertEqual(200, answer.status, answer.body)

    def test_expiry_is_an_event(self):
        soon = self.ask("POST", "/api/v1/certificate/self-signed", {"days": 5}, "token").json()
        self.assertIn(soon["days_left"], (4, 5))
        before = self.in_use()["id"]
        self.use(soon["id"])
        query = "?condition=certificate_expiring&state=open"
        self.assertEqual([], self.daemon.events(query))  # HTTPS is off
        self.set(https_listen=f"127.0.0.1:{self.free_port()}")
        self.addCleanup(self.set, https_listen="")
        event = eventually("the alarm", lambda: self.daemon.events(query))[0]
        self.assertIn("in 4 days", event["reason"])
        self.use(before)
        eventually("its end", lambda: not self.daemon.events(query))


class Shell(HttpsCase):
    """The same from the shell, and the shell by HTTPS."""

    def run_shell(self, *args, status=0, env=None):
        done = subprocess.run([PROGRAM, *args], capture_output=True, text=True, timeout=60,
                              check=False, stdin=subprocess.DEVNULL,
                              env={**os.environ, "LENSWATCH_DATA": "/nonexistent", **(env or {})})
        self.assertEqual(status, done.returncode, done.stderr)
        return done.stdout if status == 0 else done.stderr

    def certificate(self, *args, **kwargs):
        return self.run_shell("certificate", *args, "--data", self.daemon.data, **kwargs)

    def test_life_of_a_certificate(self):
        folder = pathlib.Path(self.root.folder.name)
        first = self.in_use()["id"]
        self.assertIn(first, self.certificate("list"))
        self.assertIn("HTTPS is served on 127.0.0.1:0", self.certificate("list"))
        made = json.loads(self.certificate("self-signed", "--name", "cams.example,192.0.2.7",
                                           "--days", "90", "--format", "json"))
        self.assertEqual(["cams.example", "192.0.2.7"], made["names"])
        self.assertIn("BEGIN CERTIFICATE", self.certificate("show", made["id"]))
        request = self.certificate("request", "--name", "localhost,127.0.0.1", "--country", "CH")
        signed = self.root.write("signed.pem", self.root.sign(request))
        taken = json.loads(self.certificate("import", str(signed), "--format", "json"))
        self.certificate("use", taken["id"])
        self.addCleanup(self.use, first)
        self.assertIn("in use", self.certificate("remove", taken["id"], status=1))
        self.certificate("use", first)
        self.certificate("remove", taken["id"])
        self.certificate("remove", made["id"])
        certificate, key = self.root.server(names="DNS:localhost")
        secret = self.root.write("secret", "open-sesame\n")
        file = self.root.write("own.p12", self.root.pkcs12(certificate, key, "open-sesame"))
        taken = self.certificate("import", str(file), "--passphrase-file", str(secret))
        self.assertIn("CN=cams.example", taken)
        self.assertIn("does not belong", self.certificate(
            "import", str(self.root.write("c.pem", certificate)), "--key",
            str(self.root.write("other.key", make_key())), status=1))
        self.assertIn("no certificate", self.certificate(
            "import", str(self.root.write("text", "-----BEGIN NOTHING")), status=1))
        self.assertTrue(folder.exists())

    def test_by_https(self):
        used = self.in_use()
        token = self.root.write("token", self.daemon.token + "\n")
        server = f"https://localhost:{self.port()}"
        common = ("user", "list", "--server", server, "--token-file", str(token))
        said = self.run_shell(*common, status=1)
        self.assertIn("not trusted", said)
        self.assertIn(used["pin"], said)
        self.run_shell(*common, "--pin", used["pin"])
        self.run_shell(*common, "--insecure")
        trusted = self.root.write("trusted.pem", self.text(used["id"]))
        self.run_shell(*common, "--ca", str(trusted))
        self.run_shell(*common, env={"LENSWATCH_CA": str(trusted)})
        other = "sha256//" + "A" * 43 + "="
        self.assertIn("another key", self.run_shell(*common, "--pin", other, status=1))
        self.assertIn("no pin", self.run_shell(*common, "--pin", "sha256//x", status=1))


class Filter(DaemonCase):
    """Who may connect, by address."""

    def setUp(self):
        self.away = own_address()

    def tearDown(self):
        self.set("?force=true", address_filter=False, addresses_allowed="",
                 addresses_forbidden="", trusted_proxies="")

    options = ("--listen", "0.0.0.0:0")

    def set(self, query="", status=200, **settings):
        answer = self.ask("PATCH", SETTINGS + query, settings, "token")
        self.assertEqual(status, answer.status, answer.body)
        return answer.json()

    def reaches(self, host, headers=None):
        """The status, or None where the connection is closed unheard."""
        connection = http.client.HTTPConnection(host, self.daemon.port, timeout=60)
        try:
            connection.request("GET", "/healthz", headers=headers or {})
            return connection.getresponse().status
        except (http.client.HTTPException, ConnectionError):
            return None
        finally:
            connection.close()

    def test_forbidden_and_allowed(self):
        if not self.away:
            self.skipTest("this machine has no address but the loopback")
        self.assertEqual(200, self.reaches(self.away))
        for forbidden in (self.away, f"{self.away}/24", f"10.0.0.1, {self.away}-255.255.255.255",
                          f"::ffff:{self.away}"):
            self.set(address_filter=True, addresses_forbidden=forbidden)
            self.assertIsNone(self.reaches(self.away), forbidden)
            self.assertEqual(200, self.reaches("127.0.0.1"))
        self.set(addresses_forbidden="", addresses_allowed="192.0.2.99, 2001:db8::/32")
        self.assertEqual(200 if self.away == "192.0.2.99" else None, self.reaches(self.away))
        self.set(addresses_allowed=f"{self.away}/32")
        self.assertEqual(200, self.reaches(self.away))
        self.set(addresses_forbidden=self.away)  # which goes before
        self.assertIsNone(self.reaches(self.away))
        self.set(address_filter=False)
        self.assertEqual(200, self.reaches(self.away))

    def test_bad_lists(self):
        for text in ("x", "10.0.0.0/33", "10.0.0.2-10.0.0.1", "10.0.0.1-::1", "10.0.0.1/", "::/129",
                     "10.0.0.256", "example.com", "1" * 5000, "fe80::1%eth0",
                     ", ".join(["::1"] * 257)):
            with self.subTest(text[:40]):
                self.check_error(self.ask("PATCH", SETTINGS, {"addresses_allowed": text}, "token"),
                                 400)

    def test_nobody_locks_himself_out(self):
        if not self.away:
            self.skipTest("this machine has no address but the loopback")
        def change(query, **settings):
            connection = http.client.HTTPConnection(self.away, self.daemon.port, timeout=60)
            with contextlib.closing(connection):
                connection.request("PATCH", SETTINGS + query, json.dumps(settings), {
                    "Authorization": "Bearer " + self.daemon.token,
                    "Content-Type": "application/json"})
                response = connection.getresponse()
                return Answer(response, response.read())
        rules = {"address_filter": True, "addresses_forbidden": self.away}
        answer = change("", **rules)
        self.check_error(answer, 409)
        self.assertIn("force", answer.json()["hint"])
        self.assertEqual(200, self.reaches(self.away))
        self.check_error(change("", address_filter=True, addresses_allowed="198.51.100.1"), 409)
        self.assertEqual(200, change("?force=true", **rules).status)
        self.assertIsNone(self.reaches(self.away))

    def test_proxies(self):
        """What a proxy says counts when it is known, and then from the right."""
        said = {"X-Forwarded-For": "198.51.100.1"}
        self.set(address_filter=True, addresses_forbidden="198.51.100.0/24")
        # One that is not known is not this host, whatever it says.
        self.assertEqual(403, self.reaches("127.0.0.1", said))
        self.assertEqual(403, self.reaches("127.0.0.1", {"X-Forwarded-For": "192.0.2.1"}))
        self.set(trusted_proxies="127.0.0.0/8, 192.0.2.50")
        for forwarded, status in (("198.51.100.1", 403), ("192.0.2.1", 200),
                                  ("198.51.100.1, 192.0.2.1", 200),
                                  ("192.0.2.1, 198.51.100.1", 403),
                                  ("198.51.100.1, 192.0.2.50", 403),
                                  ("198.51.100.1:4711", 403), ("[::ffff:198.51.100.1]:80", 403),
                                  ("::ffff:198.51.100.1", 403), ("192.0.2.1, " * 200 + "192.0.2.1",
                                                                  200)):
            with self.subTest(forwarded[:40]):
                self.assertEqual(status, self.reaches("127.0.0.1", {"X-Forwarded-For": forwarded}))

    def test_no_file_locks_anybody_out(self):
        """As by the settings, so by a configuration: not without force."""
        away = {"X-Forwarded-For": "198.51.100.7"}
        self.set(trusted_proxies="127.0.0.1")
        text = ("lenswatch: 1\nsettings:\n  address_filter: true\n"
                "  addresses_forbidden: 198.51.100.0/24\n  trusted_proxies: 127.0.0.1\n")

        def take(query="", headers=away, **more):
            return self.ask("POST", "/api/v1/config/import" + query, {"yaml": text, **more},
                            "token", headers)

        before = self.ask("GET", SETTINGS, by="token").json()
        answer = take()
        self.check_error(answer, 409)
        self.assertIn("force", answer.json()["hint"])
        plan = take(dry_run=True).json()
        self.assertEqual((1, "settings"), (plan["errors"], plan["findings"][0]["where"]))
        self.assertIn("keep out", plan["findings"][0]["problem"])
        plan = self.ask("POST", "/api/v1/config/check", {"yaml": text}, "token", away).json()
        self.assertEqual(1, plan["errors"])
        self.assertEqual(before, self.ask("GET", SETTINGS, by="token").json())
        self.assertEqual(200, take(dry_run=True, headers={}).status)  # this host is not kept out
        self.assertEqual(200, take("?force=true").status)
        self.assertEqual(403, self.reaches("127.0.0.1", away))

    def test_import_keeps_the_network(self):
        self.set(address_filter=True, addresses_forbidden="198.51.100.0/24")
        answer = self.ask("POST", "/api/v1/config/import", {
            "yaml": "lenswatch: 1\nsettings:\n  picture_days: 3\n"}, "token")
        self.assertEqual(200, answer.status, answer.body)
        settings = self.ask("GET", SETTINGS, by="token").json()
        self.assertEqual((3, True, "198.51.100.0/24"), (
            settings["picture_days"], settings["address_filter"], settings["addresses_forbidden"]))


if __name__ == "__main__":
    unittest.main()
