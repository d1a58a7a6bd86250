# SPDX-License-Identifier: BSD-2-Clause
"""The OpenAPI document and the server, each against the other."""

import json
import pathlib
import re
import unittest

import schema
from authority import Authority
from camera_hikvision import Hikvision
from daemon import PASSWORD, PICTURES, DaemonCase, eventually
from totp import now_step, totp

SOURCES = pathlib.Path(__file__).resolve().parent.parent.parent / "src" / "api"
METHODS = {"get", "post", "patch", "delete"}
OTHER = "Watch-the-door-8"
# They log nobody in, and so are nobody's.
BY_NOBODY = ("mailRecoveryCode", "recoverPassword")


def is_recorded(method, operation):
    return operation.get("x-audit", "none" if method == "get" else "") != "none"


class Document(DaemonCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        daemon = cls.daemon
        cls.document = daemon.ask("GET", "/api/v1/openapi.json").json()
        cls.operations = {operation["operationId"]: (path, method, operation)
                          for path, item in cls.document["paths"].items()
                          for method, operation in item.items() if method in METHODS}
        daemon.add_folder_camera("yard", "scene.png")
        eventually("a reference picture", lambda: daemon.ask(
            "GET", "/api/v1/cameras/yard/reference.jpg", by="token").status == 200)
        daemon.show("yard", "scene_defocus2.png")
        eventually("an event", daemon.events)
        daemon.show("yard", "scene.png")
        eventually("its end", lambda: daemon.events("?state=ended"))
        daemon.add_camera("lost", "/nowhere", enabled=False)
        cls.recorded = []  # what the audit log must say of what a test called

    def call(self, name, path=None, body=None, by="session", status=None, headers=None):
        """Exercises an operation; the answer must be one that is documented for it."""
        template, method, operation = self.operations[name]
        path = path or template
        pattern = re.sub(r"\\\{id\\\}", "[^/]+", re.escape(template))
        self.assertRegex(path.split("?")[0], "^" + pattern + "$")
        answer = self.ask(method.upper(), path, body, by, headers)
        self.check_documented(name, operation, answer)
        if is_recorded(method, operation) and name not in BY_NOBODY:
            self.recorded.append((name, answer.status))
        if status:
            self.assertEqual(status, answer.status, f"{name}: {answer.body[:300]}")
        return answer

    def check_documented(self, name, operation, answer):
        self.assertIn(str(answer.status), operation["responses"], f"{name}: {answer.body[:300]}")
        documented = operation["responses"][str(answer.status)]
        if "$ref" in documented:
            documented = schema.resolve(self.document, documented["$ref"])
        content = documented.get("content", {})
        if not content:
            self.assertEqual(b"", answer.body, name)
            return
        kind = answer.headers["Content-Type"].split(";")[0]
        self.assertIn(kind, content, name)
        if kind == "application/json":
            self.assertEqual([], schema.check(self.document, content[kind]["schema"],
                                              answer.json(), name))
        elif kind == "image/jpeg":
            self.assertEqual(b"\xff\xd8\xff", answer.body[:3], name)
        for header in documented.get("headers", {}):
            self.assertIn(header, answer.headers, name)

    def test_every_operation(self):
        """Each once as it should be, in an order in which each can succeed."""
        done = set()

        def good(name, *args, **kwargs):
            answer = self.call(name, *args, **kwargs)
            self.assertLess(answer.status, 300, f"{name}: {answer.body[:300]}")
            done.add(name)
            return answer

        good("getSetup", by=None)
        answer = good("activate", body={"password": PASSWORD}, by=None, status=201)
        self.daemon.cookie = answer.headers["Set-Cookie"].split(";")[0]
        good("login", body={"user": "admin", "password": PASSWORD}, by=None)
        good("getSession")
        good("getAccount")
        questions = [{"question": one["id"], "answer": one["id"]}
                     for one in good("getRecovery", by=None).json()["questions"][:3]]
        good("changeAccount", body={"password": PASSWORD, "email": "admin@home.example",
                                    "questions": questions})
        good("askRecoveryQuestions", body={"user": "admin"}, by=None)
        good("mailRecoveryCode", body={"user": "admin"}, by=None, status=202)
        good("recoverPassword", by=None, status=204,
             body={"user": "admin", "new": PASSWORD, "answers": questions})
        answer = good("login", body={"user": "admin", "password": PASSWORD}, by=None)
        self.daemon.cookie = answer.headers["Set-Cookie"].split(";")[0]
        self.assertFalse(good("getReinforcement").json()["enabled"])
        good("setReinforcement", body={"enabled": False})
        secret = good("beginSecondFactor", body={"password": PASSWORD}, status=201).json()["secret"]
        good("confirmSecondFactor", body={"code": totp(secret, now_step())})
        good("renewRecoveryCodes", body={"password": PASSWORD})
        good("removeSecondFactor", body={"password": PASSWORD}, status=204)
        good("changePassword", body={"current": PASSWORD, "new": OTHER})
        made = good("createToken", body={"label": "test", "expires_days": 3}).json()["token"]
        good("listTokens")
        good("addUser", body={"name": "ada", "role": "viewer", "password": OTHER}, status=201)
        good("changeUser", "/api/v1/users/ada", {"role": "operator"})
        good("getUser", "/api/v1/users/ada")
        good("listUsers")
        good("removeUserRecovery", "/api/v1/users/ada/recovery", status=204)
        good("removeUserSecondFactor", "/api/v1/users/ada/second-factor", status=204)
        good("listSessions")
        good("stayLoggedIn", status=204)
        good("unlockUser", "/api/v1/users/ada/unlock", status=204)
        self.call("login", body={"user": "admin", "password": OTHER}, by=None, status=200)
        others = [s["id"] for s in self.call("listSessions").json()["sessions"] if not s["own"]]
        good("endSession", f"/api/v1/sessions/{others[-1]}", status=204)
        good("logOutUser", "/api/v1/users/ada/logout", status=204)
        good("removeUser", "/api/v1/users/ada", status=204)
        good("deleteToken", f"/api/v1/tokens/{made['id']}")
        added = good("addCamera", body={"name": "Front door", "url": "/nowhere", "enabled": False})
        self.assertEqual("/api/v1/cameras/front-door", added.headers["Location"])
        door = "/api/v1/cameras/front-door"
        good("listCameras")
        good("getCamera", door)
        covered = {"conditions": {"covered": {"sensitivity": 70}}}
        changed = good("changeCamera", door, covered).json()
        self.assertEqual(70, changed["conditions"]["covered"]["sensitivity"])
        self.assertEqual(set(changed["conditions"]),
                         {"signal_lost", *changed["status"]["conditions"]})
        self.assertEqual(60, good("changeCamera", door, {"sensitivity": 60}).json()["sensitivity"])
        good("changeCameraByPost", door, {"name": "Back door"})
        good("removeCamera", door, status=204)
        yard = "/api/v1/cameras/yard"
        good("getSnapshot", yard + "/snapshot.jpg")
        good("getReference", yard + "/reference.jpg")
        eventually("measurements", lambda: self.call(
            "getMeasurements", yard + "/measurements").json()["data"][0])
        self.check_history(good, yard)
        explained = good("explainCondition", yard + "/explain?condition=covered").json()
        self.assertEqual(("covered", explained["tiles_x"] * explained["tiles_y"]),
                         (explained["condition"], len(explained["tiles"])))
        self.call("explainCondition", yard + "/explain?condition=aliens", status=400)
        sharpness = good("getSharpness", yard + "/sharpness").json()
        self.assertEqual(("CLEAR", sharpness["tiles_x"] * sharpness["tiles_y"]),
                         (sharpness["verdict"], len(sharpness["tiles"])))
        self.check_baselines(good, yard)
        good("resetBaseline", yard + "/baseline/reset", {"what": "all"}, status=204)
        self.call("resetBaseline", yard + "/baseline/reset", {"what": "some"}, status=400)
        good("setPreset", yard + "/preset", {"preset": 3}, status=204)
        good("setPreset", yard + "/preset", {"preset": None}, status=204)
        for wrong in ({}, {"preset": -1}, {"preset": "3"}, {"preset": 1000}):
            self.call("setPreset", yard + "/preset", wrong, status=400)
        self.assertEqual("idle", good("getLens", yard + "/focus").json()["state"])
        self.call("moveLens", yard + "/focus", {"do": "auto"}, status=400)
        self.call("getPtz", yard + "/ptz", status=400)
        self.call("turnCamera", yard + "/ptz", {"pan": 1}, status=400)
        self.call("holdCamera", yard + "/ptz/hold", {}, status=409)
        self.call("stopCamera", yard + "/ptz/stop", {}, status=400)
        done |= {"getPtz", "turnCamera", "holdCamera", "stopCamera"}  # likewise
        self.call("getDevice", yard + "/device", status=400)
        self.call("changeDevice", yard + "/device", {"preset": "1"}, status=400)
        done |= {"getDevice", "changeDevice"}  # with a camera: tests/daemon
        done.add("moveLens")  # as it should be: tests/daemon, with a lens
        events = good("listEvents", "/api/v1/events?camera=yard&condition=defocus&limit=1").json()
        event = f"/api/v1/events/{events['events'][0]['id']}"
        good("getEvent", event)
        good("listChanges", "/api/v1/changes?from=1")
        self.call("listChanges", "/api/v1/changes?from=never", status=400)
        report = good("getEventReport", "/api/v1/events.pdf?camera=yard&condition=defocus").body
        self.assertEqual(b"%PDF-", report[:5])
        good("getEventStartPicture", event + "/start.jpg")
        good("getEventReferencePicture", event + "/reference.jpg")
        good("getEventEndPicture", event + "/end.jpg")
        marked = good("markEvent", event, {"acknowledged": True, "comment": "wiped"}).json()
        self.assertEqual(("admin", "wiped"), (marked["acknowledged_by"], marked["comment"]))
        self.call("markEvent", event, {"acknowledged": "yes"}, status=400)
        self.call("markEvent", "/api/v1/events/999999", {"comment": ""}, status=404)
        self.assertTrue(good("getArming", yard + "/arming").json()["armed"]["defocus"])
        self.call("setArming", yard + "/arming", {"days": {"someday": []}}, status=400)
        self.call("setArming", yard + "/arming", {"conditions": {"aliens": {}}}, status=400)
        armed = good("setArming", yard + "/arming", {"conditions": {"defocus": {}}}).json()
        self.assertEqual((False, True), (armed["armed"]["defocus"], armed["armed"]["covered"]))
        self.call("setArming", yard + "/arming", {"conditions": None}, status=200)
        stored = good("getSettings", "/api/v1/settings").json()
        self.assertEqual(15, stored["certificate_days"])
        self.assertEqual(set(self.document["components"]["schemas"]["Settings"]["properties"]),
                         set(stored))
        self.call("setSettings", "/api/v1/settings", {"certificate_days": 31}, status=400)
        good("setSettings", "/api/v1/settings", {"certificate_days": 30})
        syslog = "/api/v1/settings/syslog"
        self.assertEqual("off", good("getSyslog", syslog).json()["state"])
        self.call("testSyslog", syslog + "/test", status=404)
        good("setSettings", "/api/v1/settings", {"syslog_server": "tcp://127.0.0.1:1"})
        self.assertFalse(good("testSyslog", syslog + "/test").json()["done"])
        good("setSettings", "/api/v1/settings", {"syslog_server": ""})
        self.check_certificates(good)
        self.check_actions(good)
        self.check_config(good)
        self.check_backup(good)
        done |= {"restoreBackup", "resetSettings"}  # they end it: tests/daemon
        self.check_recordings(good, yard)
        self.check_scan(good)
        good("getStatus")
        good("getOpenapi", by=None)
        good("getHealth", by=None)
        good("getMetrics")
        good("predict", body=(PICTURES / "scene.png").read_bytes())
        good("offocusGet", "/api?Variance=0.1", by=None)
        good("offocusPost", body={"Variance": 0.1}, by=None)
        for name, path in (("getStream", "/api/v1/stream"), ("getLive", yard + "/live.mjpeg"),
                           ("getMeter", yard + "/meter"),
                           ("getWall", "/api/v1/live?cameras=yard,yard*")):
            self.check_stream(name, path)
            done.add(name)
        for wrong in ("", "?cameras=", "?cameras=yard,,yard", "?cameras=*", "?cameras=" + "a" * 33,
                      "?cameras=" + ",".join(["yard"] * 17), "?cameras=yard&width=1"):
            self.call("getWall", "/api/v1/live" + wrong, status=400)
        self.call("getLiveVideo", yard + "/live.mp4", status=409) # it has pictures
        done.add("getLiveVideo")
        good("getDiagnosis")
        good("listLog")
        self.call("listLog", "/api/v1/log?before=0", status=400)
        good("exportLog", "/api/v1/log/export?format=csv")
        good("listAudit")
        self.call("listAudit", "/api/v1/audit?limit=0", status=400)
        good("exportAudit", "/api/v1/audit/export?format=csv")
        self.call("exportAudit", "/api/v1/audit/export?format=xml", status=400)
        self.assertTrue(good("verifyAudit").json()["ok"])
        good("logout", status=204)
        self.assertEqual(set(self.operations), done)
        self.check_audit(self.recorded)

    def check_audit(self, expected):
        """Each call that changes or takes something out has its record, with what came of it."""
        records = [record for record in self.ask(
            "GET", "/api/v1/audit?limit=1000", by="token").json()["records"]
            if record["via"] != "host" and record["user"] != ""]
        self.assertEqual(expected, [(record["operation"], record["status"])
                                    for record in reversed(records)])
        for record in records:
            with self.subTest(record["operation"]):
                self.assertEqual("admin", record["user"])
                self.assertEqual("success" if record["status"] < 400 else "failed",
                                 record["result"])
                self.assertEqual("127.0.0.1", record["address"])

    def check_baselines(self, good, camera):
        def kept():
            baselines = good("listBaselines", camera + "/baselines").json()["baselines"]
            return baselines if baselines and baselines[0]["picture"] else None
        (baseline,) = eventually("a picture of what was learnt", kept)
        self.assertTrue(baseline["current"])
        self.assertIn("learning", baseline["conditions"]["covered"]["reason"])
        self.assertEqual({"assessable": True, "reason": ""}, baseline["conditions"]["too_dark"])
        picture = good("getBaselinePicture", baseline["picture"]).body
        self.assertEqual(b"\xff\xd8\xff", picture[:3])
        path = camera + "/baseline.jpg"
        self.call("getBaselinePicture", path + "?light=lamps", status=404)
        for wrong in ("?light=unknown", "?preset=-1", "?preset=1000"):
            self.call("getBaselinePicture", path + wrong, status=400)
        reset = camera + "/baseline/reset"
        for wrong in ({"light": "dusk"}, {"preset": "0"}, {"preset": 1000}, {"light": 1},
                      {"what": "all", "light": baseline["light"]}):
            self.call("resetBaseline", reset, wrong, status=400)
        self.call("resetBaseline", reset, {"light": "lamps"}, status=404)
        self.call("resetBaseline", reset, {"preset": 7}, status=404)
        good("resetBaseline", reset, {"light": baseline["light"], "preset": 0}, status=204)

    def check_history(self, good, camera):
        chart = good("getMeasurements", camera + "/measurements?limit=2&from=0").json()
        self.assertNotIn("limit", chart["columns"])
        chart = self.call("getMeasurements",
                          camera + "/measurements?condition=too_dark&limit=1&from=0").json()
        point = dict(zip(chart["columns"], (column[0] for column in chart["data"])))
        self.assertLessEqual(1, point["pictures"])
        for name in ("sharpness", "brightness", "limit"):
            self.assertLessEqual(point[name + "_min"], point[name])
            self.assertLessEqual(point[name], point[name + "_max"])
        self.call("getMeasurements", camera + "/measurements?condition=aliens", status=400)
        for measure, most in (("contrast", 127.5), ("noise", 255), ("colour", 255)):
            one = self.call("getMeasurements", f"{camera}/measurements?measure={measure}&limit=1"
                            "&from=0").json()
            self.assertEqual([measure, measure + "_min", measure + "_max"], one["columns"][-3:])
            mean, least, largest = (column[0] for column in one["data"][-3:])
            self.assertTrue(0 <= least <= mean <= largest <= most, (measure, one["data"][-3:]))
            self.assertLess(1 if measure == "contrast" else -1, largest)
        self.call("getMeasurements", camera + "/measurements?measure=aliens", status=400)
        # A clear picture, a blurred one that made the event of above, and a clear one again.
        preview = good("previewCondition", camera + "/preview?duration_s=0&clear_duration_s=0"
                       "&sensitivity=50").json()
        self.assertEqual(("short", 50, 0), (preview["history"], preview["sensitivity"],
                                            preview["duration_s"]))
        self.assertEqual(1, preview["event_count"], preview)
        self.assertLessEqual(preview["events"][0]["started"], preview["events"][0]["ended"])
        longer = self.call("previewCondition", camera + "/preview?duration_s=3600").json()
        self.assertEqual((0, []), (longer["event_count"], longer["events"]))
        self.assertEqual(preview["faults"], longer["faults"])
        self.assertEqual("nothing", self.call(
            "previewCondition", camera + "/preview?to=2020-01-01T00:00:00Z").json()["history"])
        self.assertEqual("never", self.call(
            "previewCondition", camera + "/preview?condition=signal_lost").json()["history"])
        for wrong in ("condition=aliens", "sensitivity=0", "sensitivity=101", "duration_s=-1",
                      "duration_s=nan", "clear_duration_s=3601", "from=0", "from=later"):
            self.call("previewCondition", camera + "/preview?" + wrong, status=400)

    def check_config(self, good):
        config = "/api/v1/config"
        file = good("exportConfig", config + "/export", {"passphrase": "long enough"}).json()
        self.assertIn("secrets:", file["yaml"])
        self.call("exportConfig", config + "/export", {"passphrase": "short"}, status=400)
        sent = {"yaml": file["yaml"], "passphrase": "long enough"}
        good("checkConfig", config + "/check", sent)
        self.assertFalse(good("importConfig", config + "/import",
                              {**sent, "dry_run": True}).json()["applied"])
        self.assertTrue(good("importConfig", config + "/import", sent).json()["applied"])
        self.call("importConfig", config + "/import", {**sent, "passphrase": "another one"},
                  status=400)
        self.call("importConfig", config + "/import", {"yaml": "a: ["}, status=400)

    def check_certificates(self, good):
        """What they mean to those who connect: test_https.py."""
        many = "/api/v1/certificates"
        first = good("listCertificates").json()["certificates"][0]
        made = good("makeCertificate", body={"names": ["cams.example"]}, status=201).json()
        good("requestCertificate", body={"country": "CH"}, status=201)
        self.call("requestCertificate", body={"key": "dsa"}, status=400)
        self.call("importCertificate", body={"certificate": "x"}, status=400)
        good("useCertificate", f"{many}/{made['id']}/use")
        text = good("getCertificate", f"{many}/{first['id']}").json()["certificate"]
        self.call("deleteCertificate", f"{many}/{made['id']}", status=409)
        self.call("importCertificate", body={"certificate": text}, status=400)  # where is its key?
        good("deleteCertificate", f"{many}/{first['id']}", status=204)
        self.call("getCertificate", f"{many}/{first['id']}", status=404)
        root = Authority("Root of the tests")
        self.addCleanup(root.close)
        certificate, key = root.server()
        good("importCertificate", body={"certificate": certificate, "key": key}, status=201)

    def check_backup(self, good):
        backup = good("getBackup", "/api/v1/backup").body
        self.assertTrue(backup.startswith(b"SQLite format 3"))
        self.assertEqual(1, good("checkBackup", "/api/v1/backup/check", backup).json()["users"])
        self.call("checkBackup", "/api/v1/backup/check", b"no database", status=400)
        self.call("restoreBackup", "/api/v1/backup/restore", {"id": "1"}, status=400)
        self.call("resetSettings", "/api/v1/settings/reset", {"what": "half"}, status=400)

    def check_actions(self, good):
        kinds = good("listActionKinds").json()["kinds"]
        self.assertIn("command", [kind["name"] for kind in kinds])
        cat = {"id": "cat", "kind": "command", "settings": {"program": "/bin/cat"}}
        good("addAction", body=cat, status=201)
        self.call("addAction", body=cat, status=409)
        self.call("addAction", body={**cat, "id": "dog", "kind": "dog"}, status=400)
        self.call("addAction", body={**cat, "id": "dog", "settings": {}}, status=400)
        self.assertEqual(["cat"], [a["id"] for a in good("listActions").json()["actions"]])
        changed = good("getAction", "/api/v1/actions/cat").json()
        changed["expires_h"] = 2
        changed = good("changeAction", "/api/v1/actions/cat", changed).json()
        self.assertEqual(2, changed["expires_h"])
        tested = good("testAction", "/api/v1/actions/cat/test", {"camera": "yard"}).json()
        self.assertTrue(tested["done"], tested)
        document = json.loads(tested["answer"])
        self.assertEqual((True, "yard"), (document["test"], document["camera"]["id"]))
        self.call("testAction", "/api/v1/actions/cat/test", {"camera": "none"}, status=400)
        rule = {"id": "all", "actions": ["cat"]}
        good("addRule", body=rule, status=201)
        self.call("addRule", body={"id": "other", "actions": ["dog"]}, status=400)
        good("listRules")
        good("getRule", "/api/v1/rules/all")
        good("changeRule", "/api/v1/rules/all", {"on": ["start", "end"]})
        self.call("changeRule", "/api/v1/rules/all", {"on": ["never"]}, status=400)
        self.call("removeAction", "/api/v1/actions/cat", status=409)
        self.daemon.show("yard", "scene_defocus2.png")
        row = eventually("a row in the outbox", lambda: self.call(
            "listOutbox", "/api/v1/outbox?action=cat&state=done").json()["outbox"])[0]
        self.assertEqual("start", row["phase"])
        self.daemon.show("yard", "scene.png")
        eventually("the end in the outbox", lambda: any(
            row["phase"] == "end" and row["state"] == "done"
            for row in self.call("listOutbox", "/api/v1/outbox?action=cat").json()["outbox"]))
        good("listOutbox", "/api/v1/outbox?limit=1")
        good("retryAction", "/api/v1/actions/cat/retry")
        good("cancelAction", "/api/v1/actions/cat/cancel")
        good("changeAction", "/api/v1/actions/cat", {"enabled": False})
        self.daemon.show("yard", "scene_defocus2.png")
        row = eventually("a row that waits", lambda: self.call(
            "listOutbox", "/api/v1/outbox?action=cat&state=waiting").json()["outbox"])[0]
        good("retryRow", f"/api/v1/outbox/{row['id']}/retry")
        good("cancelRow", f"/api/v1/outbox/{row['id']}/cancel")
        self.call("cancelRow", f"/api/v1/outbox/{row['id']}/cancel", status=404)
        good("removeRule", "/api/v1/rules/all", status=204)
        good("removeAction", "/api/v1/actions/cat", status=204)

    def check_recordings(self, good, camera):
        self.call("changeCamera", camera, {"capture_interval_s": 0.2}, status=200)
        eventually("a captured picture", lambda: self.call(
            "listRecordings", camera + "/recordings").json()["recordings"])
        self.call("changeCamera", camera, {"capture_interval_s": 0}, status=200)
        first = good("listRecordings", camera + "/recordings?kind=capture").json()["recordings"][0]
        self.call("listRecordings", camera + "/recordings?kind=dream", status=400)
        good("getRecording", first["path"])
        self.call("getRecording", camera + "/recordings/file", status=400)
        good("removeRecording", first["path"], status=204)
        self.call("removeRecording", first["path"], status=404)
        good("record", camera + "/record", {"seconds": 0}, status=204)
        kept = good("capture", camera + "/capture", status=201).json()
        self.assertEqual("capture", kept["kind"])
        self.assertEqual(b"\xff\xd8\xff", good("getRecording", kept["path"]).body[:3])
        self.call("record", camera + "/record", {"seconds": -1}, status=400)

    def check_scan(self, good):
        picture = (PICTURES / "scene.png").read_bytes()
        with Hikvision(picture=picture, rtsp_port=1) as camera:
            self.call("startScan", body={"ranges": ["nonsense/24"]}, status=400)
            self.assertEqual("idle", good("getScan").json()["state"])
            order = {"ranges": ["127.0.0.1"], "ports": str(camera.port), "announce": False,
                     "credentials": [{"user": camera.user, "password": camera.password}]}
            good("startScan", body=order, status=202)
            self.assertEqual("done", eventually("the end of the scan", lambda: self.ended()))
            found = good("getScan").json()["found"]
        self.assertEqual(["CLEAR"], [row["verdict"] for row in found])
        place = f"/api/v1/scan/found/{found[0]['id']}/picture.jpg"
        good("getFoundPicture", place)
        added = good("addFound", body={"found": [found[0]["id"], 999]}).json()["results"]
        self.assertEqual(["added", "failed"], [row["result"] for row in added])
        self.call("addFound", body={"found": ["1"]}, status=400)
        self.call("removeCamera", f"/api/v1/cameras/{added[0]['camera_id']}", status=204)
        good("cancelScan")
        good("forgetScan", status=204)
        self.call("getFoundPicture", place, status=404)

    def ended(self):
        state = self.call("getScan").json()["state"]
        return state != "running" and state

    def check_stream(self, name, path):
        connection = self.daemon.connect()
        self.addCleanup(connection.close)
        connection.request("GET", path, headers={"Cookie": self.daemon.cookie})
        response = connection.getresponse()
        documented = self.operations[name][2]["responses"]["200"]["content"]
        self.assertEqual(200, response.status)
        self.assertIn(response.headers["Content-Type"].split(";")[0], documented)
        self.assertTrue(response.read(1))

    def test_no_login(self):
        """401 where a login is documented, and only there."""
        for name, (path, method, operation) in self.operations.items():
            with self.subTest(name):
                open_to_all = {} in operation["security"]
                if open_to_all:
                    self.assertNotIn(method, {"patch", "delete"})
                    continue
                answer = self.ask(method.upper(), path.replace("{id}", "1"),
                                  {} if "requestBody" in operation else None)
                self.assertIn(answer.status, (401, 403))
                self.check_error(answer, answer.status)
                self.assertIn("401", operation["responses"])

    def test_unknown_ids(self):
        for name, (path, method, operation) in self.operations.items():
            if "{id}" not in path:
                continue
            for unknown in ("999999999", "no-such", "0", "-1", "x" * 32, "%2e%2e", "a%00b"):
                with self.subTest(name, id=unknown):
                    answer = self.call(name, path.replace("{id}", unknown),
                                       {} if "requestBody" in operation else None, by="token")
                    self.check_error(answer, 404)

    def test_methods(self):
        """Allow names the methods that are documented, HEAD and OPTIONS."""
        for path, item in self.document["paths"].items():
            with self.subTest(path):
                expected = {method.upper() for method in item.keys() & METHODS} | {"OPTIONS"}
                if "GET" in expected:
                    expected.add("HEAD")
                path = path.replace("{id}", "1")
                answer = self.ask("OPTIONS", path)
                self.assertEqual(204, answer.status)
                self.assertEqual(expected, set(answer.headers["Allow"].split(", ")))
                for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"} - expected:
                    answer = self.ask(method, path)
                    self.check_error(answer, 405)
                    self.assertEqual(expected, set(answer.headers["Allow"].split(", ")))

    def test_every_served_route_is_documented(self):
        rows = []
        for source in SOURCES.glob("routes_*.c"):
            text = source.read_text("utf-8")
            names = dict(re.findall(r'#define (\w+) +"(/api[^"]*)"', text))
            for first, second, method in re.findall(
                    r'^    \{(?:([A-Z]+) ?)?(?:"([^"]*)")?, LWI_(\w+),', text, re.M):
                rows.append((names.get(first, "") + second, method.lower()))
        documented = {(path, method) for path, method, _ in self.operations.values()}
        self.assertEqual(documented, set(rows))
        self.assertEqual(len(rows), len(set(rows)))

    def test_examples_fit(self):
        for name, node in self.document["components"]["schemas"].items():
            for example in node.get("examples", []):
                self.assertEqual([], schema.check(self.document, node, example, name))

    def test_settings_come_from_the_table(self):
        settings = self.document["components"]["schemas"]["CameraSettings"]["properties"]
        for name in ("url", "interval_s", "sensitivity", "duration_s"):
            self.assertTrue(settings[name]["description"])
        answer = self.daemon.camera("yard")
        self.assertLessEqual(set(answer) - {"status"}, set(settings))

    def test_references_lead_somewhere(self):
        for reference in re.findall(r'"\$ref": "([^"]*)"', json.dumps(self.document)):
            self.assertTrue(schema.resolve(self.document, reference))


if __name__ == "__main__":
    unittest.main()
