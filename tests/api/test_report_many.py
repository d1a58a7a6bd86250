# SPDX-License-Identifier: BSD-2-Clause
"""A report of as many events as there can be in one: it takes no more memory than a small one."""

import os
import re
import time
import unittest
from unittest import mock

from daemon import DaemonCase, eventually
from report_data import add_events

EVENTS = 1100  # the oldest 100 are only counted
GROWTH_KB = 48 * 1024


class Many(DaemonCase):

    @classmethod
    def setUpClass(cls):
        # AddressSanitizer keeps what is freed for a while; that is not the daemon's memory.
        options = os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1"
        cls.enterClassContext(mock.patch.dict(os.environ, ASAN_OPTIONS=options))
        super().setUpClass()

    def test_memory_is_bounded(self):
        daemon = self.daemon
        daemon.add_folder_camera("yard", "scene.png")

        def snapshot():
            answer = self.ask("GET", "/api/v1/cameras/yard/snapshot.jpg", by="token")
            return answer.body if answer.status == 200 else None
        jpeg = eventually("a picture", snapshot)
        self.ask("PATCH", "/api/v1/cameras/yard", {"enabled": False}, "token")
        daemon.stop()
        first_s = int(time.time()) - 86400
        add_events(daemon.data, "yard", EVENTS, first_s, jpeg)
        daemon.start()
        few = self.report(f"?to={first_s + 600}")
        few_kb = self.peak_kb()
        many = self.report("")
        print(f"{len(few)} bytes with {few_kb} kB of memory, {len(many)} with {self.peak_kb()} kB")
        self.assertGreater(len(many), 50 * len(few) / 10)
        self.assertLess(self.peak_kb(), few_kb + GROWTH_KB)
        pages = len(re.findall(rb"/Type /Page\b(?!s)", many))
        self.assertIn(pages, (0, *range(250, 340)))  # 0: in compressed objects

    def report(self, query):
        answer = self.ask("GET", "/api/v1/events.pdf" + query, by="token")
        self.assertEqual((200, b"%PDF-"), (answer.status, answer.body[:5]))
        return answer.body

    def peak_kb(self):
        with open(f"/proc/{self.daemon.process.pid}/status", encoding="ascii") as status:
            return int(re.search(r"VmHWM:\s+(\d+)", status.read())[1])


if __name__ == "__main__":
    unittest.main()
