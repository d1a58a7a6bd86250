# SPDX-License-Identifier: BSD-2-Clause
"""Crowds that open connections and hold them: others are served as quickly as before.

How many comes in $LENSWATCH_FLOOD. What is compared are medians of two daemons that are asked in
turns, one of which has the crowd: what else the machine does weighs on both alike.
"""

import contextlib
import multiprocessing
import os
import resource
import socket
import ssl
import statistics
import time
import unittest

from daemon import Daemon, DaemonCase, eventually

CROWD = int(os.environ.get("LENSWATCH_FLOOD", "1000"))
ADDRESSES = 100  # of the crowd, all of them this machine's
ROUNDS = 50
HEAD = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
KINDS = {
    "silent": b"",
    "half a head": b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
    "half a body": b"POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                   b"application/json\r\nContent-Length: 1000\r\n\r\n{",
    "idle after a request": b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
}


def open_crowd(port, greeting, pipe):
    """In a process of its own: opens them, says how many were taken, and holds them until it is
    told to end."""
    held = []
    for i in range(CROWD):
        connection = socket.socket()
        connection.settimeout(60)
        connection.bind((f"127.0.{1 + i % ADDRESSES}.1", 0))
        try:
            connection.connect(("127.0.0.1", port))
            connection.sendall(greeting)
            held.append(connection)
        except OSError:
            connection.close()
    pipe.send(len(held))
    pipe.poll(60)
    for connection in held:
        connection.close()


class Flood(DaemonCase):

    options = ("--https", "127.0.0.1:0")

    @classmethod
    def setUpClass(cls):
        needed = CROWD + 200
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if hard != resource.RLIM_INFINITY and hard < needed:
            raise unittest.SkipTest(f"this needs {needed} open files, and {hard} are allowed")
        if soft < needed:
            resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
        super().setUpClass()
        cls.quiet = Daemon()
        cls.addClassCleanup(cls.quiet.close)
        cls.https_port = eventually("HTTPS", lambda: cls.daemon.ask(
            "GET", "/api/v1/certificates", by="token").json()["https"]["port"])

    def one(self, port):
        """Seconds from nothing to the end of an answer, over a connection of its own."""
        began = time.perf_counter()
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            connection.sendall(HEAD)
            answer = b""
            while piece := connection.recv(4096):
                answer += piece
        if not answer:
            raise ConnectionResetError("closed without an answer")
        self.assertIn(b" 200 ", answer.split(b"\r\n")[0])
        return time.perf_counter() - began

    def ratio(self):
        """How many times as long the daemon with the crowd takes."""
        pairs = [(self.one(self.daemon.port), self.one(self.quiet.port)) for _ in range(ROUNDS)]
        crowded, quiet = zip(*pairs)
        return statistics.median(crowded) / statistics.median(quiet)

    def crowd(self, stack, port, greeting):
        """Opens them from many addresses; returns how many are still open."""
        held = []
        for i in range(CROWD):
            connection = socket.socket()
            stack.callback(connection.close)
            connection.settimeout(60)
            connection.bind((f"127.0.{1 + i % ADDRESSES}.1", 0))
            try:
                connection.connect(("127.0.0.1", port))
                connection.sendall(greeting)
            except OSError:
                continue  # turned away at once
            held.append(connection)
        return held

    def still_open(self, held):
        count = 0
        for connection in held:
            connection.setblocking(False)
            try:
                while connection.recv(65536):
                    pass
            except BlockingIOError:
                count += 1
            except OSError:
                pass
        return count

    def at_most(self, limit, held):
        """How many are still open, in a list; None where these are too many yet."""
        count = self.still_open(held)
        return [count] if count <= limit else None

    def check(self, what, port, greeting):
        """A median that is too high may be chance, once."""
        ratios = []
        while not ratios or (min(ratios) >= 2 and len(ratios) < 3):
            with contextlib.ExitStack() as stack:
                held = self.crowd(stack, port, greeting)
                # Before all of them are taken, one that is might push out one of ours.
                [count] = eventually("the others closed", lambda: self.at_most(512, held))
                ratios.append(self.ratio())
            eventually("room again", self.daemon.answers)
        print(f"{CROWD} connections, {what}: {count} held, others take "
              f"{', '.join(f'{ratio:.2f}' for ratio in ratios)} times as long", flush=True)
        self.assertLess(min(ratios), 2, what)

    def test_plain(self):
        for what, greeting in KINDS.items():
            with self.subTest(what):
                self.check(what, self.daemon.port, greeting)

    def pairs_while_opening(self, greeting):
        """Of both daemons in turns, for as long as others open the crowd at the first. What comes
        newest pushes out what has not asked for anything yet: that may meet one of ours."""
        fork = multiprocessing.get_context("fork")
        ours, theirs = fork.Pipe()
        process = fork.Process(target=open_crowd, args=(self.daemon.port, greeting, theirs))
        pairs, lost = [], 0
        began = time.perf_counter()
        process.start()
        while not ours.poll():
            try:
                crowded = self.one(self.daemon.port)
            except ConnectionError:
                lost += 1
                continue
            pairs.append((crowded, self.one(self.quiet.port)))
        taken = time.perf_counter() - began
        opened = ours.recv()
        ours.send("end")
        process.join(60)
        eventually("room again", self.daemon.answers)
        return pairs, lost, opened, taken

    @unittest.skipUnless("LENSWATCH_FLOOD" in os.environ, "this takes long")
    def test_while_they_come(self):
        """Not only held connections, those that are being opened weigh on others, too."""
        for what, greeting in KINDS.items():
            with self.subTest(what):
                ratios = []
                while not ratios or (min(ratios) >= 2 and len(ratios) < 3):
                    pairs, lost = [], 0
                    while len(pairs) < ROUNDS:
                        more, gone, opened, seconds = self.pairs_while_opening(greeting)
                        pairs += more
                        lost += gone
                    crowded, quiet = zip(*pairs)
                    ratios.append(statistics.median(crowded) / statistics.median(quiet))
                print(f"{opened} of {CROWD} connections opened in {seconds:.1f} s, {what}: others "
                      f"take {', '.join(f'{ratio:.2f}' for ratio in ratios)} times as long "
                      f"meanwhile, {statistics.median(crowded) * 1000:.1f} ms; {lost} of "
                      f"{len(pairs) + lost} were pushed out", flush=True)
                self.assertLess(min(ratios), 2, what)
                self.assertLess(lost * 100, len(pairs), what)

    def test_handshakes(self):
        """TLS that is begun and not gone on with takes nothing from plain HTTP or from TLS."""
        self.check("half a TLS handshake", self.https_port, KINDS["no HTTP"])
        with contextlib.ExitStack() as stack:
            self.crowd(stack, self.https_port, KINDS["no HTTP"])
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            with socket.create_connection(("127.0.0.1", self.https_port), timeout=60) as plain:
                with context.wrap_socket(plain) as connection:
                    connection.sendall(HEAD)
                    self.assertIn(b" 200 ", connection.recv(100))

    def test_who_is_logged_in_is_not_pushed_out(self):
        stream = self.daemon.connect()
        self.addCleanup(stream.close)
        stream.request("GET", "/api/v1/stream",
                       headers={"Authorization": "Bearer " + self.daemon.token})
        response = stream.getresponse()
        self.assertEqual(200, response.status)
        with contextlib.ExitStack() as stack:
            self.crowd(stack, self.daemon.port, b"GET")
            self.assertEqual(200, self.ask("GET", "/api/v1/status", by="token").status)
        self.daemon.add_camera("new", "/nowhere", enabled=False)
        for line in response:  # it goes on
            if b"event: camera" in line:
                break
        else:
            self.fail("the stream was ended")


if __name__ == "__main__":
    unittest.main()
