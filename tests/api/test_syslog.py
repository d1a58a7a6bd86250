# SPDX-License-Identifier: BSD-2-Clause
"""The system log on another machine: rsyslog receives it over UDP, TCP and TLS, goes away and comes
back."""

import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import unittest

from authority import Authority
from daemon import DaemonCase, eventually

SETTINGS = "/api/v1/settings"
SYSLOG = SETTINGS + "/syslog"
# Debian keeps it where only root looks.
PROGRAM = shutil.which("rsyslogd", path=os.environ.get("PATH", "") + ":/usr/sbin")
FIELDS = ("%syslogfacility% %syslogseverity% %hostname% %app-name% %procid% %msgid% "
          "%structured-data% |%msg%")
CONFIG = """
global(workDirectory="{dir}" DefaultNetstreamDriverCAFile="{dir}/ca.pem"
       DefaultNetstreamDriverCertFile="{dir}/server.pem"
       DefaultNetstreamDriverKeyFile="{dir}/server.key")
module(load="imudp")
module(load="imtcp")
template(name="fields" type="string" string="{fields}\\n")
ruleset(name="all") {{ action(type="omfile" file="{dir}/received" template="fields") }}
input(type="imudp" address="127.0.0.1" port="{udp}" ruleset="all")
input(type="imtcp" address="127.0.0.1" port="{tcp}" ruleset="all")
input(type="imtcp" address="127.0.0.1" port="{tls}" ruleset="all" streamdriver.name="gtls"
      streamdriver.mode="1" streamdriver.authmode="anon")
"""


def free_ports(count):
    """They are free for TCP and UDP both, and all of them at once."""
    sockets, ports = [], []
    while len(ports) < count:
        tcp, udp = socket.socket(), socket.socket(type=socket.SOCK_DGRAM)
        sockets += [tcp, udp]
        tcp.bind(("127.0.0.1", 0))
        try:
            udp.bind(tcp.getsockname())
        except OSError:
            continue
        ports.append(tcp.getsockname()[1])
    for one in sockets:
        one.close()
    return ports


class Rsyslog:

    def __init__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="lenswatch-syslog-"))
        self.process = None
        self.ports = dict(zip(("udp", "tcp", "tls"), free_ports(3)))
        authority = Authority("Logs")
        self.ca = authority.certificate
        certificate, key = authority.server(name="logs.example")
        authority.close()
        for name, text in (("ca.pem", self.ca), ("server.pem", certificate), ("server.key", key),
                           ("conf", CONFIG.format(dir=self.path, fields=FIELDS, **self.ports))):
            (self.path / name).write_text(text)

    def start(self):
        with open(self.path / "said", "ab") as said:
            self.process = subprocess.Popen(
                [PROGRAM, "-n", "-f", self.path / "conf", "-i", self.path / "pid"],
                stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        eventually("rsyslog listens", self.listens)

    def listens(self):
        if self.process.poll() is not None:
            raise AssertionError("rsyslogd ended: " + (self.path / "said").read_text())
        for name in ("tcp", "tls"):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.ports[name])) != 0:
                    return False
        return True

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)

    def close(self):
        self.stop()
        shutil.rmtree(self.path)

    def lines(self):
        path = self.path / "received"
        return path.read_text("utf-8").splitlines() if path.exists() else []


