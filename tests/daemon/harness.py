# SPDX-License-Identifier: BSD-2-Clause
"""A real `lenswatch serve` and cameras to watch, for the daemon tests.

Nothing here waits for a fixed time: `eventually` waits for a condition, long enough for a
slow machine, and says what it saw last.
"""

import http.client
import http.server
import json
import os
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.request
from datetime import datetime
from pathlib import Path

import scene

LENSWATCH = os.environ["LENSWATCH"]
DEMO_CAMERA = os.environ.get("LW_DEMO_CAMERA", "")
# A sanitized build is several times slower.
PATIENCE_S = float(os.environ.get("LW_TEST_PATIENCE", "60"))

# As fast as it goes: an event after a second of fault, its end after a second without.
QUICK = {"interval_s": 0.25, "duration_s": 1, "clear_duration_s": 1, "timeout_s": 2}


def eventually(condition, what, patience_s=PATIENCE_S):
    """Waits until condition() is true and returns what it returned."""
    deadline = time.monotonic() + patience_s
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {patience_s:.0f} s")
        time.sleep(0.05)


def seconds(text):
    """A time that the API gave, in seconds since 1970."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Daemon:
    """One data directory, and the daemon on it while it runs."""

    def __init__(self, data, *options, env=None, prefix=()):
        self.data = Path(data)
        self.options = options
        self.env = {**os.environ, **(env or {})}
        self.prefix = prefix
        self.log = Path(str(data) + ".log")
        self.port = free_port()
        self.process = None

    def start(self, wait=True):
        command = [*self.prefix, LENSWATCH, "serve", "--data", str(self.data), "--listen",
                   f"127.0.0.1:{self.port}", *self.options]
        with open(self.log, "ab") as log, open(str(self.data) + ".out", "ab") as out:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out,
                                            stderr=log, env=self.env)
        if wait:
            eventually(self.is_healthy, f"the daemon answers; its log:\n{self.text()}")
        return self

    def is_healthy(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the daemon ended ({self.process.returncode}):\n{self.text()}")
        try:
            return self.request("GET", "/healthz")[0] == 200
        except OSError:
            return False

    def text(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def authorization(self):
        """As the local administrator."""
        token = self.data / "api-token"
        lines = token.read_text().splitlines() if token.exists() else []
        return {"Authorization": "Bearer " + lines[0]} if lines else {}

    def open(self, path):
        """An answer that does not end, to be read bit by bit."""
        return urllib.request.urlopen(urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", headers=self.authorization()),
            timeout=PATIENCE_S)

    def request(self, method, path, body=None):
        """Status and decoded answer."""
        headers = self.authorization()
        if body is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(body)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            data = answer.read()
            if answer.headers.get_content_type() == "application/json" and data:
                data = json.loads(data)
            return answer.status, data
        finally:
            connection.close()

    def ranged(self, path, text):
        """Status, headers and bytes of a part of a file."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            connection.request("GET", path, headers={**self.authorization(), "Range": text})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def run(self, *words):
        """A command of the shell against it: its exit status, and all that it printed."""
        done = subprocess.run([LENSWATCH, *words, "--data", str(self.data)], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=self.env,
                              timeout=PATIENCE_S, check=False)
        return done.returncode, done.stdout

    def get(self, path):
        status, answer = self.request("GET", "/api/v1" + path)
        if status != 200:
            raise AssertionError(f"GET {path}: {status} {answer}")
        return answer

    def add(self, name, url, **settings):
        """Adds a camera; returns its id."""
        status, answer = self.request("POST", "/api/v1/cameras",
                                      {"name": name, "url": url, **QUICK, **settings})
        if status != 201:
            raise AssertionError(f"adding {name}: {status} {answer}")
        return answer["id"]

    def state(self, camera):
        return self.get(f"/cameras/{camera}")["status"]

    def events(self, camera=None, condition=None):
        """Oldest first."""
        query = "&".join(f"{key}={value}" for key, value in
                         (("camera", camera), ("condition", condition)) if value)
        return list(reversed(self.get(f"/events?limit=1000&{query}")["events"]))

    def wait_status(self, camera, member, value):
        """Waits until a member of the camera's status has the value; returns that status."""
        status = {}

        def look():
            status.update(self.state(camera))
            return status[member] == value
        eventually(look, f"{member} of {camera} is {value}")
        return status

    def wait_state(self, camera, state):
        return self.wait_status(camera, "state", state)

    def wait_verdict(self, camera, verdict):
        return self.wait_status(camera, "verdict", verdict)

    def wait_event(self, camera, condition, ended):
        """The newest event of the condition, once it is open or ended."""
        def look():
            events = self.events(camera, condition)
            return events and bool(events[-1]["ended"]) == ended and events[-1]
        return eventually(look, f"an event {condition} of {camera}, ended={ended}")

    def kill(self):
        """As a power cut would."""
        self.process.kill()
        self.process.wait()

    def stop(self):
        """SIGTERM; returns the seconds that it took."""
        began = time.monotonic()
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                self.kill()
        return time.monotonic() - began


