# SPDX-License-Identifier: BSD-2-Clause
"""What the tests of the actions share: the probe that runs a kind, certificates, peers that are
programs, peers that answer badly."""

import json
import os
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path

PROBE = os.environ["PEER_PROBE"]
PATIENCE_S = 60
# Where Debian puts servers; it is not on the path of everybody.
PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"

# 2026-11-21T10:00:00.250Z
TIME_NS = 1795255200250000000
# The smallest picture that libjpeg decodes: 8x8, grey.
JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300" + "08" * 64 +
    "ffc0000b080008000801011100ffc4001f0000010501010101010100000000000000000102030405060708090a0b"
    "ffc400b5100002010303020403050504040000017d01020300041105122131410613516107227114328191a10823"
    "42b1c11552d1f02433627282090a161718191a25262728292a3435363738393a434445464748494a535455565758"
    "595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3"
    "b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9faff"
    "da0008010100003f00fbd28a2800ffd9")


def program(name):
    """Its path, or the test is skipped."""
    found = shutil.which(name, path=PATH)
    if not found:
        raise unittest.SkipTest(f"needs {name}; scripts/packages.txt says which package has it")
    return found


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def until(what, condition, seconds=PATIENCE_S):
    """Waits for it, and returns what it gave."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"in {seconds} s: {what}")
        time.sleep(0.02)


def takes_connections(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    except OSError:
        return False


class Certificates:
    """An authority, a server's certificate for localhost and 127.0.0.1, and a client's."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                 "-keyout", "ca.key", "-out", "ca.crt", "-days", "2", "-subj", "/CN=Test CA")
        for name in ("server", "client"):
            (self.folder / f"{name}.ext").write_text(
                "subjectAltName=DNS:localhost,IP:127.0.0.1\n")
            self.run("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                     "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}")
            self.run("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.crt", "-CAkey", "ca.key",
                     "-CAcreateserial", "-out", f"{name}.crt", "-days", "2", "-extfile",
                     f"{name}.ext")
        self.ca = (self.folder / "ca.crt").read_text()

    def run(self, *arguments):
        subprocess.run([program("openssl"), *arguments], cwd=self.folder, check=True,
                       capture_output=True, timeout=PATIENCE_S)

    def text(self, name):
        return (self.folder / name).read_text()

    def path(self, name):
        return str(self.folder / name)


class Process:
    """A peer that is a program, in the foreground."""

    def __init__(self, command, port=None, ready=None, **more):
        self.log = tempfile.NamedTemporaryFile("w+", suffix=".log")
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.log,
                                        stderr=subprocess.STDOUT, **more)
        try:
            until(f"{command[0]} is ready\n{self.output()}",
                  lambda: self.alive() and (ready() if ready else takes_connections(port)))
        except BaseException:
            self.close()
            raise

    def alive(self):
        if self.process.poll() is not None:
            raise AssertionError(f"it ended with {self.process.returncode}:\n{self.output()}")
        return True

    def output(self):
        return Path(self.log.name).read_text(errors="replace")

    def stop(self):
        """Freezes it: it takes connections, and never answers."""
        self.process.send_signal(signal.SIGSTOP)

    def family(self):
        """It, and the processes that it made, which may be in groups of their own."""
        found = [self.process.pid]
        for pid in found:
            try:
                found += map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
            except OSError:
                pass
        return found

    def close(self):
        """Kills all of them."""
        if self.process.poll() is None:
            for pid in self.family():
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
        self.process.wait(PATIENCE_S)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
        self.log.close()


class Bad:
    """Says `data` to whoever connects, and then nothing; or closes the connection."""

    def __init__(self, data=b"", closes=False):
        self.data, self.closes, self.taken = data, closes, []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.thread = threading.Thread(target=self.accept, daemon=True)
        self.thread.start()

    def accept(self):
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            try:
                connection.sendall(self.data)
            except OSError:
                pass
            if self.closes:
                connection.close()
            else:
                self.taken.append(connection)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()
        self.thread.join(PATIENCE_S)
        for connection in self.taken:
            connection.close()


