# SPDX-License-Identifier: BSD-2-Clause
"""Peers for the tests of the sources: the demo camera, and servers that misbehave."""

import json
import os
import socket
import subprocess
import threading

PROBE = os.environ["SOURCE_PROBE"]
CAMERA = os.environ.get("DEMO_CAMERA", "")

# Nothing here waits so long unless it hangs.
HANGS_S = 60


def probe(url, environment=None, **options):
    """Reads packets from url. Returns them, and how it ended."""
    arguments = [f"{key}={value}" for key, value in options.items()]
    out = subprocess.run([PROBE, url, *arguments], stdout=subprocess.PIPE, timeout=HANGS_S,
                         check=True, env={**os.environ, **(environment or {})}).stdout
    lines = [json.loads(line) for line in out.decode().splitlines()]
    return lines[:-1], lines[-1]


class DemoCamera:
    """A running demo camera that obeys."""

    def __init__(self, *options):
        self.process = subprocess.Popen(
            [CAMERA, "--control", "--width", "320", "--height", "180", "--http-port", "0",
             *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.rtsp = self.process.stdout.readline().strip()
        self.snapshot = self.process.stdout.readline().strip()
        self.stream = self.process.stdout.readline().strip()

    def tell(self, command):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        if answer != "ok " + command:
            raise AssertionError(answer)

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Server:
    """Listens, and lets `talk(connection, number)` misbehave on each connection."""

    def __init__(self, talk):
        self.talk = talk
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.connections = []
        self.thread = threading.Thread(target=self.accept, daemon=True)
        self.thread.start()

    def accept(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.connections.append(connection)
            threading.Thread(target=self.run, args=(connection, len(self.connections)),
                             daemon=True).start()

    def run(self, connection, number):
        try:
            self.talk(connection, number)
        except OSError:
            pass

    def close(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join()
        for connection in self.connections:
            connection.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def read_request(connection):
    """The head of a request, as text."""
    head = b""
    while b"\r\n\r\n" not in head:
        data = connection.recv(4096)
        if not data:
            raise OSError("closed")
        head += data
    return head.decode()


def answer(body=b"", status="200 OK", headers=()):
    """A talk that answers every request with this, and closes."""
    def talk(connection, _number):
        read_request(connection)
        head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
        connection.sendall("\r\n".join(head).encode() + b"\r\n\r\n" + body)
        connection.close()
    return talk


def silence(connection, _number):
    """Accepts and says nothing."""
    while connection.recv(4096):
        pass
