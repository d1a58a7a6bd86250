# SPDX-License-Identifier: BSD-2-Clause
"""The states of cameras on an MQTT broker: as they really are, and with the daemon gone."""

import json
import os
import shutil
import subprocess
import unittest

from harness import PATIENCE_S, DaemonTest, HttpCamera, eventually, free_port

BROKER = shutil.which("mosquitto", path=os.environ.get("PATH", "") + ":/usr/sbin")


@unittest.skipUnless(BROKER and shutil.which("mosquitto_sub"),
                     "needs mosquitto and mosquitto-clients")
class Mqtt(DaemonTest):

    def broker(self):
        port = free_port()
        path = self.scratch / "mosquitto.conf"
        path.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\n")
        broker = subprocess.Popen([BROKER, "-c", str(path)], stderr=subprocess.DEVNULL)
        self.addCleanup(lambda: (broker.kill(), broker.wait()))
        return port

    def retained(self, port, topic):
        done = subprocess.run(["mosquitto_sub", "-h", "127.0.0.1", "-p", str(port), "-t", topic,
                               "-C", "1", "-W", "2"], capture_output=True, check=False,
                              timeout=PATIENCE_S)
        return done.stdout.rstrip(b"\n")

    def wait(self, port, topic, payload):
        last = []

        def look():
            last[:] = [self.retained(port, topic)]
            return last == [payload]
        eventually(look, f"{topic} is {payload}")

    def test_states(self):
        port = self.broker()
        daemon = self.daemon()
        lens = self.camera(HttpCamera)
        yard = daemon.add("Yard", lens.url)
        self.assertEqual(201, daemon.request("POST", "/api/v1/actions", {
            "id": "home", "kind": "mqtt",
            "settings": {"host": "127.0.0.1", "port": port, "interval_s": 1}})[0])
        self.wait(port, "lenswatch/available", b"online")
        daemon.wait_verdict(yard, "CLEAR")
        base = f"lenswatch/camera/{yard}/"
        self.wait(port, base + "condition/defocus", b"OFF")
        state = eventually(lambda: self.retained(port, base + "state"), "the state")
        self.assertEqual("Yard", json.loads(state)["name"])
        self.assertEqual(b"\xff\xd8", eventually(lambda: self.retained(port, base + "picture"),
                                                 "the picture")[:2])
        lens.in_focus = False
        event = daemon.wait_event(yard, "defocus", ended=False)
        self.wait(port, base + "condition/defocus", b"ON")
        state = json.loads(self.retained(port, base + "state"))
        self.assertEqual(event["id"], state["conditions"]["defocus"]["event"])
        lens.in_focus = True
        self.wait(port, base + "condition/defocus", b"OFF")
        status, answer = daemon.request("POST", "/api/v1/actions/home/test", {"camera": yard})
        self.assertEqual((200, True), (status, answer["done"]), answer)
        # Set up anew, it goes by its new settings.
        daemon.request("PATCH", "/api/v1/actions/home", {"settings": {"topic": "site"}})
        self.wait(port, "lenswatch/available", b"offline")
        self.wait(port, "site/available", b"online")
        daemon.request("PATCH", "/api/v1/actions/home", {"enabled": False})
        self.wait(port, "site/available", b"offline")
        daemon.request("PATCH", "/api/v1/actions/home", {"enabled": True})
        self.wait(port, "site/available", b"online")
        daemon.kill()
        self.wait(port, "site/available", b"offline")


if __name__ == "__main__":
    unittest.main()
