# SPDX-License-Identifier: BSD-2-Clause
"""Asking driver_probe, and what it says."""

import errno
import json
import os
import subprocess
import unittest

PROBE = os.environ["DRIVER_PROBE"]
HANGS_S = 60


class DeviceTest(unittest.TestCase):
    maxDiff = None

    def open(self, camera):
        """A camera that is closed after the test."""
        self.addCleanup(camera.close)
        return camera

    def ask(self, verb, url, user="admin", password="p@ss:w/rd#1", **options):
        arguments = [f"{k}={v}" for k, v in options.items()]
        if user:
            arguments.append(f"user={user}")
        done = subprocess.run([PROBE, verb, url, *arguments], stdout=subprocess.PIPE,
                              timeout=HANGS_S, check=True,
                              env={**os.environ, "PROBE_PASSWORD": password})
        text = done.stdout.decode()
        if password:
            self.assertNotIn(password, text)
        return json.loads(text)

    def works(self, verb, url, **options):
        answer = self.ask(verb, url, **options)
        self.assertEqual((answer["code"], answer["message"]), (0, ""))
        return answer

    def fails(self, code, words, verb, url, **options):
        answer = self.ask(verb, url, **options)
        self.assertEqual(errno.errorcode.get(-answer["code"]), errno.errorcode[code], answer)
        self.assertIn(words, answer["message"])
        return answer
