# SPDX-License-Identifier: BSD-2-Clause
"""From a lens to those who are told: an alarm server that is not there, comes, and is overloaded,
with the daemon killed between; pictures in a folder and among the recordings."""

import email
import email.policy
import json
import re
import unittest

from harness import DaemonTest, HttpCamera, eventually, free_port
from web_peers import Server


class Actions(DaemonTest):

    def put(self, daemon, kind, id_, settings):
        status, answer = daemon.request("POST", "/api/v1/actions",
                                        {"id": id_, "kind": kind, "settings": settings})
        self.assertEqual(201, status, answer)
        return answer

    def set_up(self):
        """A camera, and what its events set off; the alarm server is not there yet."""
        daemon, lens, port = self.daemon(), self.camera(HttpCamera), free_port()
        self.share = self.scratch / "share"
        self.share.mkdir()
        camera = daemon.add("Yard", lens.url)
        shown = self.put(daemon, "http", "alarm", {
            "url": f"http://127.0.0.1:{port}/alarm", "pictures": True, "hmac_key": "hunter2"})
        self.assertIs(shown["settings"]["hmac_key"], True)
        self.put(daemon, "http", "nvr", {"url": f"http://127.0.0.1:{port}/nvr",
                                         "format": "hikvision"})
        self.put(daemon, "snapshot", "share", {"folder": str(self.share), "parent": "name",
                                               "overlay": True})
        self.put(daemon, "snapshot", "kept", {"to": "recordings"})
        self.assertEqual(201, daemon.request("POST", "/api/v1/rules", {
            "id": "all", "conditions": ["defocus"],
            "actions": ["alarm", "kept", "nvr", "share"]})[0])
        daemon.wait_verdict(camera, "CLEAR")
        return daemon, lens, port, camera

    def queue(self, daemon, action):
        return daemon.get(f"/outbox?action={action}")["outbox"]

    def test_nothing_is_lost(self):
        daemon, lens, port, camera = self.set_up()
        lens.in_focus = False
        event = daemon.wait_event(camera, "defocus", ended=False)
        row = eventually(lambda: [r for r in self.queue(daemon, "alarm") if r["attempts"]],
                         "the first attempt")[0]
        self.assertIn("takes no connection", row["error"])
        self.pictures(daemon, camera, event, 1)
        daemon.kill()
        daemon.start()
        lens.in_focus = True
        daemon.wait_event(camera, "defocus", ended=True)
        self.pictures(daemon, camera, event, 2)
        busy = [503, 429]

        def answer(request):
            return (busy.pop(), "later") if busy else (200, "taken")
        with Server(answer, port=port) as server:
            def all_are_done():
                daemon.run("action", "retry", "alarm")
                daemon.run("action", "retry", "nvr")
                return all(r["state"] == "done" for a in ("alarm", "nvr")
                           for r in self.queue(daemon, a))
            eventually(all_are_done, "all is told")
        self.told(server, event, camera)
        row = self.queue(daemon, "alarm")[0]
        self.assertEqual(("200 taken", ""), (row["answer"], row["error"]))
        self.assertNotIn("hunter2", daemon.text())

    def pictures(self, daemon, camera, event, count):
        # One that is being written has another ending.
        files = eventually(lambda: len(found := sorted(self.share.rglob("*.jpg"))) >= count
                           and found, f"{count} pictures in the folder")
        self.assertRegex(files[0].name, r"^127\.0\.0\.1_01_\d{17}_DEFOCUS\.jpg$")
        self.assertEqual(self.share / "Yard", files[0].parent)
        kept = eventually(
            lambda: len(found := daemon.get(f"/cameras/{camera}/recordings")["recordings"])
            >= count and found, f"{count} pictures among the recordings")
        self.assertEqual({("capture", event["id"])}, {(r["kind"], r["event_id"]) for r in kept})
        status, jpeg = daemon.request("GET", kept[0]["path"])
        self.assertEqual((200, b"\xff\xd8"), (status, jpeg[:2]))

    def told(self, server, event, camera):
        """Start and end, in order, each with one key; signed; with the picture."""
        taken = [json.loads(r.body) for r in server.requests if r.path == "/alarm"]
        steps = list(dict.fromkeys((t["key"], t["phase"], t["event"]["id"]) for t in taken))
        self.assertEqual([("start", event["id"]), ("end", event["id"])], [s[1:] for s in steps])
        self.assertEqual({"start", "end", "reference"},
                         {p["which"] for p in taken[-1]["pictures"]})
        self.assertEqual(camera, taken[0]["camera"]["id"])
        states = []
        for request in server.requests:
            if request.path == "/nvr":
                kind = request.headers["Content-Type"].encode()
                whole = email.message_from_bytes(
                    b"Content-Type: " + kind + b"\r\n\r\n" + request.body,
                    policy=email.policy.HTTP)
                xml, picture = whole.iter_parts()
                self.assertEqual(b"\xff\xd8", picture.get_payload(decode=True)[:2])
                states += re.findall(r"<eventState>(\w+)<", xml.get_payload())
            else:
                self.assertTrue(request.headers["X-Lenswatch-Signature"].startswith("sha256="))
        self.assertEqual(["active", "inactive"], list(dict.fromkeys(states)))

    def test_test(self):
        daemon, _, port, camera = self.set_up()
        code, text = daemon.run("action", "test", "alarm", "--camera", camera)
        self.assertEqual(1, code)
        self.assertIn("takes no connection", text)
        with Server(port=port) as server:
            code, text = daemon.run("action", "test", "nvr", "--camera", camera)
            self.assertEqual((0, 1), (code, len(server.requests)), text)
            self.assertIn("200 taken", text)
        for action in ("share", "kept"):
            code, text = daemon.run("action", "test", action, "--camera", camera)
            self.assertEqual(0, code, text)
        self.assertEqual(1, len(list(self.share.rglob("*_TEST.jpg"))))
        self.assertEqual(1, len(daemon.get(f"/cameras/{camera}/recordings")["recordings"]))


if __name__ == "__main__":
    unittest.main()
