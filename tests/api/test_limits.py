# SPDX-License-Identifier: BSD-2-Clause
"""Clients that send too much, too little, too slowly, or no HTTP at all."""

import concurrent.futures
import json
import socket
import unittest

from daemon import DaemonCase, eventually

CAMERAS = "/api/v1/cameras"


def read_all(connection):
    data = b""
    try:
        while True:
            piece = connection.recv(65536)
            if not piece:
                return data
            data += piece
    except ConnectionError:
        return data


class Limits(DaemonCase):

    def tearDown(self):
        """Whatever a test sent, the daemon is there and answers others."""
        self.assertEqual(200, self.ask("GET", "/healthz").status)
        self.assertIsNone(self.daemon.process.poll())

    def raw(self, data, half_close=True):
        with self.daemon.socket() as connection:
            try:
                connection.sendall(data)
                if half_close:
                    connection.shutdown(socket.SHUT_WR)
            except OSError:
                pass # it has hung up already, which may also leave "not connected"
            return read_all(connection)

    def authorized(self, head, body=b""):
        return self.raw(head.format(token=self.daemon.token).encode() + body)

    def test_bad_json(self):
        for body in ("", "{", "[]", "null", "1", '"x"', '{"name":}', '{"name":"a","name":"b"}',
                     '{"name":"a"} x', "\x00", '{"name":"\\ud800","url":"/x"}', "{'name':'a'}",
                     '{"url":"/x"}', '{"name":"x"}', '{"name":1,"url":"/x"}',
                     '{"name":"x","url":"/x","nonsense":1}', '{"name":"x","url":"ftp://x/y"}',
                     '{"name":"x","url":"/x","sensitivity":0}',
                     '{"name":"x","url":"/x","interval_s":"5"}',
                     '{"name":"x","url":"/x","id":"../x"}', "[" * 100000, '{"a":' * 5000,
                     '{"name":"x","url":"/x","duration_s":1e999}'):
            with self.subTest(body[:40]):
                answer = self.ask("POST", CAMERAS, body, "token",
                                  {"Content-Type": "application/json"})
                self.check_error(answer, 400)
        for body in (b"\xff\xfe", b'{"name":"\xc3\x28","url":"/x"}', b"\xef\xbb\xbf{}"):
            self.check_error(self.ask("POST", CAMERAS, body, "token",
                                      {"Content-Type": "application/json"}), 400)
        self.assertEqual([], self.ask("GET", CAMERAS, by="token").json()["cameras"])

    def test_content_type(self):
        for kind in ("text/plain", "application/jsonx", "multipart/form-data", ""):
            self.check_error(self.ask("POST", CAMERAS, "{}", "token", {"Content-Type": kind}), 415)
        answer = self.ask("POST", CAMERAS, "{}", "token",
                          {"Content-Type": "application/json; charset=utf-8"})
        self.check_error(answer, 400)  # read, and found wanting

    def test_bad_query(self):
        for query in ("limit=0", "limit=1001", "limit=x", "limit=", "limit=-1", "before=0",
                      "from=yesterday", "to=2026-02-30T00:00:00Z", "state=opened",
                      "limit=99999999999999999999", "limit=0x10", "limit=1%20"):
            with self.subTest(query):
                self.check_error(self.ask("GET", "/api/v1/events?" + query, by="token"), 400)
        for query in ("camera=%27%3B--", "condition=" + "x" * 500, "camera=%ff", "unknown=1",
                      "from=0&to=0", "&&&==&", "limit"):
            answer = self.ask("GET", "/api/v1/events?" + query, by="token")
            self.assertIn(answer.status, (200, 400), query)

    def test_paths(self):
        for path in ("//", "/..", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
                     "/assets/../index.html", "/api/v1", "/api/v1/", "/api/v1/cameras/", "/API",
                     "/api/v1/cameras//snapshot.jpg", "/api/v1/cameras/a/b/c", "/" + "x" * 8000,
                     "/healthz/", "/healthz%00", "/index.html%00.js", "/\\..\\..\\etc",
                     "/api/v1/events/1/other.jpg", "/%ff", "/%"):
            with self.subTest(path[:60]):
                answer = self.ask("GET", path, by="token")
                if answer.status != 200:  # a NUL ends the path for the HTTP library
                    self.check_error(answer, 404)
                self.assertNotIn(b"root:", answer.body)

    def test_oversize_json(self):
        answer = self.ask("POST", CAMERAS, b'{"name":"' + b"x" * (1 << 20) + b'"}', "token",
                          {"Content-Type": "application/json"})
        self.check_error(answer, 413)
        # As large as it may be.
        body = json.dumps({"name": "x"}).ljust(1 << 20)
        answer = self.ask("POST", CAMERAS, body, "token", {"Content-Type": "application/json"})
        self.check_error(answer, 400)

    def test_oversize_chunked(self):
        def pieces():
            for _ in range(40):
                yield b" " * 65536
        answer = self.ask("POST", CAMERAS, pieces(), "token",
                          {"Content-Type": "application/json"})
        self.check_error(answer, 413)

    def test_announced_oversize(self):
        """It is refused before it is sent."""
        for length in ((128 << 20) + 1, 1 << 40, 1 << 62, (1 << 63) - 1):
            answer = self.authorized(
                "POST /predict HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
                "Content-Length: %d\r\n\r\n" % length)
            self.assertIn(b" 413 ", answer.split(b"\r\n")[0])

    def test_refused_body_is_read(self):
        """The answer arrives although the client is still sending when it is decided."""
        answer = self.ask("POST", "/predict", b"x" * (4 << 20))
        self.check_error(answer, 403)  # not activated, nobody logged in

    def test_no_http(self):
        for data in (b"", b"\r\n\r\n", b"hello\r\n\r\n", b"GET\r\n\r\n", b"\x16\x03\x01\x02\x00",
                     b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"\x00" * 1000,
                     b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"A" * 100000,
                     b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 20000 + b"\r\n",
                     b"GET /" + b"a" * 100000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
                     b"POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
                     b"POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99"
                     b"\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                     b"POST /api HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked"
                     b"\r\n\r\nffffffffffffffff\r\n{}"):
            with self.subTest(data[:60]):
                answer = self.raw(data)
                if answer:
                    self.assertNotIn(b" 200 ", answer.split(b"\r\n")[0])

    def test_pipelined(self):
        one = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
        last = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        answer = self.raw(one * 9 + last, half_close=False)
        self.assertEqual(10, answer.count(b"HTTP/1.1 200"))

    def test_head(self):
        for path in ("/", "/healthz", "/metrics", CAMERAS, "/api/v1/stream",
                     "/api/v1/openapi.json"):
            head = self.ask("HEAD", path, by="token")
            self.assertEqual((200, b""), (head.status, head.body), path)
        get = self.ask("GET", "/healthz")
        self.assertEqual(get.headers["Content-Length"],
                         self.ask("HEAD", "/healthz").headers["Content-Length"])

    def test_keep_alive(self):
        connection = self.daemon.connect()
        self.addCleanup(connection.close)
        for path in ("/healthz", "/nowhere", CAMERAS, "/api/v1/status"):
            connection.request("GET", path)
            connection.getresponse().read()
        local = connection.sock.getsockname()
        connection.request("POST", CAMERAS, "{}", {"Content-Type": "text/plain"})
        self.assertEqual(403, connection.getresponse().status)
        self.assertEqual(local, connection.sock.getsockname())  # the same connection all along

    def test_many_at_once(self):
        def one(i):
            return self.ask("GET", ("/healthz", "/api/v1/status", "/nowhere")[i % 3]).status
        with concurrent.futures.ThreadPoolExecutor(40) as pool:
            found = list(pool.map(one, range(600)))
        self.assertEqual([200, 200, 404] * 200, found)

    def test_idle_connections(self):
        """An address may hold so many connections; the next ones are closed, not kept waiting."""
        held = []
        self.addCleanup(lambda: [connection.close() for connection in held])
        for _ in range(200):
            held.append(self.daemon.socket())
        closed = 0
        for connection in held:
            connection.settimeout(0.01)
            try:
                closed += connection.recv(1) == b""
            except TimeoutError:
                pass
            except ConnectionError:
                closed += 1
        self.assertGreater(closed, 0)
        for connection in held:
            connection.close()
        held.clear()
        eventually("room again", self.daemon.answers)

    def test_slow_clients(self):
        """They take nothing from others while they dawdle."""
        slow = []
        self.addCleanup(lambda: [connection.close() for connection in slow])
        for i in range(60):
            connection = self.daemon.socket()
            slow.append(connection)
            connection.sendall(
                [b"GET /healthz HTT",
                 b"POST /api HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{",
                 b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: "][i % 3])
        for _ in range(50):
            self.assertEqual(200, self.ask("GET", "/api/v1/status").status)
        # The others were answered while the slow ones were still held, not after they were cut off.
        slow[0].setblocking(False)
        self.assertRaises(BlockingIOError, slow[0].recv, 1)


class Streams(DaemonCase):

    def test_too_many_streams(self):
        held = []
        self.addCleanup(lambda: [connection.close() for connection in held])
        statuses = []
        for _ in range(127):
            connection = self.daemon.connect()
            held.append(connection)
            connection.request("GET", "/api/v1/stream",
                               headers={"Authorization": "Bearer " + self.daemon.token})
            statuses.append(connection.getresponse().status)
        self.assertEqual({200}, set(statuses))
        # One connection is left to this address, and it is answered at once.
        status = self.ask("GET", "/api/v1/status", by="token").json()
        self.assertEqual(127, status["clients"]["streams"])
        self.assertLess(self.daemon.stop(), 5)
        self.assertEqual(0, self.daemon.process.returncode)


if __name__ == "__main__":
    unittest.main()
