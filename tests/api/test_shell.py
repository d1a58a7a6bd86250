# SPDX-License-Identifier: BSD-2-Clause
"""lenswatch camera, event and user against a running daemon."""

import json
import os
import re
import pty
import subprocess
import unittest

from daemon import PASSWORD, PROGRAM, Daemon, DaemonCase, eventually

OTHER = "Watch-the-door-8"


class Shell(DaemonCase):

    def run_it(self, *words, data=True, env=None, **kwargs):
        command = [PROGRAM, *words, *(["--data", self.daemon.data] if data else [])]
        clean = {name: value for name, value in os.environ.items()
                 if not name.startswith("LENSWATCH_")}
        kwargs.setdefault("stdin", subprocess.DEVNULL)
        return subprocess.run(command, env={**clean, "HOME": self.daemon.data, **(env or {})},
                              capture_output=True, text=True, check=False, timeout=60, **kwargs)

    def good(self, *words, **kwargs):
        done = self.run_it(*words, **kwargs)
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        return done.stdout

    def bad(self, status, *words, **kwargs):
        done = self.run_it(*words, **kwargs)
        self.assertEqual((status, ""), (done.returncode, done.stdout))
        self.assertTrue(done.stderr.startswith("lenswatch"), done.stderr)
        return done.stderr

    def test_cameras(self):
        self.assertEqual("garden\n", self.good("camera", "add", "--name", "Garden", "--enabled=no",
                                               "rtsp://192.0.2.1/x"))
        self.assertIn("garden", self.good("camera", "list"))
        listed = json.loads(self.good("camera", "list", "--format", "json"))["cameras"]
        self.assertIn("Garden", [camera["name"] for camera in listed])
        self.good("camera", "set", "garden", "--sensitivity", "60", "--interval", "2.5",
                  "--tls-verify", "no", "--transport=udp", "--url", "rtsps://192.0.2.2/y")
        camera = json.loads(self.good("camera", "show", "--format", "json", "garden"))
        self.assertEqual((60, 2.5, False, "udp", "rtsps://192.0.2.2/y"),
                         tuple(camera[name] for name in ("sensitivity", "interval_s", "tls_verify",
                                                         "transport", "url")))
        self.assertIn("sensitivity         60\n", self.good("camera", "show", "garden"))
        self.assertRegex(self.good("camera", "show", "garden"), r"(?m)^covered +not assessable")
        self.good("camera", "set", "garden", "--condition", "covered", "--sensitivity", "70",
                  "--duration", "12.5", "--enabled=no")
        self.good("camera", "set", "garden", "--areas", "0,0 1,0 1,1; 0.5,0.5 0.6,0.5 0.6,0.6",
                  "--shields", "0,0 0.3,0 0.3,0.1")
        camera = json.loads(self.good("camera", "show", "--format", "json", "garden"))
        covered = camera["conditions"]["covered"]
        self.assertEqual((False, 70, 12.5), tuple(covered[name] for name in
                                                  ("enabled", "sensitivity", "duration_s")))
        self.assertEqual(60, camera["sensitivity"])
        self.assertEqual([2, 1], [len(camera["areas"]), len(camera["shields"])])
        self.assertEqual([0.5, 0.5], camera["areas"][1][0])
        self.assertRegex(self.good("camera", "show", "garden"), r"(?m)^detection_areas +2$")
        self.good("camera", "set", "garden", "--areas", "none")
        camera = json.loads(self.good("camera", "show", "--format", "json", "garden"))
        self.assertEqual([0, 1], [len(camera["areas"]), len(camera["shields"])])
        for wrong in (("--areas", "0,0 1,0"), ("--areas", "0,0 1,0 2,2"), ("--areas", ";"),
                      ("--shields", "a,b c,d e,f"), ("--condition", "covered"),
                      ("--condition", "covered", "--interval", "3"),
                      ("--condition", "nothing", "--duration", "3")):
            self.bad(1, "camera", "set", "garden", *wrong)
        self.assertRegex(self.good("camera", "preview", "garden", "--condition", "covered",
                                   "--sensitivity", "80", "--duration", "5"),
                         r"^covered at sensitivity 80 for 5 s, .*\nNothing is kept of that time")
        self.assertIn("not judged from pictures", self.good(
            "camera", "preview", "garden", "--condition", "signal_lost", "--clear-duration", "1"))
        preview = json.loads(self.good("camera", "preview", "garden", "--format", "json",
                                       "--from", "2026-01-01T00:00:00Z",
                                       "--to", "2026-01-02T00:00:00Z"))
        self.assertEqual(("defocus", 60, "nothing", 0),
                         tuple(preview[name] for name in ("condition", "sensitivity", "history",
                                                          "event_count")))
        self.assertIn("sensitivity", self.bad(1, "camera", "preview", "garden", "--sensitivity",
                                              "0"))
        self.assertIn("nowhere", self.bad(1, "camera", "preview", "nowhere"))
        self.assertRegex(self.good("camera", "baselines", "garden"), r"^LIGHT +PRESET +PICTURES")
        self.assertIn("--picture", self.bad(1, "camera", "baselines", "garden", "--light", "day"))
        self.assertIn("no such picture", self.bad(1, "camera", "baselines", "garden", "--picture",
                                                  os.path.join(self.daemon.data, "none.jpg")))
        self.assertIn("nothing was learnt", self.bad(1, "camera", "reset", "garden", "--light",
                                                     "lamps", "--preset", "3"))
        self.assertIn("--all", self.bad(1, "camera", "reset", "garden", "--all", "--preset", "3"))
        self.assertIn("--preset", self.bad(1, "camera", "reset", "garden", "--preset", "-3"))
        self.good("camera", "reset", "garden")
        self.good("camera", "reset", "--all", "garden")
        self.assertIn("nowhere", self.bad(1, "camera", "reset", "nowhere"))
        self.assertIn("--yes", self.bad(1, "camera", "remove", "garden"))
        self.good("camera", "remove", "--yes", "garden")
        self.assertIn("garden", self.bad(1, "camera", "show", "garden"))

    def test_actions(self):
        def write(name, value):
            path = os.path.join(self.daemon.data, name)
            with open(path, "w", encoding="utf-8") as f:
                f.write(value if isinstance(value, str) else json.dumps(value))
            return path
        cat = write("cat.json", {"kind": "command", "settings": {"program": "/bin/cat"}})
        rule = write("rule.json", {"conditions": ["covered"], "actions": ["echo"]})
        self.assertIn("cat.json:1:", self.bad(1, "action", "set", "echo", "--file",
                                              write("cat.json", "{]")))
        write("cat.json", {"kind": "command", "settings": {"program": "/bin/cat"}})
        self.assertIn("echo", self.bad(1, "rule", "set", "echoes", "--file", rule))
        self.good("action", "set", "echo", "--file", cat)
        self.good("rule", "set", "echoes", "--file", rule)
        self.assertRegex(self.good("action", "list"), r"echo +command +yes +0 +0 +0")
        self.assertIn("program", self.good("action", "kinds"))
        self.assertIn("/bin/cat", self.good("action", "show", "echo"))
        self.assertIn('"test":true', self.good("action", "test", "echo"))
        self.assertIn("covered", self.good("rule", "list"))
        self.assertIn("echo", self.good("rule", "show", "echoes"))
        self.assertIn("ROW", self.good("action", "queue", "echo", "--state", "waiting"))
        self.assertEqual("0\n", self.good("action", "retry", "echo"))
        self.assertEqual("0\n", self.good("action", "cancel", "echo"))
        self.bad(1, "action", "cancel", "--row", "7")
        write("cat.json", {"settings": {"program": "/bin/false"}})
        self.good("action", "set", "echo", "--file", cat)
        done = self.run_it("action", "test", "echo")
        self.assertEqual(1, done.returncode)
        self.assertIn("status 1", done.stderr)
        self.assertIn("echoes", self.bad(1, "action", "remove", "echo"))
        self.good("rule", "remove", "echoes")
        self.good("action", "remove", "echo")
        self.bad(1, "event", "acknowledge", "999999")

    def test_arming(self):
        self.good("camera", "add", "--name", "Gate", "/nowhere")
        self.assertRegex(self.good("arming", "show", "gate"), r"(?m)^covered +armed$")
        path = os.path.join(self.daemon.data, "days.json")
        with open(path, "w", encoding="ascii") as f:
            f.write('{"time_zone": "Europe/Berlin", "conditions": {"covered": {"all": []}}}')
        self.good("arming", "set", "gate", "--file", path)
        shown = self.good("arming", "show", "gate")
        self.assertRegex(shown, r"(?m)^covered +not armed$")
        self.assertRegex(shown, r"(?m)^defocus +armed$")
        self.good("arming", "disarm", "gate", "--until", "2199-01-01T00:00:00Z")
        self.assertNotRegex(self.good("arming", "show", "gate"), r"(?m)^\w+ +armed$")
        self.good("arming", "arm", "gate")
        self.assertNotIn("not armed", self.good("arming", "show", "gate"))
        self.good("arming", "auto", "gate")
        self.assertIn("not armed", self.good("arming", "show", "gate"))
        self.bad(1, "arming", "disarm", "gate", "--until", "soon")
        self.good("camera", "remove", "--yes", "gate")

    def test_passwords(self):
        """They come by file, environment or terminal; never in the list of processes."""
        path = os.path.join(self.daemon.data, "password")
        with open(path, "w", encoding="ascii") as f:
            f.write("hunter2\nmore\n")
        url = "rtsp://192.0.2.1/x"
        self.good("camera", "add", "--name", "f", "--user", "u", "--password-file", path, url)
        self.good("camera", "add", "--name", "e", "--user", "u", url,
                  env={"LENSWATCH_CAMERA_PASSWORD": "hunter2"})
        self.good("camera", "add", "--name", "n", "--user", "u", url)
        for camera, has in (("f", True), ("e", True), ("n", False)):
            self.assertEqual(has, self.daemon.camera(camera)["has_password"], camera)
        self.assertIn("list of processes",
                      self.bad(1, "camera", "add", "--name", "x", "rtsp://u:hunter2@192.0.2.1/x"))
        self.assertIn("list of processes",
                      self.bad(1, "camera", "set", "f", "--url", "rtsp://u:hunter2@192.0.2.1/x"))
        self.assertIn("terminal", self.bad(1, "camera", "add", "--ask-password", url))
        self.bad(64, "camera", "add", "--password", "hunter2", url)

    def test_password_on_a_terminal(self):
        ours, theirs = pty.openpty()
        self.addCleanup(os.close, ours)
        process = subprocess.Popen(
            [PROGRAM, "camera", "add", "--name", "t", "--user", "u", "--ask-password", "--data",
             self.daemon.data, "rtsp://192.0.2.1/x"], stdin=theirs, stdout=theirs, stderr=theirs)
        os.close(theirs)
        seen = b""
        while b"Password of the camera: " not in seen:
            seen += os.read(ours, 1000)
        os.write(ours, b"hunter2\n")
        self.assertEqual(0, process.wait(60))
        seen += os.read(ours, 1000)
        self.assertNotIn(b"hunter2", seen)
        self.assertTrue(self.daemon.camera("t")["has_password"])

    def test_events(self):
        self.daemon.add_folder_camera("yard", "scene_defocus2.png")
        event = eventually("an event", lambda: self.daemon.events("?camera=yard"))[0]
        lines = self.good("event", "list", "--camera", "yard", "--state", "open").splitlines()
        self.assertEqual(["ID", "CAMERA", "CONDITION"], lines[0].split()[:3])
        self.assertEqual([str(event["id"]), "yard", "defocus"], lines[1].split()[:3])
        self.assertEqual(1, len(self.good("event", "list", "--state", "ended").splitlines()))
        shown = json.loads(self.good("event", "show", str(event["id"]), "--format", "json"))
        self.assertEqual("defocus", shown["condition"])
        self.assertIn("state", self.bad(1, "event", "list", "--state", "opened"))
        self.bad(1, "event", "show", "999999")

    def test_wrong_usage(self):
        for words in (("camera",), ("camera", "lits"), ("camera", "show"), ("camera", "add"),
                      ("camera", "show", "a", "b"), ("camera", "list", "x"),
                      ("camera", "list", "--bogus"), ("camera", "list", "-x"),
                      ("camera", "list", "--format", "xml"), ("event", "list", "--limit"),
                      ("camera", "set", "a", "--sensitivity", "high"), ("user", "resett"),
                      ("camera", "remove", "a", "--yes=1"), ("event", "list", "--yes")):
            with self.subTest(" ".join(words)):
                done = self.run_it(*words, data=False)
                self.assertEqual((64, ""), (done.returncode, done.stdout))
                self.assertIn("--help", done.stderr)

    def test_wrong_usage_names_the_cause(self):
        for cause, words in (
                ("lenswatch: there is no command 'audit lits'", ("audit", "lits")),
                ("lenswatch: there is no command 'db chekc'", ("db", "chekc")),
                ("lenswatch: there is no command 'log lits'", ("log", "lits")),
                ("lenswatch check: unrecognized option '--bogus'", ("check", "--bogus")),
                ("lenswatch evaluate: 'more' is not an option", ("evaluate", "more")),
                ("lenswatch scan: unrecognized option '--bogus'", ("scan", "--bogus")),
                ("lenswatch train: 'more' is not an option", ("train", "more")),
                ("lenswatch train: where to?", ("train",))):
            with self.subTest(" ".join(words)):
                done = self.run_it(*words, data=False)
                self.assertEqual((64, ""), (done.returncode, done.stdout))
                self.assertEqual(cause, done.stderr[:len(cause)])
                self.assertIn("--help", done.stderr)

    def test_help(self):
        for words in (("camera",), ("camera", "add"), ("camera", "list"), ("camera", "set"),
                      ("event", "list"), ("event", "show"), ("user",), ("user", "reset")):
            self.assertIn("Usage: lenswatch " + " ".join(words),
                          self.good(*words, "--help", data=False))

    def test_finding_the_daemon(self):
        self.good("camera", "list", data=False, env={"LENSWATCH_DATA": self.daemon.data})
        self.good("camera", "list", data=False, env={"LENSWATCH_SERVER": self.daemon.url,
                                                     "LENSWATCH_TOKEN": self.daemon.token})
        path = os.path.join(self.daemon.data, "token")
        with open(path, "w", encoding="ascii") as f:
            f.write(self.daemon.token)
        self.good("camera", "list", "--server", self.daemon.url + "/", "--token-file", path,
                  data=False)
        self.assertIn("does not answer", self.bad(1, "camera", "list", "--server",
                                                  "http://127.0.0.1:1", data=False))
        self.bad(1, "camera", "list", "--token-file", "/nowhere")
        # Not the daemon at the usual address, where another one may be.
        said = self.bad(1, "camera", "list", "--data", "/nowhere", data=False)
        self.assertIn("/nowhere/api-token", said)
        self.assertIn("No such file", said)
        self.assertIn("lenswatch serve", said)
        self.bad(1, "camera", "list", "--server", "file:///etc/passwd", data=False)
        self.assertIn("--data", self.bad(1, "camera", "list", "--server", self.daemon.url,
                                         data=False))

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_a_folder_that_one_may_not_read(self):
        os.chmod(self.daemon.data, 0)
        self.addCleanup(os.chmod, self.daemon.data, 0o700)
        output = self.daemon.data + "-backup.db"
        for words in (("audit", "list"), ("db", "check"), ("db", "backup", "--output", output)):
            self.assertIn("Run it as root, or as the user of the daemon", self.bad(2, *words))

    def test_the_token_goes_to_its_own_daemon_only(self):
        other = Daemon()
        self.addCleanup(other.close)
        other.activate()
        self.bad(1, "camera", "list", "--server", other.url)  # with this daemon's data directory

    def test_users(self):
        path = os.path.join(self.daemon.data, "password")
        with open(path, "w", encoding="ascii") as f:
            f.write(OTHER)
        self.bad(1, "user", "add", "--password-file", path, "ada")  # the administrator first
        self.daemon.activate()
        self.good("user", "add", "--password-file", path, "--role", "operator", "ada")
        self.bad(1, "user", "add", "--password-file", path, "ada")
        self.bad(1, "user", "add", "--password-file", path, "--role", "root", "eve")
        self.bad(64, "user", "add")
        listed = json.loads(self.good("user", "list", "--format", "json"))["users"]
        self.assertIn(("ada", "operator"), [(u["name"], u["role"]) for u in listed])
        self.assertRegex(self.good("user", "list"), r"(?m)^ada +operator +0 +0 ")
        self.good("user", "change", "--role", "viewer", "ada")
        self.bad(1, "user", "change", "ada")
        self.assertRegex(self.good("user", "list"), r"(?m)^ada +viewer ")
        self.daemon.add_camera("Yard", "/nowhere", enabled=False)
        self.bad(1, "user", "change", "--cameras", "yard,none", "ada")
        self.good("user", "change", "--cameras", "yard", "ada")
        self.assertRegex(self.good("user", "list"), r"(?m)^ada .* yard ")
        self.check_tokens()
        session = self.daemon.ask("POST", "/api/v1/session", {"user": "ada", "password": OTHER})
        self.assertEqual("given", session.json()["must_change"])
        self.assertRegex(self.good("user", "online"), r"(?m)^ada +127\.0\.0\.1 ")
        self.good("user", "unlock", "ada")
        self.bad(1, "user", "unlock", "eve")
        self.assertEqual(200, session.status)
        self.good("user", "logout", "ada")
        cookie = session.headers["Set-Cookie"].split(";")[0]
        self.assertEqual(401, self.daemon.ask("GET", "/api/v1/session",
                                              headers={"Cookie": cookie}).status)
        self.good("user", "remove", "ada")
        self.bad(1, "user", "remove", "ada")

    def check_tokens(self):
        add = ("token", "add", "--user", "ada", "--read-only", "--days", "3")
        secret = self.good(*add, "--cameras", "yard", "meter").strip()
        who = self.daemon.ask("GET", "/api/v1/session",
                              headers={"Authorization": "Bearer " + secret}).json()
        self.assertEqual(("ada", "viewer", True, ["yard"]),
                         (who["user"], who["role"], who["read_only"], who["cameras"]))
        self.bad(1, *add, "--cameras", "none", "meter")
        self.bad(1, "token", "add", "meter")  # nobody's
        self.bad(1, *add[:-1], "0", "meter")
        row = re.search(r"(?m)^([0-9a-f]+) +ada +viewer +yes +yard .* meter$",
                        self.good("token", "list"))
        self.good("token", "remove", row[1])
        self.bad(1, "token", "remove", row[1])

    def test_reset(self):
        daemon = Daemon()
        self.addCleanup(daemon.close)
        path = os.path.join(daemon.data, "password")
        with open(path, "w", encoding="ascii") as f:
            f.write(OTHER)
        words = ("user", "reset", "--password-file", path, "--data", daemon.data)
        self.bad(1, *words, data=False)  # nobody there yet
        daemon.activate()
        self.good(*words, data=False)
        self.assertEqual(401, daemon.ask("GET", "/api/v1/session", by="session").status)
        for password, status in ((PASSWORD, 401), (OTHER, 200)):
            self.assertEqual(status, daemon.ask("POST", "/api/v1/session", {
                "user": "admin", "password": password}).status)
        with open(path, "w", encoding="ascii") as f:
            f.write("weak")
        self.bad(1, *words, data=False)


if __name__ == "__main__":
    unittest.main()
