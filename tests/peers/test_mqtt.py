# SPDX-License-Identifier: BSD-2-Clause
"""MQTT, to a real mosquitto: events, states, the last will, Home Assistant, a broker that dies."""

import json
import subprocess
import threading
import unittest

from peers import JPEG, PATIENCE_S, Bad, PeerTest, Process, free_port, program, until


class Broker(Process):
    """mosquitto. What it knows dies with it."""

    def __init__(self, folder, port=None, lines=()):
        self.port = port or free_port()
        path = folder / f"mosquitto-{self.port}.conf"
        path.write_text("\n".join([f"listener {self.port} 127.0.0.1", "persistence false",
                                   "log_type all", *(lines or ["allow_anonymous true"])]) + "\n")
        super().__init__([program("mosquitto"), "-c", str(path)], port=self.port)


class Subscriber:
    """What the broker has: every topic's last message, and all events."""

    def __init__(self, broker, *arguments):
        self.broker, self.messages, self.seen = broker, [], {}
        self.process = subprocess.Popen(
            [program("mosquitto_sub"), "-h", "127.0.0.1", "-p", str(broker.port), "-q", "1", "-t",
             "#", "-F", "%t %r %q %x", *arguments], stdout=subprocess.PIPE, text=True)
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self):
        for line in self.process.stdout:
            topic, retained, qos, *payload = line.rstrip("\n").split(" ")
            data = bytes.fromhex(payload[0]) if payload and payload[0] else b""
            self.messages.append((topic, data, qos))
            self.seen[topic] = data

    def events(self):
        return [json.loads(data) for topic, data, _ in list(self.messages)
                if topic == "lenswatch/events"]

    def wait(self, topic, payload):
        until(f"{topic} is {payload}, not {self.seen.get(topic)}; there is {sorted(self.seen)}",
              lambda: self.seen.get(topic) == payload)

    def wait_for(self, topic):
        return until(f"{topic}; there is {sorted(self.seen)}", lambda: self.seen.get(topic))

    def __enter__(self):
        # What is said before the broker knows of it is not heard.
        until("the broker knows the subscriber",
              lambda: "SUBSCRIBE from" in self.broker.output() and
              self.broker.output().count("Sending SUBACK") >= 1)
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait(PATIENCE_S)
        self.thread.join(PATIENCE_S)
        self.process.stdout.close()


def camera(name="gate", event=0, sharpness=0.75, **more):
    return {"id": name, "name": name.title(), "state": "watching", "verdict": "CLEAR",
            "sharpness": sharpness,
            "conditions": {"signal_lost": {"state": "ok", "event": 0},
                           "defocus": {"state": "fault" if event else "ok", "event": event}},
            **more}