class Breaks:
    """Passes a connection on to a server, and breaks it off after so many bytes to the server."""

    def __init__(self, port, after):
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.thread = threading.Thread(target=self.forward, args=(port, after), daemon=True)
        self.thread.start()

    def forward(self, port, after):
        client, _ = self.server.accept()
        with client, socket.create_connection(("127.0.0.1", port)) as server:
            while after > 0:
                for ready in select.select([client, server], [], [])[0]:
                    data = ready.recv(16384)
                    if not data:
                        return
                    after -= len(data) if ready is client else 0
                    (server if ready is client else client).sendall(data)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.thread.join(PATIENCE_S)
        self.server.close()


class PeerTest(unittest.TestCase):
    """One probe and one temporary folder a class; `kind` is what it runs."""

    kind = None
    environment = {}
    wants_certificates = False

    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.temporary.name)
        cls.addClassCleanup(cls.temporary.cleanup)
        if cls.wants_certificates:
            cls.certificates = Certificates(cls.folder)
        (cls.folder / "now.jpg").write_bytes(JPEG)
        cls.start_probe()
        cls.addClassCleanup(cls.end_probe)

    @classmethod
    def start_probe(cls, before=(), **environment):
        """before: a command that ends by running what follows it."""
        cls.probe = subprocess.Popen([*before, PROBE], stdin=subprocess.PIPE,
                                     stdout=subprocess.PIPE, text=True, bufsize=1,
                                     env={**os.environ, **cls.environment, **environment})

    @classmethod
    def end_probe(cls):
        cls.probe.stdin.close()
        code = cls.probe.wait(PATIENCE_S)
        cls.probe.stdout.close()
        if code != 0:
            raise AssertionError(f"the probe ended with {code}")

    def document(self, job):
        def time_of(ns):
            return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(ns // 10**9)) + \
                f".{ns // 10**6 % 1000:03}Z" if ns else None
        camera = {"id": job["camera_id"], "name": job["camera_name"],
                  "address": job["camera_address"]}
        return {"key": job["key"], "phase": job["phase"], "test": job["test"],
                "time": time_of(job["time_ns"]), "time_zone": "UTC",
                "site": job.get("site", ""), "camera": camera,
                "event": {"id": job["event_id"], "condition": job["condition"],
                          "started": time_of(job["started_ns"]), "confirmed": None,
                          "refreshed": None, "ended": time_of(job["ended_ns"]), "score": 0.875,
                          "reason": "the picture is softer than it used to be",
                          "end_reason": None, "severity": "warning", "acknowledged": False}}

    def begin(self, settings, storm=None, pictures=(), kind=None, **more):
        job = {"kind": kind or self.kind, "settings": settings, "phase": "start", "test": False,
               "event_id": 17, "condition": "defocus", "camera_id": "gate", "camera_name": "Gate",
               "camera_address": "192.0.2.7", "time_ns": TIME_NS, "started_ns": TIME_NS,
               "ended_ns": 0, "key": "00112233445566778899aabbccddeeff", "limit_s": PATIENCE_S,
               "pictures": [], **more}
        for which, data in pictures:
            path = self.folder / f"{which}.jpg"
            path.write_bytes(data)
            job["pictures"].append({"which": which, "path": str(path), "time_ns": TIME_NS})
        job["document"] = self.document(job)
        if storm:
            job["document"]["storm"] = storm
        self.probe.stdin.write(json.dumps(job) + "\n")

    def result(self):
        ready, _, _ = select.select([self.probe.stdout], [], [], 4 * PATIENCE_S)
        self.assertTrue(ready, "the probe does not answer")
        return json.loads(self.probe.stdout.readline())

    def ask(self, settings, **more):
        """Runs the kind; what came of it."""
        self.begin(settings, **more)
        return self.result()

    def does(self, settings, **more):
        """Runs the kind, which must succeed; the peer's answer."""
        result = self.ask(settings, **more)
        self.assertEqual(result["code"], 0, result)
        return result["answer"]

    def refuses(self, settings, *words, **more):
        """Runs the kind, which must fail, with these words in what it says."""
        result = self.ask(settings, **more)
        self.assertLess(result["code"], 0, result)
        for word in words:
            self.assertIn(word, result["message"] + " " + result["hint"])
        for secret in ("secret-", "hunter2"):
            self.assertNotIn(secret, json.dumps(result))
        return result

    def end_connections(self):
        self.probe.stdin.write("stop\n")
        self.result()
