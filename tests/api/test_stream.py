# SPDX-License-Identifier: BSD-2-Clause
"""Server-sent events and live view: what happens reaches who is listening."""

import json
import unittest

from daemon import DaemonCase, eventually


class Listener:
    """Reads server-sent events as a browser does."""

    def __init__(self, daemon, last_id=None, headers=None):
        self.connection = daemon.connect()
        headers = dict(headers or {"Authorization": "Bearer " + daemon.token})
        if last_id:
            headers["Last-Event-ID"] = last_id
        self.connection.request("GET", "/api/v1/stream", headers=headers)
        self.response = self.connection.getresponse()

    def next(self, *names):
        """The next event, of one of these names where some are given: (name, id, data)."""
        fields = {}
        for line in self.response:
            line = line.decode("utf-8").rstrip("\n")
            if not line and "event" in fields:
                if not names or fields["event"] in names:
                    return fields["event"], fields["id"], json.loads(fields["data"])
                fields = {}
            elif line and not line.startswith(":"):
                name, _, value = line.partition(": ")
                fields[name] = value
        raise AssertionError("the stream ended")

    def close(self):
        self.connection.close()


class Stream(DaemonCase):

    def listen(self, *args, **kwargs):
        listener = Listener(self.daemon, *args, **kwargs)
        self.addCleanup(listener.close)
        self.assertEqual(200, listener.response.status)
        self.assertEqual("no-store", listener.response.headers["Cache-Control"])
        return listener

    def test_life_of_an_event(self):
        listener = self.listen()
        self.daemon.add_folder_camera("yard", "scene_defocus2.png")
        _, _, camera = listener.next("camera")
        self.assertEqual("yard", camera["id"])
        _, _, measured = listener.next("measurement")
        self.assertEqual(("yard", "BLURRY"), (measured["camera_id"], measured["verdict"]))
        # It is nothing to learn from, hence not measured further.
        self.assertIsNone(measured["contrast"])
        _, _, started = listener.next("event_start")
        self.assertEqual(("yard", "defocus", "open"),
                         (started["camera_id"], started["condition"], started["state"]))
        # It was stored before it was told.
        stored = self.ask("GET", f"/api/v1/events/{started['id']}", by="token").json()
        self.assertEqual(started["id"], stored["id"])
        self.daemon.show("yard", "scene.png")
        _, _, measured = listener.next("measurement")
        while measured["verdict"] == "BLURRY":
            _, _, measured = listener.next("measurement")
        self.assertGreater(measured["contrast"], 1)
        self.assertGreaterEqual(min(measured["noise"], measured["colour"]), 0)
        _, _, ended = listener.next("event_end")
        self.assertEqual((started["id"], "ended", "cleared"),
                         (ended["id"], ended["state"], ended["end_reason"]))
        self.ask("DELETE", "/api/v1/cameras/yard", by="token")
        self.assertEqual({"id": "yard"}, listener.next("camera_removed")[2])

    def test_reconnect(self):
        """After a break the stream goes on where it stopped."""
        first = self.listen()
        self.daemon.add_camera("one", "/nowhere", enabled=False)
        _, last_id, camera = first.next("camera")
        self.assertEqual("one", camera["id"])
        first.close()
        self.daemon.add_camera("two", "/nowhere", enabled=False)
        self.daemon.add_camera("three", "/nowhere", enabled=False)
        again = self.listen(last_id)
        seen = [again.next("camera")[2]["id"] for _ in range(2)]
        self.assertEqual({"two", "three"}, set(seen) - {"one"} | {"two", "three"} & set(seen))
        self.assertNotIn("skipped", seen)

    def test_foreign_ids(self):
        """An id of another life of the daemon: it is said that something was missed."""
        for last_id in ("1-1", "nonsense", "x" * 300, "18e9edfbea872a0a-99999999", "-", "1-1x"):
            with self.subTest(last_id):
                name, _, data = self.listen(last_id).next()
                self.assertEqual(("skipped", {"count": None}), (name, data))

    def test_only_news(self):
        self.daemon.add_camera("old", "/nowhere", enabled=False)
        listener = self.listen()
        self.daemon.add_camera("new", "/nowhere", enabled=False)
        self.assertEqual("new", listener.next("camera")[2]["id"])


class Live(DaemonCase):

    def parts(self, response, count):
        for _ in range(count):
            line = response.readline()
            while line == b"\r\n":
                line = response.readline()
            self.assertEqual(b"--lenswatch\r\n", line)
            self.assertEqual(b"Content-Type: image/jpeg\r\n", response.readline())
            name, _, size = response.readline().partition(b": ")
            self.assertEqual(b"Content-Length", name)
            self.assertEqual(b"\r\n", response.readline())
            picture = response.read(int(size))
            self.assertEqual((b"\xff\xd8\xff", b"\xff\xd9"), (picture[:3], picture[-2:]))
            yield picture

    def view(self, path):
        connection = self.daemon.connect()
        self.addCleanup(connection.close)
        connection.request("GET", path, headers={"Authorization": "Bearer " + self.daemon.token})
        return connection.getresponse()

    def streams(self):
        return self.ask("GET", "/api/v1/status", by="token").json()["clients"]["streams"]

    def test_live(self):
        self.daemon.add_folder_camera("yard", "scene.png")
        path = "/api/v1/cameras/yard/live.mjpeg"
        eventually("a picture", lambda: self.ask(
            "GET", "/api/v1/cameras/yard/snapshot.jpg", by="token").status == 200)
        response = self.view(path)
        self.assertEqual("multipart/x-mixed-replace; boundary=lenswatch",
                         response.headers["Content-Type"])
        whole = list(self.parts(response, 2))
        small = list(self.parts(self.view(path + "?width=160"), 1))
        self.assertLess(len(small[0]), len(whole[0]))
        self.assertEqual(2, self.streams())
        for width in ("0", "15", "7681", "x"):
            self.check_error(self.ask("GET", f"{path}?width={width}", by="token"), 400)
        self.check_error(self.ask("GET", "/api/v1/cameras/none/live.mjpeg", by="token"), 404)
        # A removed camera ends the view.
        self.ask("DELETE", "/api/v1/cameras/yard", by="token")
        response.read()
        eventually("places given back", lambda: self.streams() == 0)

    def test_no_picture_yet(self):
        self.daemon.add_camera("dark", "/nowhere")
        answer = self.ask("GET", "/api/v1/cameras/dark/snapshot.jpg", by="token")
        self.check_error(answer, 503)
        self.assertTrue(int(answer.headers["Retry-After"]) > 0)


if __name__ == "__main__":
    unittest.main()
