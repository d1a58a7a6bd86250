# SPDX-License-Identifier: BSD-2-Clause
"""The configuration as one file: out, in again elsewhere, and what is refused."""

import os
import re
import subprocess
import unittest

from harness import Daemon, DaemonTest, HttpCamera, eventually

PASSWORD = "Garten-zwerg-9"
PASSPHRASE = "a passphrase of some length"


class Config(DaemonTest):

    def filled(self):
        """A daemon with one of everything."""
        daemon = self.daemon()
        lens = self.camera(HttpCamera, "viewer", PASSWORD)
        daemon.add("Front door", lens.url, user="viewer", password=PASSWORD, group="outside",
                   tags="gate, street", conditions={"covered": {"sensitivity": 70}},
                   areas=[[[0, 0], [1, 0], [0.5, 1]]])
        good = lambda method, path, body: self.assertLess(
            daemon.request(method, "/api/v1" + path, body)[0], 300)
        good("POST", "/actions", {"id": "mail", "kind": "email", "settings": {
            "host": "127.0.0.1", "from": "a@example.org", "to": ["b@example.org"],
            "user": "a", "password": PASSWORD}})
        good("POST", "/rules", {"id": "night", "actions": ["mail"], "groups": ["outside"],
                                "conditions": ["covered", "defocus"], "delay_s": 60})
        good("PATCH", "/cameras/front-door/arming", {"time_zone": "Europe/Berlin", "days": {
            "mon-fri": ["08:00-12:00"], "sat": []}, "recording": {"all": ["06:00-20:00"]}})
        good("PATCH", "/settings", {"certificate_days": 7, "time_zone": "Asia/Tokyo"})
        return daemon

    def other(self):
        other = Daemon(self.scratch / "other")
        self.addCleanup(other.stop)
        return other.start()

    def run_config(self, daemon, *words, code=0):
        done, text = daemon.run("config", *words)
        self.assertEqual(code, done, text)
        return text

    def write(self, text, name="config.yaml"):
        path = self.scratch / name
        path.write_text(text)
        return str(path)

    def export(self, daemon, *words, name="config.yaml"):
        path = self.scratch / name
        self.run_config(daemon, "export", "--output", str(path), *words)
        self.assertEqual(0o600, os.stat(path).st_mode & 0o777)
        return path.read_text()

    def test_there_and_back(self):
        daemon = self.filled()
        text = self.export(daemon)
        self.assertNotIn(PASSWORD, text)
        self.assertRegex(text, r"(?s)^lenswatch: 1\nsettings:\n  time_zone: Asia/Tokyo\n"
                               r"  certificate_days: 7\ncameras:\n  front-door:\n")
        self.assertIn("    conditions:\n      covered:\n        sensitivity: 70\n", text)
        self.assertRegex(text, r"left_out: ?\n?- cameras/front-door/password\n"
                               r"- actions/mail/settings/password\n|left_out: \[")
        # Where it came from it changes nothing, and its secrets stay.
        self.assertEqual("", self.run_config(daemon, "import", str(self.scratch / "config.yaml")))
        self.assertTrue(daemon.get("/cameras/front-door")["has_password"])
        # Elsewhere it is the same but for them.
        other = self.other()
        shown = self.run_config(other, "import", str(self.scratch / "config.yaml"))
        self.assertIn("its password was left out", shown)
        self.assertRegex(shown, r"added +cameras/front-door\n")
        self.assertFalse(other.get("/cameras/front-door")["has_password"])
        again = self.export(other, name="again.yaml")
        self.assertEqual(re.sub(r"(?s)left_out:.*", "", text),
                         re.sub(r"(?s)left_out:.*", "", again))
        other.kill()  # what was taken is stored
        other.start()
        self.assertEqual(again, self.export(other, name="again.yaml"))

    def test_secrets(self):
        daemon = self.filled()
        key = self.write(PASSPHRASE + "\n", "passphrase")
        text = self.export(daemon, "--passphrase-file", key)
        self.assertNotIn(PASSWORD, text)
        self.assertIn("secrets:\n  kdf: argon2id\n", text)
        other = self.other()
        path = str(self.scratch / "config.yaml")
        wrong = self.write("another passphrase\n", "wrong")
        self.assertIn("passphrase is another one", self.run_config(
            other, "import", path, "--passphrase-file", wrong, code=1))
        self.assertEqual([], other.get("/cameras")["cameras"])
        self.run_config(other, "import", path, "--passphrase-file", key)
        other.wait_verdict("front-door", "CLEAR")  # which needs the password
        self.assertTrue(other.get("/actions/mail")["settings"]["password"])
        self.assertNotIn(PASSWORD, other.text() + daemon.text())
        self.assertNotIn(PASSPHRASE, other.text() + daemon.text())
        short = self.write("short\n", "short")
        self.run_config(daemon, "export", "--passphrase-file", short, code=1)

    def test_all_or_nothing(self):
        daemon = self.filled()
        before = self.export(daemon)
        bad = self.write("cameras:\n"
                         "  yard:\n"
                         "    name: Yard\n"
                         "    url: http://192.0.2.1/a.jpg\n"
                         "    interval_s: 0\n"
                         "actions:\n"
                         "  log: {kind: command, settings: {program: /bin/true}}\n"
                         "rules:\n"
                         "  some:\n"
                         "    actions: [log, telegraph]\n"
                         "  Other: {actions: [log]}\n"
                         "settings: {certificate_days: 3, colour: red}\n"
                         "arming:\n"
                         "  nowhere: {days: {mon: ['08:00-07:00']}}\n"
                         "more: 1\n", "bad.yaml")
        for words in (("import", bad), ("import", bad, "--dry-run"), ("check", bad)):
            text = self.run_config(daemon, *words, code=1)
            for line, said in ((5, "cameras/yard/interval_s: interval_s: it must be from 0.1"),
                               (9, "rules/some: there is no action 'telegraph'"),
                               (11, "rules/Other: an id has"), (12, "settings/colour: "),
                               (14, "arming/nowhere"), (15, "more: there is no such section")):
                self.assertRegex(text, rf"bad.yaml:{line}: error: {re.escape(said)}")
        self.assertEqual(before, self.export(daemon))
        with open(bad, encoding="utf-8") as file:
            status, answer = daemon.request("POST", "/api/v1/config/import",
                                            {"yaml": file.read()})
        self.assertEqual(400, status)
        self.assertIn("line ", answer["error"])
        self.assertEqual(before, self.export(daemon))

    def test_changes(self):
        daemon = self.filled()
        text = self.export(daemon)
        changed = self.write(text.replace("sensitivity: 70", "sensitivity: 71")
                             .replace("delay_s: 60", "delay_s: 61"), "changed.yaml")
        text = self.run_config(daemon, "import", changed, "--dry-run")
        self.assertEqual("changed  cameras/front-door: conditions\nchanged  rules/night: delay_s\n",
                         text)
        self.assertEqual(60, daemon.get("/rules/night")["delay_s"])
        self.run_config(daemon, "import", changed)
        self.assertEqual(61, daemon.get("/rules/night")["delay_s"])
        self.assertEqual(71, daemon.get("/cameras/front-door")["conditions"]["covered"][
            "sensitivity"])
        # An object of the file is whole.
        mondays = {"days": {"mon": ["01:00-02:00"]}}
        self.run_config(daemon, "import", self.write(
            "arming:\n  front-door: {days: {mon: ['01:00-02:00']}}\n", "mondays.yaml"))
        self.assertEqual(mondays, daemon.get("/cameras/front-door/arming")["schedule"])
        # Only what a section that is there does not name is removed.
        fewer = self.write("rules: {}\nactions: {}\n", "fewer.yaml")
        self.assertEqual("", self.run_config(daemon, "import", fewer))
        only = self.write("actions: {}\n", "only.yaml")
        self.assertIn("there is no action 'mail'", self.run_config(
            daemon, "import", only, "--prune", code=1))
        text = self.run_config(daemon, "import", fewer, "--prune")
        self.assertEqual({"removed  rules/night", "removed  actions/mail"},
                         set(text.splitlines()))
        self.assertEqual([], daemon.get("/rules")["rules"])
        self.assertEqual(["front-door"], [c["id"] for c in daemon.get("/cameras")["cameras"]])

    def test_what_cannot_work(self):
        daemon = self.filled()
        self.assertEqual("", self.run_config(daemon, "check"))
        path = self.write(
            "rules:\n"
            "  group: {actions: [mail], groups: [inside]}\n"
            "  tag: {actions: [mail], tags: [attic]}\n"
            "  camera: {actions: [mail], cameras: [cellar]}\n"
            "  condition: {actions: [mail], conditions: [aliens]}\n"
            "  calm: {actions: [mail], conditions: [certificate_expiring], severity: critical}\n"
            "  system: {actions: [mail], conditions: [disk_full], cameras: [front-door]}\n"
            "  fine: {actions: [mail], conditions: [disk_full]}\n"
            "arming:\n"
            "  front-door: {days: {mon: []}, conditions: {covered: {all: ['00:00-24:00']}}}\n"
            "  gone: {}\n", "odd.yaml")
        text = self.run_config(daemon, "check", path, code=1)
        for line, level, said in (
                (2, "error", "no camera is of the group 'inside'"),
                (3, "error", "no camera has the tag 'attic'"),
                (4, "error", "there is no camera 'cellar'"),
                (5, "error", "there is no condition 'aliens'"),
                (6, "warning", "it can never fire"), (7, "warning", "it can never fire"),
                (10, "warning", "the schedule never arms "),
                (11, "error", "there is no camera 'gone'")):
            self.assertRegex(text, rf"odd.yaml:{line}: {level}: [^\n]*{re.escape(said)}")
        self.assertNotIn("rules/fine", text)
        self.assertEqual(400, daemon.request("POST", "/api/v1/rules", {
            "id": "odd", "actions": ["mail"], "conditions": ["aliens"]})[0])
        # And of what is there already.
        self.assertEqual(200, daemon.request("PATCH", "/api/v1/cameras/front-door",
                                             {"enabled": False})[0])
        self.assertIn("warning: rules/night: it can never fire", self.run_config(daemon, "check"))

    def test_no_yaml(self):
        daemon = self.daemon()
        for text, said in (("a: [1, 2", "line 2"), ("a: &x 1\nb: *x\n", "line 1: anchors"),
                           ("a: 1\na: 2\n", "line 2: a member stands here a second time"),
                           ("a: !!binary aGk=\n", "line 1: anchors and tags"),
                           ("---\na: 1\n---\nb: 2\n", "line 3: there is a second document"),
                           ("[" * 100 + "]" * 100, "too deep"), ("- 1\n", "mapping of sections"),
                           ("lenswatch: 2\n", "another version")):
            self.assertIn(said, self.run_config(daemon, "check", self.write(text), code=1))
        self.assertEqual("", self.run_config(daemon, "check", self.write("")))

    def test_killed_on_the_way(self):
        """It is whole or not there at all."""
        daemon = self.daemon()
        cameras = "".join(f"  c{i}: {{name: C{i}, url: 'http://192.0.2.1/{i}', enabled: false}}\n"
                          for i in range(60))
        self.write("cameras:\n" + cameras)
        for pause in (0.02, 0.06, 0.2):
            importing = subprocess.Popen(
                [os.environ["LENSWATCH"], "config", "import", "--data", str(daemon.data),
                 str(self.scratch / "config.yaml")], stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL)
            try:
                importing.wait(pause)
            except subprocess.TimeoutExpired:
                pass
            daemon.kill()
            importing.wait()
            daemon.start()
            eventually(lambda: len(daemon.get("/cameras")["cameras"]) in (0, 60),
                       "none or all of the cameras")


if __name__ == "__main__":
    unittest.main()
