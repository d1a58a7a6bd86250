# SPDX-License-Identifier: BSD-2-Clause
"""The audit log as whole programs see it: searched, exported, checked, and killed in between.
That every operation is in it is in test_openapi and test_roles."""

import csv
import hashlib
import io
import json
import os
import signal
import sqlite3
import subprocess
import tarfile
import threading
import unittest
import urllib.parse

from daemon import PASSWORD, PROGRAM, DaemonCase, eventually

SECRETS = {"camera": "Secret-of-the-camera", "user": "Secret-of-a-user-7", "url": "SecretInUrl",
           "action": "SecretOfAnAction", "query": "SecretInQuery"}


def chain_hash(previous, record):
    """As docs/design/0007-audit.md says it, and not as our own program does it."""
    fields = ["lenswatch-audit-1"] + [record[name] for name in (
        "seq", "time_ns", "kind", "operation", "user", "via", "token", "address", "camera",
        "target", "status", "result", "text", "changes_text")]
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(bytes.fromhex(previous) + text.encode()).hexdigest()


class Audit(DaemonCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.daemon.activate()

    def records(self, query=""):
        answer = self.ask("GET", "/api/v1/audit?limit=1000" + query, by="session")
        self.assertEqual(200, answer.status, answer.body)
        return answer.json()["records"]

    def shell(self, *words, status=0):
        done = subprocess.run([PROGRAM, "audit", *words, "--data", self.daemon.data],
                              capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(status, done.returncode, done.stdout + done.stderr)
        return done.stdout

    def change_things(self):
        """A bit of everything, with secrets wherever there is a place for one."""
        for method, path, body in (
                ("POST", "/api/v1/cameras",
                 {"name": "Gate", "url": f"rtsp://me:{SECRETS['url']}@127.0.0.1:1/"
                                         f"?key={SECRETS['query']}", "enabled": False}),
                ("PATCH", "/api/v1/cameras/gate",
                 {"password": SECRETS["camera"], "sensitivity": 70}),
                ("POST", "/api/v1/users",
                 {"name": "ada", "role": "viewer", "password": SECRETS["user"]}),
                ("PATCH", "/api/v1/users/ada", {"role": "operator"}),
                ("POST", "/api/v1/actions",
                 {"id": "hook", "kind": "http", "settings": {
                     "url": "http://127.0.0.1:1/", "password": SECRETS["action"]}}),
                ("PATCH", "/api/v1/actions/hook", {"settings": {"password": SECRETS["action"]}}),
                ("PATCH", "/api/v1/settings", {"event_days": 12}),
                ("PATCH", "/api/v1/settings", {"event_days": "no number"}),
                ("POST", "/api/v1/tokens", {"label": "for a script"}),
                ("DELETE", "/api/v1/cameras/gate", None),
                ("DELETE", "/api/v1/actions/hook", None),
                ("DELETE", "/api/v1/users/ada", None)):
            answer = self.ask(method, path, body, "session")
            self.assertIn(answer.status, (200, 201, 204, 400), answer.body)
            if path == "/api/v1/tokens":
                self.issued = answer.json()["secret"]

    def test_what_is_said(self):
        self.ask("PATCH", "/api/v1/settings", {"event_days": 3}, "session")
        before = self.records()[0]["seq"]
        self.change_things()
        self.ask("POST", "/api/v1/session", {"user": "admin", "password": "wrong"})
        self.ask("POST", "/api/v1/session", {"user": PASSWORD, "password": "admin"})
        made = [r for r in reversed(self.records()) if r["seq"] > before]
        by_name = {r["operation"]: r for r in made}
        changes = by_name["changeCamera"]["changes"]
        self.assertEqual({"old": 50, "new": 70}, changes["sensitivity"])
        self.assertEqual({"new": "***"}, changes["password"])
        self.assertEqual(("gate", "/api/v1/cameras/gate"), (
            by_name["addCamera"]["camera"], by_name["addCamera"]["target"]))
        self.assertEqual({"old": "viewer", "new": "operator"},
                         by_name["changeUser"]["changes"]["role"])
        self.assertEqual({"new": "***"}, by_name["changeAction"]["changes"]["settings.password"])
        self.assertEqual("for a script",
                         by_name["createToken"]["changes"]["token"]["new"]["label"])
        self.assertEqual({"old": "Gate"}, by_name["removeCamera"]["changes"]["name"])
        self.assertEqual("deletion", by_name["removeUser"]["kind"])
        settings = [r for r in made if r["operation"] == "setSettings"]
        self.assertEqual([("success", 200), ("failed", 400)],
                         [(r["result"], r["status"]) for r in settings])
        self.assertEqual({"old": 3, "new": 12}, settings[0]["changes"]["event_days"])
        self.assertEqual({}, settings[1]["changes"])
        logins = [r for r in made if r["kind"] == "login"]
        self.assertEqual([("refused", "user admin"), ("refused", "user (unknown)")],
                         [(r["result"], r["target"]) for r in logins])
        self.assertEqual({"session"}, {r["via"] for r in made} - {""})

        # Not one secret, wherever one looks.
        everything = json.dumps(made) + self.shell("export", "--format", "csv")
        for secret in (*SECRETS.values(), PASSWORD, self.issued):
            self.assertNotIn(secret, everything)

    def test_search_and_pages(self):
        self.change_things()
        everything = self.records()
        seqs = [r["seq"] for r in everything]
        self.assertEqual(list(range(seqs[0], 0, -1)), seqs)
        found, before = [], ""
        while before is not None:
            page = self.ask("GET", f"/api/v1/audit?limit=5{before}", by="session").json()
            found += page["records"]
            before = page["next_before"] and f"&before={page['next_before']}"
        self.assertEqual(everything, found)
        for query, test in (
                ("&kind=deletion", lambda r: r["kind"] == "deletion"),
                ("&user=admin", lambda r: r["user"] == "admin"),
                ("&camera=gate", lambda r: r["camera"] == "gate"),
                ("&result=failed", lambda r: r["result"] == "failed"),
                ("&text=SCRIPT", lambda r: "script" in json.dumps(r)),
                (f"&from={everything[3]['time']}", None),
                ("&kind=deletion&user=nobody", lambda r: False)):
            with self.subTest(query):
                rows = self.records(query)
                if test:
                    self.assertEqual([r for r in everything if test(r)], rows)
                else:
                    self.assertGreaterEqual(len(rows), 4)
                    self.assertLess(len(rows), len(everything))
        self.check_error(self.ask("GET", "/api/v1/audit?from=yesterday", by="session"), 400)

    def test_exports_agree_and_can_be_checked(self):
        self.change_things()
        lines = [json.loads(line) for line in self.shell("export").splitlines()]
        previous = "00" * 32
        for record in lines:
            self.assertEqual(previous, record["previous"])
            previous = chain_hash(previous, record)
            self.assertEqual(previous, record["hash"])
        over_http = self.ask("GET", "/api/v1/audit/export", by="session").body.decode()
        *others, itself = [json.loads(line) for line in over_http.splitlines()]
        self.assertEqual((lines, "exportAudit"), (others, itself["operation"]))
        text = self.ask("GET", "/api/v1/audit/export?format=csv&kind=change", by="session").body
        rows = list(csv.DictReader(io.StringIO(text.decode())))
        self.assertEqual([r["hash"] for r in lines if r["kind"] == "change"],
                         [row["hash"] for row in rows])
        listed = json.loads(self.shell("list", "--format", "json", "--limit", "3"))["records"]
        self.assertEqual(3, len(listed))
        self.assertIn("admin", self.shell("list", "--kind", "change"))
        self.shell("list", "--kind", "dream", status=64)
        self.shell("verify", "--head", "7", status=64)

        verdict = json.loads(self.shell("verify", "--format", "json"))
        self.assertEqual((True, listed[0]["hash"]), (verdict["ok"], verdict["head"]))
        self.shell("verify", "--head", f"{lines[-1]['seq']}:{lines[-1]['hash']}")
        self.shell("verify", "--head", f"{lines[-1]['seq']}:{'0' * 64}", status=1)
        self.shell("verify", "--head", f"{lines[-1]['seq'] + 99}:{'0' * 64}", status=1)

    def test_exports_from_the_shell(self):
        """Also those that ask no daemon leave a record, with who it was."""
        data = self.daemon.data
        backup = os.path.join(data, "copy.db")
        for words in (("audit", "export", "--kind", "lock"), ("log", "export", "--format", "csv"),
                      ("db", "backup", "--output", backup),
                      ("event", "export", "--output", os.path.join(data, "pictures"))):
            self.daemon.shell(*words)
        uid = os.getuid()
        found = self.records("&kind=export")[:4]
        self.assertEqual(
            [("listEvents", "host"), ("getBackup", "shell"), ("exportLog", "shell"),
             ("exportAudit", "shell")], [(r["operation"], r["via"]) for r in found])
        for record, target in zip(found[1:], (f"db backup --output {backup} --data {data}",
                                              f"log export --format csv --data {data}",
                                              f"audit export --kind lock --data {data}")):
            self.assertEqual((target, "local", "success"),
                             (record["target"], record["user"], record["result"]))
            self.assertRegex(record["text"], rf"^by the account \S+ \({uid}\) of this host")
        # What the page lists is none.
        self.ask("GET", "/api/v1/events", by="session")
        self.assertEqual(found[0], self.records("&kind=export")[0])
        self.assertTrue(self.ask("GET", "/api/v1/audit/verify", by="session").json()["ok"])

    def test_two_people_at_once(self):
        self.daemon.add_camera("two", "/nowhere", enabled=False)
        self.addCleanup(self.ask, "DELETE", "/api/v1/cameras/two", None, "token")
        path = "/api/v1/cameras/two"
        etag = self.ask("GET", path, by="session").headers["ETag"]
        statuses, tags = [], []

        def change(sensitivity):
            answer = self.ask("PATCH", path, {"sensitivity": sensitivity}, "session",
                              {"If-Match": etag})
            statuses.append(answer.status)
            if answer.status == 200:
                tags.append(answer.headers["ETag"])
            else:
                self.check_error(answer, 412)

        threads = [threading.Thread(target=change, args=(60 + n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([200] + [412] * 7, sorted(statuses))
        answer = self.ask("GET", path, by="session")
        self.assertEqual(tags, [answer.headers["ETag"]])
        # The next change goes from there; without the header the last one wins.
        for headers in ({"If-Match": tags[0]}, {}, {"If-Match": "*"}):
            answer = self.ask("PATCH", path, {"sensitivity": 70}, "session", headers)
            self.assertEqual(200, answer.status)
        self.assertEqual(412, self.ask("DELETE", path, None, "session",
                                       {"If-Match": etag}).status)
        for resource in ("/api/v1/settings", path + "/arming", "/api/v1/users/admin"):
            answer = self.ask("GET", resource, by="session")
            self.assertRegex(answer.headers["ETag"], '^"[0-9a-f]{32}"$')
            answer = self.ask("PATCH", resource, {}, "session", {"If-Match": '"other"'})
            self.assertEqual(412, answer.status, resource)

    def test_too_many_refusals_are_counted(self):
        connection = self.daemon.connect()
        for _ in range(700):
            connection.request("DELETE", "/api/v1/cameras/x")
            connection.getresponse().read()
        connection.close()
        self.ask("PATCH", "/api/v1/settings", {"event_days": 13}, "session")
        skipped = [r for r in self.records() if r["operation"] == "auditSkipped"]
        self.assertRegex(skipped[0]["text"], r"^\d+ more requests were refused")
        self.assertLess(len(self.records("&result=refused")), 690)
        self.assertTrue(self.ask("GET", "/api/v1/audit/verify", by="session").json()["ok"])


class SystemLog(DaemonCase):

    def lines(self, query=""):
        answer = self.ask("GET", "/api/v1/log?limit=1000" + query, by="token")
        self.assertEqual(200, answer.status, answer.body)
        return answer.json()["lines"]

    def test_types_search_and_export(self):
        daemon = self.daemon
        daemon.activate()
        self.ask("POST", "/api/v1/session", {"user": "admin", "password": "wrong"})
        daemon.add_folder_camera("yard", "scene.png")
        eventually("a reference picture", lambda: daemon.ask(
            "GET", "/api/v1/cameras/yard/reference.jpg", by="token").status == 200)
        daemon.show("yard", "scene_defocus2.png")
        eventually("an event", daemon.events)
        daemon.add_camera("lost", "/nowhere")
        wanted = {("information", "start"), ("operation", "change"), ("operation", "login"),
                  ("exception", "login"), ("alarm", "defocus"), ("exception", "camera_lost")}
        found = eventually("all types", lambda: wanted <= {
            (line["major"], line["minor"]) for line in self.lines()} and self.lines())
        for query, test in (("&major=alarm", lambda l: l["major"] == "alarm"),
                            ("&minor=start", lambda l: l["minor"] == "start"),
                            ("&camera=lost", lambda l: l["camera"] == "lost"),
                            ("&text=YARD", lambda l: "yard" in l["text"])):
            with self.subTest(query):
                old = [line for line in self.lines(query) if line["id"] <= found[0]["id"]]
                self.assertTrue(old)
                self.assertEqual([line for line in found if test(line)], old)
        page = self.ask("GET", "/api/v1/log?limit=3", by="token").json()
        self.assertEqual(page["lines"][2]["id"], page["next_before"])
        text = self.ask("GET", "/api/v1/log/export?format=csv&minor=start", by="token").body
        rows = list(csv.DictReader(io.StringIO(text.decode())))
        self.assertRegex(rows[0]["text"], "^lenswatch .* starts$")
        for words in (("list",), ("export", "--major", "alarm"),
                      ("list", "--minor", "defocus", "--format", "json")):
            done = subprocess.run([PROGRAM, "log", *words, "--data", daemon.data],
                                  capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual(0, done.returncode, done.stderr)
            self.assertIn("defocus", done.stdout)

        # A stop is told from a kill.
        daemon.stop()
        daemon.start()
        self.assertEqual([], self.lines("&minor=unclean_stop"))
        eventually("the lines of the start", lambda: len(self.lines("&minor=start")) == 2)
        self.assertEqual(1, len(self.lines("&minor=stop")))
        daemon.process.send_signal(signal.SIGKILL)
        daemon.process.wait(60)
        os.unlink(os.path.join(daemon.data, "api-token"))
        daemon.start()
        line = eventually("the line", lambda: self.lines("&minor=unclean_stop"))[0]
        self.assertEqual(("exception", "warning"), (line["major"], line["level"]))


class Diagnosis(DaemonCase):

    def unpack(self, data):
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
            return {member.name.removeprefix("lenswatch-diagnosis/"):
                    archive.extractfile(member).read().decode("utf-8", "replace")
                    for member in archive.getmembers()}

    def plant(self):
        """A secret wherever there is a place for one. What is no secret is there to be found."""
        daemon = self.daemon
        secrets = {PASSWORD, daemon.token, daemon.cookie.split("=")[1]}

        def secret(name):
            secrets.add(f'Se"cret/{name} 7ä')
            return f'Se"cret/{name} 7ä'

        made = [
            ("/api/v1/cameras", {"name": "Gate", "url": "rtsp://127.0.0.1:1/x?key=QuerySecret",
                                 "user": "watcher", "password": secret("camera")}),
            ("/api/v1/cameras", {"name": "Door",
                                 "url": "http://me:UrlSecret@127.0.0.1:1/still.jpg"}),
            ("/api/v1/users", {"name": "ada", "role": "viewer", "password": "Silent-Meadow-3"}),
            ("/api/v1/tokens", {"label": "t"}),
            ("/api/v1/rules", {"id": "all", "actions": ["hook"]}),
        ]
        made.insert(0, ("/api/v1/actions", {"id": "hook", "kind": "http", "settings": {
            "url": "http://127.0.0.1:1/?token=HookQuery", "user": "u", "password": secret("hook"),
            "hmac_key": secret("hmac"), "proxy_password": secret("proxy"),
            "secret_header": "X-Key: " + secret("header")}}))
        secrets |= {"QuerySecret", "UrlSecret", "HookQuery", "Silent-Meadow-3"}
        for path, body in made:
            answer = self.ask("POST", path, body, "session")
            self.assertEqual(201, answer.status, answer.body)
            if path == "/api/v1/tokens":
                secrets.add(answer.json()["secret"])
        with open(os.path.join(daemon.data, "secret.key"), "rb") as key:
            secrets.add(key.read().hex())
        with open(os.path.join(daemon.data, "key.pem"), "w", encoding="ascii") as file:
            file.write("-----BEGIN PRIVATE KEY-----\nPemSecret\n")
        secrets.add("PemSecret")
        # Somebody has logged one by mistake.
        database = sqlite3.connect(os.path.join(daemon.data, "lenswatch.db"))
        database.execute("insert into log (time_ns, level, major, minor, camera, text) values"
                         " (1, 3, 'exception', 'general', '', ?)",
                         ("it said rtsp://a:LoggedSecret@b/c and " + secret("camera"),))
        database.commit()
        database.close()
        secrets.add("LoggedSecret")
        return secrets

    def check_clean(self, files, secrets):
        for name, text in files.items():
            for secret in secrets:
                for written in (secret, json.dumps(secret)[1:-1],
                                json.dumps(secret, ensure_ascii=False)[1:-1],
                                urllib.parse.quote(secret, safe="")):
                    self.assertNotIn(written, text, name)
            self.assertNotIn("PRIVATE KEY", text, name)

    def test_no_secret_is_in_it(self):
        daemon = self.daemon
        daemon.activate()
        secrets = self.plant()
        answer = self.ask("GET", "/api/v1/diagnosis", by="session")
        self.assertEqual((200, "application/gzip"), (answer.status, answer.headers["Content-Type"]))
        files = self.unpack(answer.body)
        self.check_clean(files, secrets)
        for name, said in (("version.txt", "lenswatch "), ("settings.yaml", "watcher"),
                           ("cameras.json", '"Gate"'), ("metrics.txt", "lenswatch_"),
                           ("queues.txt", "store: last write 0"), ("system.txt", "MemTotal"),
                           ("log.txt", "it said rtsp://***@b/c and ***"),
                           ("check.txt", "0 findings"),
                           ("check.txt", "broken at 0")):
            self.assertIn(said, files[name], name)

        # From the shell: of the daemon, and without one.
        def diagnose(name):
            path = os.path.join(daemon.data, name)
            done = subprocess.run([PROGRAM, "diagnose", "--data", daemon.data, "--output", path],
                                  capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual(0, done.returncode, done.stderr)
            with open(path, "rb") as file:
                return self.unpack(file.read()), done.stderr

        files, said = diagnose("one.tar.gz")
        self.check_clean(files, secrets)
        self.assertEqual(("", True), (said, "Gate" in files["cameras.json"]))
        daemon.stop()
        files, said = diagnose("two.tar.gz")
        self.assertIn("was not asked", said)
        self.assertIn("lenswatch ends", files["log.txt"])
        # What is known to be a secret only the daemon knows; URLs are cleaned all the same.
        self.check_clean(files, {"UrlSecret", "LoggedSecret", "PemSecret", PASSWORD})
        daemon.start()
        records = self.ask("GET", "/api/v1/audit?kind=export", by="session").json()["records"]
        self.assertEqual([("getDiagnosis", "shell"), ("getDiagnosis", "host")],
                         [(r["operation"], r["via"]) for r in records[:2]])


class Killed(DaemonCase):

    def test_nothing_is_lost(self):
        """Whatever was answered before the kill is in the log, and whatever was done, too."""
        daemon = self.daemon
        daemon.activate()
        answered = []

        def work():
            try:
                for n in range(100000):
                    answer = daemon.ask("PATCH", "/api/v1/settings",
                                        {"events_max": 1000 + n}, "session")
                    if answer.status == 200:
                        answered.append(1000 + n)
                    if len(answered) == 25:
                        enough.set()
            except OSError:
                enough.set()

        enough = threading.Event()
        worker = threading.Thread(target=work)
        worker.start()
        self.assertTrue(enough.wait(60))
        daemon.process.send_signal(signal.SIGKILL)
        daemon.process.wait(60)
        worker.join()
        os.unlink(os.path.join(daemon.data, "api-token"))
        # Between the note and the record, for certain.
        database = sqlite3.connect(os.path.join(daemon.data, "lenswatch.db"))
        database.execute("insert into audit_open (record) values (?)", (json.dumps(
            {"kind": "deletion", "operation": "removeCamera", "user": "admin", "via": "session",
             "token": "", "address": "127.0.0.1", "camera": "x", "target": "t"}),))
        database.commit()
        database.close()
        daemon.start()
        records = daemon.ask("GET", "/api/v1/audit?limit=1000", by="token").json()["records"]
        values = [r["changes"]["events_max"]["new"] for r in records
                  if "events_max" in r["changes"]]
        self.assertGreaterEqual(len(answered), 25)
        self.assertEqual(set(), set(answered) - set(values))
        now = daemon.ask("GET", "/api/v1/settings", by="token").json()["events_max"]
        interrupted = [r for r in records if r["result"] == "interrupted"]
        self.assertIn("removeCamera", {r["operation"] for r in interrupted})
        self.assertTrue(now in values or "setSettings" in {r["operation"] for r in interrupted})
        self.assertTrue(daemon.ask("GET", "/api/v1/audit/verify", by="token").json()["ok"])

        # Somebody changes the file while nobody looks.
        daemon.stop()
        self.assertRegex(daemon.read_log(), r"audit log: record \d+ has the hash [0-9a-f]{64}")
        database = sqlite3.connect(os.path.join(daemon.data, "lenswatch.db"))
        database.execute("drop trigger audit_stays")
        database.execute("update audit set user = 'somebody' where seq = 7")
        database.commit()
        database.close()
        for words, said in ((("audit", "verify"), "broken at record 7"),
                            (("db", "check"), "audit log, record 7")):
            done = subprocess.run([PROGRAM, *words, "--data", daemon.data], capture_output=True,
                                  text=True, timeout=60, check=False)
            self.assertEqual(1, done.returncode, done.stdout + done.stderr)
            self.assertIn(said, done.stdout)
        daemon.start()


if __name__ == "__main__":
    unittest.main()
