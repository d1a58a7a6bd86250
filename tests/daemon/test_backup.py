# SPDX-License-Identifier: BSD-2-Clause
"""A backup of the database while the daemon writes it, and a daemon that goes on from it."""

import shutil
import sqlite3
import stat
import subprocess
import threading
import unittest
from contextlib import closing
from pathlib import Path

from harness import LENSWATCH, PATIENCE_S, DaemonTest

ADMINISTRATOR = {"user": "admin", "password": "Watch-the-gate-9"}


class Backup(DaemonTest):

    def setUp(self):
        super().setUp()
        self.source = self.daemon()
        self.folder = Path(str(self.source.data) + ".backup")
        self.folder.mkdir()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.file = self.folder / "lenswatch.db"

    def names(self):
        return sorted(path.name for path in self.folder.iterdir())

    def test_made_while_written_and_restored(self):
        status, answer = self.source.request("POST", "/api/v1/setup", ADMINISTRATOR)
        self.assertEqual(201, status, answer)
        self.source.add("First", "http://127.0.0.1:9/none.jpg")
        stop, failed = threading.Event(), []

        def write():
            number = 0
            while not stop.is_set():
                number += 1
                try:
                    self.source.add(f"Camera {number}", "http://127.0.0.1:9/none.jpg",
                                    enabled=False)
                    self.source.request("DELETE", f"/api/v1/cameras/camera-{number}")
                except Exception as error:  # pylint: disable=broad-except
                    failed.append(error)
                    return

        writer = threading.Thread(target=write)
        writer.start()
        try:
            status, text = self.source.run("db", "backup", "--output", str(self.file))
        finally:
            stop.set()
            writer.join()
        self.assertEqual((0, []), (status, failed), text)
        # One file, whole, for its owner alone, and without the key.
        self.assertEqual(["lenswatch.db"], self.names())
        self.assertEqual(0o600, stat.S_IMODE(self.file.stat().st_mode))
        key = (self.source.data / "secret.key").read_bytes()
        self.assertNotIn(key, self.file.read_bytes())
        with closing(sqlite3.connect(self.file)) as copy:
            self.assertEqual([("ok",)], copy.execute("pragma integrity_check").fetchall())

        self.source.stop()
        shutil.rmtree(self.source.data)
        self.source.data.mkdir(mode=0o700)
        shutil.copy(self.file, self.source.data / "lenswatch.db")
        (self.source.data / "secret.key").write_bytes(key)
        (self.source.data / "secret.key").chmod(0o600)
        self.source.start()
        names = [camera["name"] for camera in self.source.get("/cameras")["cameras"]]
        self.assertIn("First", names)
        self.assertEqual(200, self.source.request("POST", "/api/v1/session", ADMINISTRATOR)[0])

    def test_never_over_a_file(self):
        self.file.write_text("the only good one")
        status, text = self.source.run("db", "backup", "--output", str(self.file))
        self.assertEqual(2, status, text)
        self.assertIn("File exists", text)
        self.assertEqual("the only good one", self.file.read_text())
        self.assertEqual(["lenswatch.db"], self.names())

    def test_of_a_damaged_database_there_is_none(self):
        self.source.stop()
        database = self.source.data / "lenswatch.db"
        with closing(sqlite3.connect(database)) as db:
            db.execute("pragma wal_checkpoint(truncate)")
            root, = db.execute("select rootpage from sqlite_schema where name = 'camera'"
                               ).fetchone()
            size, = db.execute("pragma page_size").fetchone()
        with open(database, "r+b") as file:
            file.seek((root - 1) * size)
            file.write(b"\xff" * size)
        status, text = self.source.run("db", "backup", "--output", str(self.file))
        self.assertEqual(2, status, text)
        self.assertIn("damaged", text)
        self.assertEqual([], self.names())

    def test_no_room(self):
        """Nothing is left of a backup for which there is no room, on a disk of its own."""
        space = ["unshare", "--user", "--map-root-user", "--mount"]
        script = ('mount -t tmpfs -o size=4m none "$1" && '
                  '{ "$2" db backup --data "$3" --output "$1/x.db"; echo "status $?"; '
                  'ls -A "$1"; }')
        if subprocess.run([*space, "true"], capture_output=True, check=False).returncode != 0:
            self.skipTest("needs a user namespace, which this machine does not allow")
        # More than SQLite keeps in memory until the end.
        with closing(sqlite3.connect(self.source.data / "lenswatch.db", timeout=PATIENCE_S)) as db:
            db.execute("create table ballast as select zeroblob(16000000) as bytes")
            db.commit()
        done = subprocess.run(
            [*space, "sh", "-c", script, "sh", str(self.folder), LENSWATCH, str(self.source.data)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=PATIENCE_S,
            check=False)
        self.assertIn("free some space", done.stdout)
        self.assertTrue(done.stdout.endswith("status 2\n"), done.stdout)

    def test_what_cannot_be(self):
        for output, wanted in ((self.folder / "no" / "such.db", 2), ("", 64)):
            status, text = self.source.run("db", "backup", "--output", str(output))
            self.assertEqual(wanted, status, text)
        shutil.rmtree(self.folder)
        self.folder.mkdir()
        self.source.stop()
        (self.source.data / "lenswatch.db").unlink()
        status, text = self.source.run("db", "backup", "--output", str(self.file))
        self.assertEqual(2, status, text)
        self.assertIn("--data", text)
        self.assertEqual([], self.names())


if __name__ == "__main__":
    unittest.main()
