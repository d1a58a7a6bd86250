# SPDX-License-Identifier: BSD-2-Clause
"""The HTTP client against cameras that refuse, lie, never end, or are not who they were."""

import errno
import socket
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path

from camera_http import Answer, Camera
from device import DeviceTest


class Page(Camera):
    """Gives everybody who is let in a page, or what `gives` says."""

    gives = None

    def answer(self, handler, path, query, body, let_in):
        return self.gives(handler, path) if self.gives else Answer("hello")


class Raw:
    """Says `data` to whoever connects, again and again if `endless`."""

    def __init__(self, data, endless=b"", pause_s=0.0):
        self.data, self.endless, self.pause_s = data, endless, pause_s
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.thread = threading.Thread(target=self.accept, daemon=True)
        self.thread.start()

    def accept(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.talk, args=(connection,), daemon=True).start()

    def talk(self, connection):
        try:
            with connection:
                connection.recv(65536)
                connection.sendall(self.data)
                while self.endless:
                    connection.sendall(self.endless)
                    time.sleep(self.pause_s)
        except OSError:
            pass

    def close(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


class Passwords(DeviceTest):
    def get(self, camera, **options):
        return self.ask("get", camera.url, path="/page?a=1", **options)

    def test_digest(self):
        for algorithms in (["MD5"], ["SHA-256"]):
            with self.subTest(algorithms), Page(algorithms=algorithms) as camera:
                answer = self.get(camera)
                self.assertEqual((answer["code"], answer["status"]), (0, 200), answer)
                self.assertEqual(camera.bad_passwords, 0)

    def test_basic_only_where_there_is_nothing_better(self):
        with Page(algorithms=[], basic=True) as camera:
            self.assertEqual(self.get(camera)["code"], 0)
        with Page(basic=True) as camera:
            self.assertEqual(self.get(camera)["code"], 0)
            self.assertEqual(camera.bad_passwords, 0)

    def test_a_refused_password_is_sent_once(self):
        for algorithms in (["MD5"], ["SHA-256"]):
            with self.subTest(algorithms), Page(algorithms=algorithms) as camera:
                answer = self.get(camera, password="not this one")
                self.assertEqual(answer["code"], -errno.EACCES)
                self.assertIn("refuses the user name or the password", answer["message"])
                self.assertEqual(camera.bad_passwords, 1)

    def test_nobody(self):
        with Page() as camera:
            answer = self.get(camera, user=None)
            self.assertEqual((answer["status"], answer["realm"]), (401, "camera"))
            self.assertEqual(camera.bad_passwords, 0)


class Bounds(DeviceTest):
    def fails(self, code, words, verb, url, **options):
        options.setdefault("path", "/")
        return super().fails(code, words, verb, url, **options)

    def raw(self, *args, **more):
        raw = Raw(*args, **more)
        self.addCleanup(raw.close)
        return raw.url

    def test_two_gigabytes_that_are_announced(self):
        url = self.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2147483648\r\n\r\nx")
        self.fails(errno.EMSGSIZE, "more than 1048576 bytes", "get", url)

    def test_a_body_without_end(self):
        url = self.raw(b"HTTP/1.1 200 OK\r\n\r\n", endless=b"x" * 65536)
        self.fails(errno.EMSGSIZE, "more than 1048576 bytes", "get", url)

    def test_a_body_that_dribbles(self):
        url = self.raw(b"HTTP/1.1 200 OK\r\n\r\n", endless=b"x", pause_s=0.05)
        self.fails(errno.ETIMEDOUT, "no whole answer in time", "get", url, timeout=1, total=2)

    def test_headers_without_end(self):
        url = self.raw(b"HTTP/1.1 200 OK\r\n", endless=b"X-More: " + b"x" * 1000 + b"\r\n")
        self.fails(errno.EPROTO, "headers without end", "get", url)

    def test_a_header_without_end(self):
        url = self.raw(b"HTTP/1.1 200 OK\r\nX-More: ", endless=b"x" * 10000)
        answer = self.ask("get", url, path="/")
        self.assertLess(answer["code"], 0)

    def test_continue_without_end(self):
        url = self.raw(b"", endless=b"HTTP/1.1 100 Continue\r\n\r\n" * 100)
        answer = self.ask("get", url, path="/", total=10)
        self.assertLess(answer["code"], 0)

    def test_silence(self):
        url = self.raw(b"HTTP/1.1 200 OK\r\n\r\n", endless=b"", pause_s=1)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            self.fails(errno.ETIMEDOUT, "no whole answer", "get", url, timeout=0.5)

    def test_less_than_was_announced(self):
        url = self.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")
        self.fails(errno.EIO, "broke the connection off", "get", url)

    def test_no_http(self):
        self.assertLess(self.ask("get", self.raw(b"SSH-2.0-OpenSSH_9.2\r\n"), path="/")["code"], 0)

    def test_nobody_there(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        self.fails(errno.ECONNREFUSED, "refuses the connection", "get", f"http://127.0.0.1:{port}")

    def test_a_path_with_a_break_in_it(self):
        self.fails(errno.EINVAL, "path of a request", "get", "http://127.0.0.1:1",
                   path="/a\r\nHost: b")


class Redirects(DeviceTest):
    def test_the_same_host(self):
        def gives(_handler, path):
            return Answer(status=302, headers=[("Location", "/there")]) if path == "/" \
                else Answer("there")
        with Page(gives=gives) as camera:
            answer = self.works("get", camera.url, path="/")
            self.assertEqual((answer["status"], answer["size"]), (200, 5))

    def test_another_host_gets_nothing(self):
        with Page() as other:
            def gives(_handler, _path):
                return Answer(status=302, headers=[("Location",
                                                    f"http://localhost:{other.port}/")])
            with Page(gives=gives) as camera:
                self.fails(errno.EPROTO, "which is not followed", "get", camera.url, path="/")
            self.assertEqual(other.requests, [])

    def test_other_schemes(self):
        for to in ("file:///etc/passwd", "gopher://127.0.0.1/", "ftp://127.0.0.1/x"):
            def gives(_handler, _path, to=to):
                return Answer(status=301, headers=[("Location", to)])
            with self.subTest(to), Page(gives=gives) as camera:
                self.fails(errno.EPROTO, "", "get", camera.url, path="/")

    def test_in_circles(self):
        def gives(_handler, _path):
            return Answer(status=302, headers=[("Location", "/")])
        with Page(gives=gives) as camera:
            self.fails(errno.EPROTO, "again and again", "get", camera.url, path="/")


class Certificates(DeviceTest):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.first = cls.make(Path(folder.name), "first")
        cls.second = cls.make(Path(folder.name), "second")

    @staticmethod
    def make(folder, name):
        key, certificate = folder / f"{name}.key", folder / f"{name}.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=camera",
                        "-keyout", key, "-out", certificate], check=True, capture_output=True)
        return certificate, key

    def test_the_first_one_is_pinned(self):
        with Page(tls=self.first) as camera:
            pin = self.works("get", camera.url, path="/")["pin"]
            self.assertRegex(pin, r"^sha256//[A-Za-z0-9+/]{43}=$")
            self.assertEqual(self.works("get", camera.url, path="/", pin=pin)["pin"], pin)

    def test_the_pin_is_that_of_openssl(self):
        der = subprocess.run(["openssl", "x509", "-in", self.first[0], "-pubkey", "-noout"],
                             check=True, capture_output=True).stdout
        der = subprocess.run(["openssl", "pkey", "-pubin", "-outform", "der"], input=der,
                             check=True, capture_output=True).stdout
        import base64
        import hashlib
        want = "sha256//" + base64.b64encode(hashlib.sha256(der).digest()).decode()
        with Page(tls=self.first) as camera:
            self.assertEqual(self.works("get", camera.url, path="/")["pin"], want)

    def test_another_one_is_refused_before_anything_is_said(self):
        with Page(tls=self.first) as camera:
            pin = self.works("get", camera.url, path="/")["pin"]
        with Page(tls=self.second) as camera:
            answer = self.fails(errno.EKEYREJECTED, "another certificate than before", "get",
                                camera.url, path="/", pin=pin)
            self.assertIn("tls_pin", answer["hint"])
            self.assertEqual(camera.requests, [])

    def test_by_authority(self):
        with Page(tls=self.first) as camera:
            self.fails(errno.EPROTO, "not trusted", "get", camera.url, path="/", trust="ca")
            self.assertEqual(camera.requests, [])

    def test_what_is_no_pin(self):
        self.fails(errno.EINVAL, "pin", "get", "https://127.0.0.1:1", path="/", pin="sha256//abc")


if __name__ == "__main__":
    unittest.main()