class Mqtt(PeerTest):
    kind = "mqtt"
    wants_certificates = True

    def settings(self, broker, **more):
        return {"host": "127.0.0.1", "port": broker.port, **more}

    def tell(self, *cameras):
        """How the cameras are from now on."""
        new = self.folder / "cameras.new"
        new.write_text(json.dumps(cameras))
        new.rename(self.folder / "cameras.json")

    def keep(self, broker, **more):
        """Sets the action up, with its connection."""
        self.addCleanup(self.end_connections)
        return self.does(self.settings(broker, interval_s=1, **more),
                         open=str(self.folder / "cameras.json"), look=str(self.folder / "now.jpg"))

    def test_an_event(self):
        with Broker(self.folder) as broker, Subscriber(broker) as subscriber:
            answer = self.does(self.settings(broker), pictures=[("start", JPEG + b"1")])
            self.assertEqual(answer, "the broker has taken 2 messages: lenswatch/events")
            self.does(self.settings(broker), phase="end", ended_ns=1795255260000000000)
            events = until("two events", lambda: len(subscriber.events()) == 2 and
                           subscriber.events())
            self.assertEqual([e["phase"] for e in events], ["start", "end"])
            self.assertEqual(events[0]["event"]["condition"], "defocus")
            self.assertEqual(events[0]["camera"]["id"], "gate")
            self.assertEqual(subscriber.seen["lenswatch/camera/gate/event/picture"], JPEG + b"1")
            self.assertEqual({qos for _, _, qos in subscriber.messages}, {"1"})
            self.assertIn("q1", broker.output())

    def test_states(self):
        self.tell(camera(), camera("yard", sharpness=None))
        with Broker(self.folder) as broker, Subscriber(broker) as subscriber:
            self.keep(broker)
            base = "lenswatch/camera/gate/"
            subscriber.wait("lenswatch/available", b"online")
            subscriber.wait(base + "condition/defocus", b"OFF")
            subscriber.wait(base + "sharpness", b"0.750")
            subscriber.wait("lenswatch/camera/yard/sharpness", b"None")
            subscriber.wait(base + "picture", JPEG)
            self.assertEqual(json.loads(subscriber.wait_for(base + "state"))["verdict"], "CLEAR")
            self.tell(camera(event=3, sharpness=0.1))
            subscriber.wait(base + "condition/defocus", b"ON")
            subscriber.wait(base + "sharpness", b"0.100")
            # A camera that was removed leaves nothing behind.
            for topic in ("state", "sharpness", "condition/defocus", "picture"):
                subscriber.wait(f"lenswatch/camera/yard/{topic}", b"")
            subscriber.wait("homeassistant/sensor/lenswatch_yard/sharpness/config", b"")
            count = len(subscriber.messages)
            self.end_connections()
            subscriber.wait("lenswatch/available", b"offline")
            said = [topic for topic, _, _ in subscriber.messages[count:]]
            # What takes the removed camera back may still be on its way.
            self.assertEqual({topic for topic in said if "yard" not in topic},
                             {"lenswatch/available"}, "what did not change is said once")

    def test_home_assistant(self):
        self.tell(camera())
        with Broker(self.folder) as broker, Subscriber(broker) as subscriber:
            self.keep(broker)
            topic = "homeassistant/binary_sensor/lenswatch_gate/defocus/config"
            config = json.loads(subscriber.wait_for(topic))
            self.assertEqual(config["device_class"], "problem")
            self.assertEqual(config["availability_topic"], "lenswatch/available")
            self.assertEqual(config["device"]["identifiers"], ["lenswatch_gate"])
            self.assertEqual(config["unique_id"], "lenswatch_gate_defocus")
            subscriber.wait(config["state_topic"], b"OFF")
            self.assertEqual(config["origin"]["name"], "Lenswatch")
            sensor = json.loads(subscriber.wait_for(
                "homeassistant/sensor/lenswatch_gate/sharpness/config"))
            subscriber.wait(sensor["state_topic"], b"0.750")
            picture = json.loads(subscriber.wait_for(
                "homeassistant/camera/lenswatch_gate/picture/config"))
            subscriber.wait(picture["topic"], JPEG)
            self.assertTrue(json.loads(subscriber.wait_for(config["json_attributes_topic"])))

    def test_not_more_than_is_asked_for(self):
        self.tell(camera())
        with Broker(self.folder) as broker, Subscriber(broker) as subscriber:
            self.keep(broker, states=False)
            self.keep(broker, home_assistant=False, picture_interval_s=0, topic="site/one")
            subscriber.wait("site/one/camera/gate/condition/defocus", b"OFF")
            self.end_connections()
            subscriber.wait("site/one/available", b"offline")
            self.assertEqual(sorted(t for t in subscriber.seen if "homeassistant" in t or
                                    "picture" in t or "lenswatch/camera" in t or
                                    t == "lenswatch/available"), [])

    def test_onvif(self):
        self.tell(camera())
        topic = "lenswatch/onvif-ej/VideoSource/ImageTooBlurry/ImagingService/&gate"
        with Broker(self.folder) as broker, Subscriber(broker) as subscriber:
            self.keep(broker, onvif=True)
            message = json.loads(subscriber.wait_for(topic))
            self.assertEqual(message["Source"], {"Source": "gate"})
            self.assertEqual(message["Data"], {"State": False})
            self.assertRegex(message["UtcTime"], r"^\d{4}-\d\d-\d\dT.*Z$")
            self.tell(camera(event=9))
            until("it is true", lambda: json.loads(subscriber.seen[topic])["Data"]["State"])

    def test_the_last_will(self):
        self.tell(camera())
        with Broker(self.folder) as broker, Subscriber(broker) as subscriber:
            self.keep(broker)
            subscriber.wait("lenswatch/available", b"online")
            self.probe.kill() # as a power cut would
            self.probe.wait(PATIENCE_S)
            self.probe.stdin.close()
            self.probe.stdout.close()
            subscriber.wait("lenswatch/available", b"offline")
        type(self).start_probe()

    def test_a_broker_that_is_killed(self):
        self.tell(camera(), camera("yard"))
        with Broker(self.folder) as broker:
            self.keep(broker)
            broker.close()
            # The first one may still find the connection that was broken.
            result = until("it is refused", lambda: (answer := self.ask(self.settings(broker)))
                           ["code"] == -111 and answer)
            self.assertIn("it takes no connection", result["message"])
            self.assertIn("Check the port", result["hint"])
            self.tell(camera(event=5))
            with Broker(self.folder, port=broker.port) as again, \
                    Subscriber(again) as subscriber:
                # Who has something to send does not wait for the next attempt.
                until("it is sent", lambda: self.ask(self.settings(broker))["code"] == 0)
                self.assertEqual(subscriber.wait_for("lenswatch/events")[:1], b"{")
                # And all that it ever said is said to the new one, as it is now.
                subscriber.wait("lenswatch/available", b"online")
                subscriber.wait("lenswatch/camera/gate/condition/defocus", b"ON")
                subscriber.wait_for("homeassistant/binary_sensor/lenswatch_gate/defocus/config")
                self.end_connections()

    def test_what_another_time_left_behind(self):
        self.tell(camera())
        with Broker(self.folder) as broker, Subscriber(broker) as subscriber:
            for topic in ("lenswatch/camera/old/state", "lenswatch/camera/old/condition/covered",
                          "homeassistant/binary_sensor/lenswatch_old/covered/config",
                          "lenswatch/camera/gate/state"):
                subprocess.run([program("mosquitto_pub"), "-h", "127.0.0.1", "-p",
                                str(broker.port), "-t", topic, "-r", "-q", "1", "-m", "{}"],
                               check=True, timeout=PATIENCE_S)
            self.keep(broker)
            subscriber.wait("lenswatch/camera/old/state", b"")
            subscriber.wait("lenswatch/camera/old/condition/covered", b"")
            subscriber.wait("homeassistant/binary_sensor/lenswatch_old/covered/config", b"")
            subscriber.wait("lenswatch/camera/gate/condition/defocus", b"OFF")

    def test_a_broker_that_hangs(self):
        self.tell(camera())
        with Broker(self.folder) as broker:
            self.keep(broker)
            broker.stop()
            result = self.ask(self.settings(broker), limit_s=1)
            self.assertEqual(result["code"], -110, result)
            self.assertIn("did not answer in time", result["message"])
            result = self.ask(self.settings(broker), cancel_s=0.3)
            self.assertEqual(result["code"], -125, result)
            self.end_connections()

    def test_user_and_password(self):
        passwords = self.folder / "passwords"
        subprocess.run([program("mosquitto_passwd"), "-c", "-b", str(passwords), "watch",
                        "hunter2"], check=True, timeout=PATIENCE_S, capture_output=True)
        passwords.chmod(0o644)
        lines = ["allow_anonymous false", f"password_file {passwords}"]
        with Broker(self.folder, lines=lines) as broker:
            self.does(self.settings(broker, user="watch", password="hunter2"))
            for wrong in ({"user": "watch", "password": "secret-wrong"}, {}):
                result = self.refuses(self.settings(broker, **wrong), "Check user and password")
                self.assertEqual(result["code"], -13)

    def test_tls(self):
        c = self.certificates
        for name in ("ca.crt", "server.crt", "server.key"):
            (self.folder / name).chmod(0o644)
        self.folder.chmod(0o755)
        lines = ["allow_anonymous true", f"cafile {c.path('ca.crt')}",
                 f"certfile {c.path('server.crt')}", f"keyfile {c.path('server.key')}"]
        with Broker(self.folder, lines=lines) as broker:
            tls = {"encryption": "tls", "ca": c.ca}
            self.does(self.settings(broker, **tls))
            self.does(self.settings(broker, encryption="tls", tls_verify=False))
            self.refuses(self.settings(broker, encryption="tls"), "no TLS connection", "ca")
            self.refuses(self.settings(broker), "127.0.0.1", "TLS")
        with Broker(self.folder, lines=[*lines, "require_certificate true"]) as broker:
            self.does(self.settings(broker, **tls, client_certificate=c.text("client.crt"),
                                    client_key=c.text("client.key")))
            self.refuses(self.settings(broker, **tls), "127.0.0.1")
        with Broker(self.folder) as plain:
            self.refuses(self.settings(plain, **tls), "127.0.0.1")

    def test_bad_brokers(self):
        with Bad() as silent:
            result = self.refuses(self.settings(silent), "did not answer in time", limit_s=0.5)
            self.assertEqual(result["code"], -110)
        with Bad(b"SSH-2.0-OpenSSH_9.2\r\n") as other:
            self.refuses(self.settings(other), "127.0.0.1", limit_s=5)
        with Bad(closes=True) as hangs_up:
            self.refuses(self.settings(hangs_up), "closed the connection", "expects TLS")
        self.refuses(self.settings(hangs_up, host="nowhere.invalid"), "cannot be resolved")

    def test_settings(self):
        class Nowhere:
            port = 1
        for settings, word in (({"topic": "a/#"}, "topic: "), ({"topic": ""}, "topic: it is empty"),
                               ({"topic": "/a"}, "topic: "), ({"topic": "$SYS"}, "topic: "),
                               ({"home_assistant_prefix": "a/"}, "home_assistant_prefix: "),
                               ({"client_key": "x"}, "client_certificate: "),
                               ({"password": "hunter2"}, "user: "),
                               ({"interval_s": 0}, "interval_s: ")):
            with self.subTest(settings):
                result = self.refuses(self.settings(Nowhere, **settings), word)
                self.assertEqual(result["code"], -22)


if __name__ == "__main__":
    unittest.main()
