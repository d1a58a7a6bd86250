# SPDX-License-Identifier: BSD-2-Clause
"""What is wrong with the system itself: disk, network, logins, certificates."""

import contextlib
import json
import os
import shutil
import sqlite3
import ssl
import subprocess
import sys
import unittest

from harness import DaemonTest, HttpCamera, eventually

# Where the tests of Inside run: a network and mounts of their own.
ISOLATED = ["unshare", *([] if os.getuid() == 0 else ["--map-root-user"]), "--mount", "--net"]


def can_isolate():
    """Whether this user may make such a place."""
    prepare = "mount -t tmpfs tmpfs /mnt && ip link set lo up && ip link add lw-try type veth"
    return all(shutil.which(tool) for tool in ("unshare", "ip", "mount")) and subprocess.run(
        [*ISOLATED, "sh", "-c", prepare], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        check=False).returncode == 0


class ExceptionsTest(DaemonTest):

    def exception(self, daemon, condition, ended):
        """The newest event of the system of that condition, once it is open or ended."""
        def look():
            events = [e for e in daemon.events(condition=condition) if e["source"] == "system"]
            return events and bool(events[-1]["ended"]) == ended and events[-1]
        return eventually(look, f"an event {condition}, ended={ended}")

    def set(self, daemon, **settings):
        status, answer = daemon.request("PATCH", "/api/v1/settings", settings)
        self.assertEqual(200, status, answer)


class Exceptions(ExceptionsTest):

    def test_illegal_login(self):
        daemon = self.daemon()
        told = self.scratch / "told"
        self.assertEqual(201, daemon.request("POST", "/api/v1/actions", {
            "id": "note", "kind": "command", "settings": {
                "program": "/bin/sh", "arguments": ["-c", f"cat >> {told}; echo >> {told}"]}})[0])
        self.assertEqual(201, daemon.request("POST", "/api/v1/rules", {
            "id": "logins", "conditions": ["illegal_login"], "actions": ["note"]})[0])
        self.set(daemon, login_failures=3, login_window_s=4, time_zone="Asia/Tokyo")
        self.assertEqual(201, daemon.request("POST", "/api/v1/setup", {
            "user": "admin", "password": "Correct-horse-7"})[0])
        for _ in range(3):
            daemon.request("POST", "/api/v1/session", {"user": "admin", "password": "wrong"})
        event = self.exception(daemon, "illegal_login", ended=False)
        self.assertEqual(("", "Lenswatch"), (event["camera_id"], event["camera_name"]))
        self.assertIn("127.0.0.1", event["reason"])
        self.assertNotIn("wrong", event["reason"])
        self.assertEqual([event["id"]], [e["id"] for e in daemon.get(
            "/events?source=system")["events"]])
        self.exception(daemon, "illegal_login", ended=True)

        def messages():
            lines = told.read_text().splitlines() if told.exists() else []
            return len(lines) >= 2 and [json.loads(line) for line in lines]
        start, end = eventually(messages, "the rule tells of the start and the end")
        self.assertEqual("Asia/Tokyo", start["time_zone"])
        self.assertEqual(["start", "end"], [start["phase"], end["phase"]])
        self.assertEqual({"id": "system", "name": "Lenswatch", "address": ""}, start["camera"])

    def test_certificate(self):
        if not shutil.which("openssl"):
            self.skipTest("there is no openssl to make a certificate with")
        cert, key = self.scratch / "cert.pem", self.scratch / "key.pem"

        def make(days):
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days",
                            str(days), "-subj", "/CN=camera", "-keyout", str(key), "-out",
                            str(cert)], check=True, stderr=subprocess.DEVNULL)

        daemon = self.daemon()
        lens = self.camera(TlsCamera, make, cert, key)
        camera = daemon.add("Gate", lens.url, tls_verify=False)
        event = daemon.wait_event(camera, "certificate_expiring", ended=False)
        self.assertIn("Gate", event["reason"])
        self.assertEqual("info", event["severity"])
        self.set(daemon, certificate_days=1)
        event = daemon.wait_event(camera, "certificate_expiring", ended=True)
        self.assertEqual("cleared", event["end_reason"])

    def test_settings_are_checked_and_kept(self):
        daemon = self.daemon()
        self.set(daemon, certificate_days=30, time_zone="Asia/Tokyo")
        for bad in ({"certificate_days": 31}, {"time_zone": "Mars/Olympus"}, {"nothing": 1},
                    {"disk_full": 1}, {"disk_free_mb": 0}):
            self.assertEqual(400, daemon.request("PATCH", "/api/v1/settings", bad)[0], bad)
        daemon.stop()
        daemon.start()
        settings = daemon.get("/settings")
        self.assertEqual((30, "Asia/Tokyo"),
                         (settings["certificate_days"], settings["time_zone"]))
        code, text = daemon.run("settings", "set", "certificate_days=7")
        self.assertEqual(0, code, text)
        code, text = daemon.run("settings", "show")
        self.assertRegex(text, r"certificate_days +7\n")
        code, text = daemon.run("settings", "set", "certificate_days=99")
        self.assertNotEqual(0, code)
        self.assertIn("from 1 to 30", text)


class TlsCamera(HttpCamera):
    """A snapshot camera over TLS, whose certificate ends in ten days."""

    def __init__(self, make, cert, key):
        make(10)
        self.files = (cert, key)
        super().__init__()

    @property
    def url(self):
        return f"https://127.0.0.1:{self.port}/snapshot.png"

    def start(self):
        super().start()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.files)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True,
                                                 do_handshake_on_connect=False)


