# SPDX-License-Identifier: BSD-2-Clause
"""The daemon as a process: starting, readiness, stopping, many cameras."""

import os
import socket
import stat
import subprocess
import tarfile
import time
import unittest

from harness import LENSWATCH, DaemonTest, SilentCamera, eventually

STOP_S = 5 # what the daemon promises
CAMERAS = 50


class Process(DaemonTest):

    def test_tells_systemd(self):
        path = str(self.scratch / "notify")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.bind(path)
            notify.settimeout(30)
            daemon = self.daemon(start=False, env={"NOTIFY_SOCKET": path,
                                                   "WATCHDOG_USEC": "1000000"})
            daemon.start(wait=False)
            heard = ""
            while "READY=1" not in heard:
                heard += notify.recv(4096).decode()
            self.assertTrue(daemon.is_healthy(), "ready means that it answers")
            heard = ""
            while heard.count("WATCHDOG=1") < 2:
                heard += notify.recv(4096).decode()
            daemon.stop()
            while "STOPPING=1" not in heard:
                heard += notify.recv(4096).decode()

    def test_stops_while_cameras_hang(self):
        daemon = self.daemon()
        for number in range(4):
            silent = self.camera(SilentCamera)
            scheme = "rtsp" if number % 2 else "http"
            daemon.add(f"Silent {number}", f"{scheme}://127.0.0.1:{silent.port}/", timeout_s=60)
            eventually(lambda: silent.accepted, "it connects")
        self.assertLess(daemon.stop(), STOP_S)
        self.assertEqual(0, daemon.process.returncode, daemon.text())

    def test_data_is_private(self):
        daemon = self.daemon()
        for path in [daemon.data, *daemon.data.iterdir()]:
            mode = stat.S_IMODE(path.stat().st_mode)
            self.assertEqual(0, mode & 0o077, f"{path.name} has mode {mode:o}")

    def test_listens_on_the_loopback_address_only(self):
        daemon = self.daemon()
        inodes = set()
        for name in os.listdir(f"/proc/{daemon.process.pid}/fd"):
            try:
                target = os.readlink(f"/proc/{daemon.process.pid}/fd/{name}")
            except OSError:
                continue
            inodes.add(target.removeprefix("socket:[").removesuffix("]"))
        listening = []
        for table in ("tcp", "tcp6"):
            with open(f"/proc/{daemon.process.pid}/net/{table}", encoding="ascii") as file:
                for line in file.readlines()[1:]:
                    cells = line.split()
                    if cells[3] == "0A" and cells[9] in inodes:
                        listening.append(cells[1])
        self.assertEqual([f"0100007F:{daemon.port:04X}"], listening)

    def test_open_files(self):
        """The limit is raised as far as it goes, and said to be too low where it is."""
        def limits(daemon):
            with open(f"/proc/{daemon.process.pid}/limits", encoding="ascii") as file:
                return next(line.split()[3:5] for line in file
                            if line.startswith("Max open files"))

        daemon = self.daemon(prefix=("prlimit", "--nofile=256:4096"))
        self.assertEqual(["4096", "4096"], limits(daemon))
        self.assertNotIn("files may be open", daemon.text())
        daemon.stop()
        daemon.prefix = ("prlimit", "--nofile=300:300")
        daemon.start()
        eventually(lambda: "only 300 files may be open" in daemon.text(), "it is said")
        lines = eventually(lambda: daemon.get("/log?minor=open_files")["lines"], "it is kept")
        self.assertEqual(("exception", "warning"), (lines[0]["major"], lines[0]["level"]))
        archive = str(self.scratch / "diagnosis.tar.gz")
        self.assertEqual(0, daemon.run("diagnose", "--output", archive)[0])
        with tarfile.open(archive) as files:
            text = files.extractfile("lenswatch-diagnosis/system.txt").read().decode()
        self.assertRegex(text, r"open files: \d+ of 300; all cameras and connections take up to")

    def test_port_in_use(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            daemon = self.daemon(start=False)
            daemon.port = taken.getsockname()[1]
            daemon.start(wait=False)
            eventually(lambda: daemon.process.poll() is not None, "the daemon refuses")
            self.assertGreater(daemon.process.returncode, 0)
            self.assertIn(str(daemon.port), daemon.text())

    def test_wrong_options(self):
        for words in (["--listen", "nowhere"], ["--listen", "127.0.0.1:99999"], ["--nonsense"],
                      ["--data", ""]):
            with self.subTest(words):
                done = subprocess.run([LENSWATCH, "serve", "--data", str(self.scratch / "data"),
                                       *words], capture_output=True, text=True, check=False,
                                      timeout=30)
                self.assertIn(done.returncode, (1, 64))
                self.assertTrue(done.stderr)

    def test_log_levels_for_the_journal(self):
        daemon = self.daemon(env={"JOURNAL_STREAM": "8:1"})
        daemon.stop()
        for line in daemon.text().splitlines():
            self.assertRegex(line, r"^<[3-7]>")


class Many(DaemonTest):

    def test_many_cameras(self):
        """All are looked at, and a camera costs less than a hundredth of a core."""
        daemon = self.daemon()
        lens = self.camera()
        cameras = [daemon.add(f"Camera {n}", lens.url, interval_s=5, duration_s=10, timeout_s=10)
                   for n in range(CAMERAS)]

        def all_seen():
            states = [c["status"] for c in daemon.get("/cameras")["cameras"]]
            return all(s["verdict"] == "CLEAR" and s["frames_assessed"] >= 2 for s in states)
        eventually(all_seen, "all cameras are assessed twice")
        self.assertEqual(CAMERAS, len(set(cameras)))

        def cpu_s():
            with open(f"/proc/{daemon.process.pid}/stat", encoding="ascii") as file:
                cells = file.read().rsplit(")", 1)[1].split()
            return (int(cells[11]) + int(cells[12])) / os.sysconf("SC_CLK_TCK")
        began, used, served = time.monotonic(), cpu_s(), lens.served
        eventually(lambda: lens.served >= served + 2 * CAMERAS, "two more rounds")
        used, passed = cpu_s() - used, time.monotonic() - began
        print(f"{CAMERAS} cameras: {100 * used / passed:.1f} % of a core, "
              f"{1000 * used / (2 * CAMERAS):.1f} ms a picture")
        if "asan" not in LENSWATCH and "tsan" not in LENSWATCH:
            self.assertLess(used / (2 * CAMERAS), 0.05, "seconds a picture")


if __name__ == "__main__":
    unittest.main()
