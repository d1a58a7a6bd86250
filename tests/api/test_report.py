# SPDX-License-Identifier: BSD-2-Clause
"""The report of events as a PDF, read by poppler."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import time
import unittest

from daemon import PROGRAM, DaemonCase, eventually
from report_data import add_events

# Cyrillic, Greek, accents, and what would be markup or a broken PDF.
NAME = "Вход № 1, Πύλη (Süd) <b>&"
EVENTS = 12
REPORT = "/api/v1/events.pdf"


@unittest.skipUnless(shutil.which("pdftotext"), "poppler-utils are not installed")
class Report(DaemonCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        daemon = cls.daemon
        daemon.add_folder_camera("yard", "scene.png")
        jpeg = eventually("a picture", lambda: cls.snapshot(daemon))
        daemon.ask("PATCH", "/api/v1/cameras/yard", {"enabled": False, "name": NAME},
                   "token")
        daemon.activate()
        daemon.add_camera("idle", "/nowhere", duration_s=3600)
        daemon.stop()
        cls.first_s = int(time.time()) - 3600
        add_events(daemon.data, "yard", EVENTS, cls.first_s, jpeg)
        add_events(daemon.data, "idle", 1, cls.first_s, None, still_open=True)
        daemon.start()

    @staticmethod
    def snapshot(daemon):
        answer = daemon.ask("GET", "/api/v1/cameras/yard/snapshot.jpg", by="token")
        return answer.body if answer.status == 200 else None

    def read(self, pdf, *options, program="pdftotext"):
        path = pathlib.Path(self.daemon.data, "report.pdf")
        path.write_bytes(pdf)
        done = subprocess.run([program, *options, str(path), *(
            ["-"] if program == "pdftotext" else [])], capture_output=True, text=True, check=True,
            timeout=60)
        self.assertEqual("", done.stderr)
        return done.stdout

    def test_all_of_it(self):
        answer = self.ask("GET", REPORT, by="token")
        self.assertEqual((200, "application/pdf"),
                         (answer.status, answer.headers["Content-Type"]))
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        text = self.read(answer.body, "-layout")
        self.assertIn(f"{EVENTS + 1} events, 1 of them still open", text)
        self.assertIn(f"; {EVENTS // 2} acknowledged", text)
        self.assertEqual(EVENTS + 1, text.count(NAME))  # each event, and the table of cameras
        self.assertRegex(text, r"(?m)^idle +1 +(59|6\d) ?min +0 ?s +0\.0 ?%")
        self.assertRegex(text, r"(?m)^scene changed +3 +")
        for i in range(EVENTS):
            self.assertIn(f"reason number {i}", text)
        self.assertIn("by ada. False alarm. wiped 3", text)
        self.assertEqual(EVENTS, text.count("At its end"))
        self.assertEqual(3, text.count("No picture"))
        self.assertIn("now (open)", text)
        info = self.read(answer.body, program="pdfinfo")
        self.assertRegex(info, r"Title: +Events\n")
        self.assertRegex(info, r"Page size: +595 x 842 pts \(A4\)")
        pages = int(re.search(r"Pages: +(\d+)", info)[1])
        self.assertIn(pages, range(4, 7))
        images = self.read(answer.body, "-list", program="pdfimages").splitlines()[2:]
        self.assertEqual(3 * EVENTS, len(images))
        self.assertTrue(all(line.split()[8] == "jpeg" for line in images), images)

    def test_part_of_it(self):
        def text(query):
            return self.read(self.ask("GET", REPORT + query, by="token").body)
        self.assertIn("3 events", text("?condition=covered"))
        self.assertIn("1 events", text("?camera=idle"))
        self.assertIn("2 events", text(
            f"?camera=yard&from={self.first_s + 60}&to={self.first_s + 121}"))
        for wrong in ("?from=now", f"?from={self.first_s}&to={self.first_s - 1}", "?from=0"):
            self.check_error(self.ask("GET", REPORT + wrong, by="token"), 400)
        self.check_error(self.ask("GET", REPORT), 401)
        self.assertFalse([name for name in os.listdir(self.daemon.data)
                          if name.startswith("report-")])

    def test_from_the_shell(self):
        path = os.path.join(self.daemon.data, "shell.pdf")
        command = [PROGRAM, "event", "report", "--data", self.daemon.data, "--condition",
                   "covered", path]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        self.assertEqual((0, path + "\n", ""), (done.returncode, done.stdout, done.stderr))
        self.assertIn("3 events", self.read(pathlib.Path(path).read_bytes()))
        again = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        self.assertEqual(1, again.returncode)
        self.assertIn("File exists", again.stderr)
        log = [json.loads(line) for line in self.audit().splitlines()]
        self.assertIn("getEventReport", [entry.get("operation") for entry in log])

    def audit(self):
        answer = self.ask("GET", "/api/v1/audit", by="token").json()
        return "\n".join(json.dumps(row) for row in next(iter(
            value for value in answer.values() if isinstance(value, list))))


if __name__ == "__main__":
    unittest.main()