class Isolated(unittest.TestCase):

    def test_inside(self):
        if not can_isolate():
            self.skipTest("this user may not make a network and mounts of its own")
        # Each in a place of its own: they wait more than they work.
        running = [subprocess.Popen(
            [*ISOLATED, "sh", "-c", 'ip link set lo up && exec "$@"', "sh", sys.executable, "-B",
             "-m", "unittest", "-v", "test_exceptions.Inside." + name], text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            for name in ("test_full_disk", "test_disk_error", "test_network_lost")]
        for one in running:
            text = one.communicate()[0]
            with self.subTest(one.args[-1]):
                self.assertEqual(0, one.returncode, text)


class Inside(ExceptionsTest):
    """Run by Isolated alone, in a network and mounts of their own."""

    def test_network_lost(self):
        ip = ["ip", "link", "set", "lw-wall"]
        subprocess.run(["ip", "link", "add", "lw-wall", "type", "veth", "peer", "lw-switch"],
                       check=True)
        for end in ("lw-wall", "lw-switch"):
            subprocess.run(["ip", "link", "set", end, "up"], check=True)
        daemon = self.daemon()
        self.set(daemon, interfaces="lw-wall")
        subprocess.run(["ip", "link", "set", "lw-switch", "down"], check=True)
        event = self.exception(daemon, "network_lost", ended=False)
        self.assertEqual("lw-wall has no link", event["reason"])
        subprocess.run(["ip", "link", "set", "lw-switch", "up"], check=True)
        self.exception(daemon, "network_lost", ended=True)
        subprocess.run([*ip[:2], "delete", "lw-wall"], check=True)
        event = self.exception(daemon, "network_lost", ended=False)
        self.assertEqual("lw-wall is gone", event["reason"])

    def test_disk_error(self):
        """The disk of the recordings cannot be written, then it can."""
        recordings = self.scratch / "recordings"
        recordings.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(recordings)], check=True)
        self.addCleanup(subprocess.run, ["umount", "--lazy", str(recordings)], check=False)
        daemon = self.daemon("--recordings", str(recordings))
        camera = daemon.add("Yard", self.camera().url, record="always", record_segment_s=5)
        event = self.exception(daemon, "disk_error", ended=False)
        self.assertIn(f"camera {camera} is not recorded", event["reason"])
        subprocess.run(["mount", "-o", "remount,rw", str(recordings)], check=True)
        self.exception(daemon, "disk_error", ended=True)

    def test_full_disk(self):
        """The oldest pictures go, events stay, and new ones find room."""
        data = self.scratch / "data"
        data.mkdir(mode=0o700)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(data)], check=True)
        self.addCleanup(subprocess.run, ["umount", "--lazy", str(data)], check=False)
        daemon = self.daemon()
        self.exception(daemon, "disk_full", ended=False)  # the default is more than the disk has
        self.set(daemon, disk_free_mb=8)
        self.exception(daemon, "disk_full", ended=True)
        lens = self.camera()
        camera = daemon.add("Yard", lens.url)
        daemon.wait_verdict(camera, "CLEAR")

        def defocus():
            lens.in_focus = False
            daemon.wait_event(camera, "defocus", ended=False)
            lens.in_focus = True
            return daemon.wait_event(camera, "defocus", ended=True)

        first = defocus()
        self.assertTrue(first["pictures"]["start"])
        daemon.stop()
        # Many old events with large pictures, as a year would have made them.
        with contextlib.closing(sqlite3.connect(data / "lenswatch.db")) as db, db:
            for i in range(60):
                db.execute("insert into event (camera_key, condition, started_ns, confirmed_ns,"
                           " refreshed_ns, ended_ns, score, reason, end_reason)"
                           " select key, 'defocus', ?1, ?1, ?1, ?1, 1, 'old', 'cleared'"
                           " from camera", (i + 1,))
                db.execute("insert into picture values (last_insert_rowid(), 'start', 204800,"
                           " cast(x'ffd8ff' || zeroblob(204797) as blob))")
        daemon.start()
        with open(data / "other", "wb") as other:  # somebody else fills the disk
            with contextlib.suppress(OSError):
                while True:
                    other.write(bytes(64 * 1024))
                    other.flush()
        event = self.exception(daemon, "disk_full", ended=False)
        self.assertEqual("critical", event["severity"])
        event = eventually(lambda: (e := self.exception(daemon, "disk_full", False))["note"] and e,
                           "the event says what was given up")
        self.assertRegex(event["note"], r"^\d+ pictures, 0 measurements, 0 events were removed")
        last = defocus()
        self.assertTrue(last["pictures"]["start"])
        self.assertTrue(last["pictures"]["end"])
        pictures = {e["id"]: e["pictures"]["start"] for e in daemon.events(camera)}
        self.assertEqual(62, len(pictures), "an event has gone")
        self.assertIsNone(pictures[first["id"]], "its picture was the oldest")
        self.assertTrue(pictures[max(set(pictures) - {last["id"]})], "more went than was needed")
        (data / "other").unlink()
        event = self.exception(daemon, "disk_full", ended=True)
        daemon.stop()
        done = subprocess.run([os.environ["LENSWATCH"], "db", "check", "--data", str(data)],
                              check=False, stdout=subprocess.PIPE, text=True)
        self.assertEqual(0, done.returncode, done.stdout)


def load_tests(loader, _tests, _pattern):
    return unittest.TestSuite(loader.loadTestsFromTestCase(c) for c in (Exceptions, Isolated))


if __name__ == "__main__":
    unittest.main()
