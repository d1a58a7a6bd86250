# SPDX-License-Identifier: BSD-2-Clause
"""Cameras that hang up, say nothing, or want another password."""

import glob
import unittest

from harness import DaemonTest, HttpCamera, SilentCamera, eventually, free_port

SECRET = "Sw0rdfish-and-chips"


class Lost(DaemonTest):

    def test_comes_back(self):
        daemon = self.daemon()
        lens = self.camera()
        camera = daemon.add("Yard", lens.url)
        daemon.wait_state(camera, "watching")
        lens.stop()
        status = daemon.wait_state(camera, "lost")
        self.assertTrue(status["reason"])
        self.assertTrue(status["retry"])
        event = daemon.wait_event(camera, "signal_lost", ended=False)
        self.assertTrue(event["reason"])
        lens.start()
        daemon.wait_state(camera, "watching")
        daemon.wait_event(camera, "signal_lost", ended=True)
        self.assertGreaterEqual(daemon.state(camera)["reconnects"], 1)

    def test_nobody_there(self):
        daemon = self.daemon()
        camera = daemon.add("Yard", f"rtsp://127.0.0.1:{free_port()}/stream")
        status = daemon.wait_state(camera, "lost")
        self.assertRegex(status["reason"].lower(), "refuse")
        self.assertTrue(status["hint"])

    def never_watching(self, scheme):
        daemon = self.daemon()
        silent = self.camera(SilentCamera)
        camera = daemon.add("Yard", f"{scheme}://127.0.0.1:{silent.port}/stream")
        seen = set()

        def lost():
            status = daemon.state(camera)
            seen.add(status["state"])
            return status["state"] == "lost" and status
        status = eventually(lost, "a camera that says nothing is lost")
        self.assertTrue(status["reason"])
        eventually(lambda: len(silent.accepted) >= 2, "it is tried again")
        self.assertNotIn("watching", seen)

    def test_says_nothing_rtsp(self):
        self.never_watching("rtsp")

    def test_says_nothing_http(self):
        self.never_watching("http")

    def test_falls_silent(self):
        """What was a camera accepts, and says nothing any more."""
        daemon = self.daemon()
        lens = self.camera()
        camera = daemon.add("Yard", lens.url)
        daemon.wait_state(camera, "watching")
        lens.stop()
        self.camera(SilentCamera, port=lens.port)
        daemon.wait_state(camera, "lost")
        event = daemon.wait_event(camera, "signal_lost", ended=False)
        self.assertTrue(event["reason"])


class Password(DaemonTest):

    def everything_said(self, daemon, camera):
        said = [daemon.text()]
        for path in ("/cameras", f"/cameras/{camera}", "/events", "/status"):
            said.append(str(daemon.get(path)))
        said.append(str(daemon.request("GET", "/metrics")[1]))
        for name in glob.glob("/proc/[0-9]*/cmdline"):
            try:
                with open(name, "rb") as file:
                    said.append(file.read().decode(errors="replace"))
            except OSError:
                pass  # it ended meanwhile
        for path in self.scratch.rglob("*"):
            if path.is_file():
                said.append(path.read_bytes().decode("latin-1"))
        return "\n".join(said)

    def test_wrong(self):
        daemon = self.daemon()
        lens = self.camera(HttpCamera, user="viewer", password="another")
        camera = daemon.add("Yard", lens.url, user="viewer", password=SECRET)
        status = daemon.wait_state(camera, "lost")
        self.assertRegex(status["reason"].lower(), "password|401|unauthori")
        self.assertNotIn(SECRET, self.everything_said(daemon, camera))

    def test_right_and_taken_out_of_the_url(self):
        daemon = self.daemon()
        lens = self.camera(HttpCamera, user="viewer", password=SECRET)
        camera = daemon.add("Yard", lens.url.replace("//", f"//viewer:{SECRET}@"))
        daemon.wait_state(camera, "watching")
        answer = daemon.get(f"/cameras/{camera}")
        self.assertEqual((lens.url, "viewer", True),
                         (answer["url"], answer["user"], answer["has_password"]))
        self.assertNotIn(SECRET, self.everything_said(daemon, camera))

    def test_survives_a_restart(self):
        daemon = self.daemon()
        lens = self.camera(HttpCamera, user="viewer", password=SECRET)
        camera = daemon.add("Yard", lens.url, user="viewer", password=SECRET)
        daemon.wait_state(camera, "watching")
        daemon.stop()
        daemon.start()
        daemon.wait_state(camera, "watching")


if __name__ == "__main__":
    unittest.main()