@unittest.skipUnless(PROGRAM, "needs rsyslogd; scripts/packages.txt says which package has it")
class Syslog(DaemonCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = Rsyslog()
        cls.addClassCleanup(cls.server.close)
        cls.server.start()
        cls.days = 100

    def url(self, protocol):
        return f"{protocol}://127.0.0.1:{self.server.ports[protocol]}"

    def set(self, **settings):
        answer = self.ask("PATCH", SETTINGS, settings, "token")
        self.assertEqual(200, answer.status, answer.body)

    def state(self):
        return self.ask("GET", SYSLOG, by="token").json()

    def try_it(self):
        return self.ask("POST", SYSLOG + "/test", by="token").json()

    def say(self):
        """Has a line logged, and returns what to look for."""
        type(self).days += 1
        self.daemon.add_camera(f"Cam {self.days}", "/nowhere", enabled=False)
        return f"/api/v1/cameras/cam-{self.days}: success"

    def wait_for(self, said):
        def look():
            return [line for line in self.server.lines() if said in line]
        return eventually(said, look)

    def test_1_settings(self):
        self.check_error(self.ask("POST", SYSLOG + "/test", by="token"), 404)
        self.assertEqual("off", self.state()["state"])
        for wrong in ("logs.example", "http://logs.example", "udp://", "tls://a:99999",
                      "tcp://me:secret@logs.example", "tcp://a/b", "tcp://a?b", "tls://a:0x",
                      "udp://a b", "tcp://" + "a" * 400):
            with self.subTest(wrong):
                answer = self.ask("PATCH", SETTINGS, {"syslog_server": wrong}, "token")
                self.check_error(answer, 400)
        self.check_error(self.ask("PATCH", SETTINGS, {"syslog_ca": "x"}, "token"), 400)
        for right in ("udp://[::1]", "tcp://logs.example:601/", "tls://logs.example", ""):
            self.set(syslog_server=right)

    def test_2_each_protocol(self):
        self.set(syslog_ca=self.server.ca, syslog_server=self.url("udp"))
        self.wait_for(self.say())  # also what follows the setting at once
        for protocol in ("udp", "tcp", "tls"):
            with self.subTest(protocol):
                self.set(syslog_server=self.url(protocol))
                self.assertEqual({"done": True, "error": "", "hint": ""}, self.try_it())
                tests = eventually("the test", lambda: [
                    line for line in self.server.lines() if " test [" in line])
                self.assertRegex(tests[-1], r"^3 5 .* test \[.*\|this is a test of the syslog")
        self.assertEqual(3, sum(" test [" in line for line in self.server.lines()))
        [line] = self.wait_for(self.say())
        # Facility "log audit", severity "informational".
        self.assertRegex(line, rf"^13 6 {re.escape(socket.gethostname())} lenswatch "
                               rf"{self.daemon.process.pid} change \[origin software=\"lenswatch\" "
                               r'swVersion="[0-9.]+"\]\[meta sequenceId="\d+"\] '
                               r"\|camera cam-\d+: audit \d+: addCamera by local")
        # What is not ASCII is marked as UTF-8.
        self.daemon.add_camera("Gone", "/nirgendwö")
        self.assertRegex(self.wait_for("nirgendwö")[0], r"^3 4 .* \|\ufeffcamera gone: ")
        self.assertIn("The message was sent.", self.daemon.shell("settings", "syslog", "--test"))
        self.assertRegex(self.daemon.shell("settings", "syslog"), "(?m)^state +sending$")

    def test_3_who_is_not_known_gets_nothing(self):
        self.set(syslog_server=self.url("tls"), syslog_ca="")
        before = len(self.server.lines())
        answer = self.try_it()
        self.assertFalse(answer["done"])
        self.assertIn("certificate", answer["error"])
        said = self.say()
        state = eventually("it fails", lambda: self.state()["state"] == "failing" and self.state())
        self.assertIn("certificate", state["error"])
        self.assertGreater(state["waiting"], 0)
        self.assertEqual(before, len(self.server.lines()))
        # What waited comes when it is known.
        self.set(syslog_ca=self.server.ca)
        self.wait_for(said)
        self.assertNotIn("PRIVATE", self.daemon.read_log())

    def test_4_while_nobody_listens(self):
        self.set(syslog_server=self.url("tcp"), syslog_ca="")
        first = self.say()
        self.wait_for(first)
        self.server.stop()
        lost = [self.say() for _ in range(3)]
        state = eventually("it fails", lambda: self.state()["state"] == "failing" and self.state())
        self.assertTrue(state["hint"])
        self.assertFalse(self.try_it()["done"])
        eventually("it is in the log", lambda: self.ask(
            "GET", "/api/v1/log?minor=syslog&text=gets+nothing", by="token").json()["lines"])
        # A restart in between forgets nothing.
        self.daemon.stop()
        self.daemon.start()
        lost.append(self.say())
        self.server.start()
        for said in lost:
            self.wait_for(said)
        eventually("all is there", lambda: self.state()["waiting"] == 0)
        self.assertEqual("sending", self.state()["state"])
        # Not one is missing: they are counted.
        numbers = []
        for line in self.server.lines()[-200:]:
            if first in line or numbers:
                numbers.append(int(re.search(r'sequenceId="(\d+)"', line)[1]))
        self.assertEqual(set(range(min(numbers), max(numbers) + 1)), set(numbers))


if __name__ == "__main__":
    unittest.main()