class HttpCamera:
    """A snapshot camera whose lens, health and manners the test decides."""

    def __init__(self, user=None, password=None):
        self.in_focus = True
        self.served = 0
        self.authorization = None
        if user:
            import base64
            self.authorization = "Basic " + base64.b64encode(
                f"{user}:{password}".encode()).decode()
        self.connections = []
        self.port = free_port()
        self.server = None
        self.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/snapshot.png"

    def start(self):
        camera = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                if camera.authorization and \
                        self.headers.get("Authorization") != camera.authorization:
                    self.send_response(401)
                    self.send_header("WWW-Authenticate", 'Basic realm="camera"')
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                shots = scene.pictures(camera.in_focus)
                picture = shots[camera.served % len(shots)]
                camera.served += 1
                self.send_response(200)
                self.send_header("Content-Type", "image/png")
                self.send_header("Content-Length", str(len(picture)))
                self.end_headers()
                self.wfile.write(picture)

            def log_message(self, *args):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            allow_reuse_address = True

            def process_request(self, request, client_address):
                camera.connections.append(request)
                super().process_request(request, client_address)

            def handle_error(self, request, client_address):
                pass  # the daemon hung up: that is its right

        self.server = Server(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self):
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            for connection in self.connections:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass  # it has ended
            self.connections.clear()
            self.server = None


class DemoCamera:
    """The demo camera: real RTSP, told by the test when to lose focus."""

    def __init__(self, *options, user=None, password=None):
        # Small and slow, and it never loses focus by itself.
        self.command = [DEMO_CAMERA, "--control", "--every", "0", "--first", "0", "--width", "640",
                        "--height", "360", "--fps", "5", *options]
        self.env = dict(os.environ)
        if user:
            self.command += ["--user", user]
            self.env["PASSWORD"] = password
        self.port = free_port()
        self.process = None
        self.start()

    def start(self):
        self.process = subprocess.Popen([*self.command, "--port", str(self.port)], env=self.env,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        if not self.url.startswith("rtsp"):
            raise AssertionError(f"the demo camera says {self.url!r}")

    def say(self, command):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()

    def stop(self):
        """Ends it as if its plug were pulled."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process.stdin.close()
            self.process.stdout.close()
            self.process = None


class SilentCamera:
    """Accepts connections and says nothing, for ever."""

    def __init__(self, port=0):
        self.socket = socket.create_server(("127.0.0.1", port))
        self.port = self.socket.getsockname()[1]
        self.accepted = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                self.accepted.append(self.socket.accept()[0])
            except OSError:
                return

    def stop(self):
        self.socket.close()
        for connection in self.accepted:
            connection.close()


class DaemonTest(unittest.TestCase):
    """A scratch directory; what is started through it is stopped at the end."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="lenswatch-daemon-")
        self.addCleanup(scratch.cleanup)
        self.scratch = Path(scratch.name)

    def daemon(self, *options, start=True, **kwargs):
        daemon = Daemon(self.scratch / "data", *options, **kwargs)
        self.addCleanup(daemon.stop)
        if start:
            daemon.start()
        return daemon

    def camera(self, kind=HttpCamera, *args, **kwargs):
        camera = kind(*args, **kwargs)
        self.addCleanup(camera.stop)
        return camera
