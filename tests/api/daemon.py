# SPDX-License-Identifier: BSD-2-Clause
"""A real `lenswatch serve` on a free port with data of its own, and HTTP to it."""

import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest

PROGRAM = os.environ.get("LENSWATCH") or str(
    pathlib.Path(__file__).resolve().parent.parent.parent / "build" / "lenswatch")
PICTURES = pathlib.Path(__file__).resolve().parent.parent / "golden" / "data"
PASSWORD = "Watch-the-lens-7"
PATIENCE_S = 60  # for things that take well below a second on an idle machine


def eventually(what, probe):
    """Waits until probe() gives something that is true, and returns it."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        found = probe()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{what}: not within {PATIENCE_S} s")


class Answer:
    def __init__(self, response, body):
        self.status = response.status
        self.headers = response.headers
        self.body = body

    def json(self):
        return json.loads(self.body)


class Daemon:
    def __init__(self, *options):
        self.data = tempfile.mkdtemp(prefix="lenswatch-api-")
        self.log = open(os.path.join(self.data, "log"), "w+", encoding="utf-8")
        self.options = options
        self.process = None
        self.cookie = None
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--data", self.data, "--listen", "127.0.0.1:0", *self.options],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        token_file = pathlib.Path(self.data, "api-token")

        def ready():
            if self.process.poll() is not None:
                raise AssertionError("lenswatch serve ended:\n" + self.read_log())
            return token_file.exists()

        eventually("the token file", ready)
        self.token, self.url = token_file.read_text("ascii").split()
        self.port = int(self.url.rsplit(":", 1)[1])
        if self.cookie: # its name has the port, which is another one after a restart
            self.cookie = re.sub(r"_\d+=", f"_{self.port}=", self.cookie)
        eventually("an answer", self.answers)

    def answers(self):
        try:
            return self.ask("GET", "/healthz").status == 200
        except OSError:
            return False

    def stop(self):
        """Ends it and returns the seconds that took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE_S)
        return time.monotonic() - began

    def close(self):
        if self.process.poll() is None:
            self.stop()
        self.log.close()
        shutil.rmtree(self.data)

    def read_log(self):
        self.log.flush()
        return pathlib.Path(self.data, "log").read_text("utf-8", "replace")

    def shell(self, *words):
        """Runs lenswatch on this host; what it prints."""
        clean = {name: value for name, value in os.environ.items()
                 if not name.startswith("LENSWATCH_")}
        done = subprocess.run([PROGRAM, *words, "--data", self.data], capture_output=True,
                              text=True, check=False, timeout=PATIENCE_S, env=clean,
                              stdin=subprocess.DEVNULL)
        if done.returncode:
            raise AssertionError(f"{words}: {done.returncode} {done.stderr}")
        return done.stdout

    def database_files(self):
        return pathlib.Path(self.data).glob("lenswatch.db*")

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)

    def socket(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S)

    def ask(self, method, path, body=None, by=None, headers=None):
        """One request. by: None, "token" (of the host) or "session". A dict is sent as JSON."""
        headers = dict(headers or {})
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
            headers.setdefault("Content-Type", "application/json")
        if by == "token":
            headers.setdefault("Authorization", "Bearer " + self.token)
        elif by == "session":
            headers.setdefault("Cookie", self.cookie)
            headers.setdefault("X-Lenswatch", "1")
        connection = self.connect()
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return Answer(response, response.read())
        finally:
            connection.close()

    def activate(self, password=PASSWORD):
        answer = self.ask("POST", "/api/v1/setup", {"password": password})
        if answer.status != 201:
            raise AssertionError(f"activation: {answer.status} {answer.body}")
        self.cookie = answer.headers["Set-Cookie"].split(";")[0]
        return answer

    def add_camera(self, name, url, **settings):
        answer = self.ask("POST", "/api/v1/cameras", {"name": name, "url": url, **settings},
                          "token")
        if answer.status != 201:
            raise AssertionError(f"adding a camera: {answer.status} {answer.body}")
        return answer.json()

    def add_folder_camera(self, name, picture, **settings):
        """A camera that shows one picture again and again."""
        folder = os.path.join(self.data, "pictures-" + name)
        os.mkdir(folder)
        shutil.copy(PICTURES / picture, folder)
        settings = {"interval_s": 0.1, "duration_s": 0, "clear_duration_s": 0, **settings}
        return self.add_camera(name, folder, **settings)

    def show(self, name, picture):
        """Puts another picture before that camera."""
        folder = os.path.join(self.data, "pictures-" + name)
        for old in os.listdir(folder):
            os.unlink(os.path.join(folder, old))
        shutil.copy(PICTURES / picture, folder)

    def camera(self, camera_id):
        return self.ask("GET", "/api/v1/cameras/" + camera_id, by="token").json()

    def events(self, query=""):
        return self.ask("GET", "/api/v1/events" + query, by="token").json()["events"]


class DaemonCase(unittest.TestCase):
    """One daemon for all tests of a class."""

    options = ()

    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon(*cls.options)
        cls.addClassCleanup(cls.daemon.close)

    def ask(self, *args, **kwargs):
        return self.daemon.ask(*args, **kwargs)

    def check_error(self, answer, status):
        """Every error is JSON with what is wrong and what to do."""
        self.assertEqual(status, answer.status, answer.body)
        self.assertEqual("application/json", answer.headers["Content-Type"])
        self.assertEqual({"error", "hint"}, set(answer.json()))
        self.assertTrue(answer.json()["error"])
