# SPDX-License-Identifier: BSD-2-Clause
"""`lenswatch scan` on a network of simulated cameras."""

import json
import os
import pathlib
import pty
import signal
import socket
import socketserver
import subprocess
import tempfile
import threading
import time
import unittest

import network
from camera_axis import Axis
from camera_dahua import Dahua
from camera_hikvision import Hikvision
from camera_http import Answer, Camera
from camera_onvif import Onvif
from daemon import Daemon, eventually

PROGRAM = os.environ["LENSWATCH"]
MAKE_PICTURES = os.environ["MAKE_PICTURES"]
DEMO_CAMERA = os.environ.get("DEMO_CAMERA")
PATIENCE_S = 240
RIGHT = "p@ss:w/rd#1"
WRONG = "n0t-the-Password"


class Rtsp:
    """The demo camera: real RTSP."""

    def __init__(self, address, path, *options, port=554):
        self.process = subprocess.Popen(
            [DEMO_CAMERA, "--address", address, "--port", str(port), "--path", path, "--width",
             "640", "--height", "360", "--fps", "5", "--every", "0", "--first", "0", "--user",
             "admin", *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PASSWORD": RIGHT})
        if not self.process.stdout.readline().startswith("rtsp"):
            raise AssertionError("the demo camera does not start")

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class Printer(Camera):
    """A web server that is no camera."""

    server = "printer/1.0"
    open_paths = ("/",)

    def answer(self, handler, path, query, body, let_in):
        return Answer("<html>Toner is low</html>", kind="text/html") if path == "/" else \
            Answer("not found", 404)


class Silent:
    """Takes connections and says nothing."""

    def __init__(self, address, port=80):
        self.socket = socket.create_server((address, port))

    def close(self):
        self.socket.close()


class Strange(socketserver.ThreadingTCPServer):
    """RTSP with a video codec that nobody has heard of."""

    daemon_threads = True
    allow_reuse_address = True
    SDP = ("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=x\r\nt=0 0\r\nm=video 0 RTP/AVP 96\r\n"
           "a=rtpmap:96 SVAC/90000\r\na=control:track1\r\n")

    def __init__(self, address, port):
        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                while first := self.rfile.readline().decode().split():
                    headers = {}
                    while line := self.rfile.readline().decode().strip():
                        name, _, value = line.partition(":")
                        headers[name.lower()] = value.strip()
                    self.answer(first[0], headers)

            def answer(self, method, headers):
                body = Strange.SDP if method == "DESCRIBE" else ""
                lines = ["RTSP/1.0 200 OK", f"CSeq: {headers.get('cseq', 0)}", "Session: 1"]
                lines += {"OPTIONS": ["Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN"],
                          "DESCRIBE": ["Content-Type: application/sdp"],
                          "SETUP": ["Transport: RTP/AVP/TCP;unicast;interleaved=0-1"],
                          }.get(method, [])
                lines += [f"Content-Length: {len(body)}", "", body]
                self.wfile.write("\r\n".join(lines).encode())

        super().__init__((address, port), Handler)
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def handle_error(self, request, client_address):
        pass  # who hung up

    def close(self):
        self.shutdown()
        self.server_close()


def no_snapshot(kind):
    return type("No" + kind.__name__, (kind,),
                {"snapshot": lambda self: Answer("not found", 404)})


class NoStreams(Onvif):
    """Single pictures alone, and over TLS."""

    def do_GetStreamUri(self, _body, _space):
        return self.fault("Receiver", "ActionNotSupported", "No streams", 500)

    def do_GetSnapshotUri(self, body, space):
        return super().do_GetSnapshotUri(body, space).replace("http:", "https:")


def slow(kind):
    def serve(self, handler):
        time.sleep(0.4)
        kind.serve(self, handler)
    return type("Slow" + kind.__name__, (kind,), {"serve": serve})


def lying(kind):
    """Its picture is none."""
    def snapshot(self):
        return Answer(b"\xff\xd8\xff\xe0 no picture", kind="image/jpeg")
    return type("Lying" + kind.__name__, (kind,), {"snapshot": snapshot})


class ScanTest(unittest.TestCase):
    maxDiff = None
    announce = ("--no-announce",)  # which takes two seconds

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="lenswatch-scan-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        subprocess.run([MAKE_PICTURES, folder.name], check=True, stdout=subprocess.DEVNULL)
        cls.sharp = (cls.folder / "sharp.jpg").read_bytes()
        cls.blurred = (cls.folder / "blurred.jpg").read_bytes()
        cls.tls = (cls.folder / "camera.pem", cls.folder / "camera.key")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=camera",
                        "-out", cls.tls[0], "-keyout", cls.tls[1]], check=True,
                       stderr=subprocess.DEVNULL)
        cls.users = cls.folder / "users"
        cls.users.write_text(f"# in this order\nadmin:{WRONG}\n\nadmin:{RIGHT}\nadmin:third\n")

    def open(self, thing):
        self.addCleanup(thing.close)
        return thing

    def camera(self, kind, number, port=80, **more):
        more.setdefault("picture", self.sharp)
        return self.open(kind(address=network.address(number), port=port,
                              serial=f"SERIAL{number:04}", mac=f"02:00:00:00:09:{number:02x}",
                              **more))

    def scan(self, *words, status=None, environment=None):
        start = time.monotonic()
        done = subprocess.run([PROGRAM, "scan", *self.announce, *words], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, timeout=PATIENCE_S, check=False,
                              stdin=subprocess.DEVNULL, env={**os.environ, **(environment or {})})
        self.took_s = time.monotonic() - start
        for secret in (RIGHT, WRONG):
            self.assertNotIn(secret, done.stdout + done.stderr)
        if status is not None:
            self.assertEqual(status, done.returncode, done.stdout + done.stderr)
        return done

    def rows(self, *words, **more):
        done = self.scan("--format", "jsonl", *words, **more)
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        return {row["path"]: row for row in rows}


class Network(ScanTest):
    """254 addresses, 40 cameras."""

    announce = ("--announce-wait", "6")  # all are in one process, which may be slow

    def fill(self):
        """The cameras by the last number of their address, with what is to be said of each."""
        want, cameras = {}, []

        def add(kind, number, brand, state="ok", **more):
            camera = self.camera(kind, number, **more)
            cameras.append(camera)
            want[f"10.9.0.{number}"] = (brand, state)
            return camera

        for i in range(6):
            add(Hikvision, 10 + i, "Hikvision", picture=self.blurred if i % 3 == 0 else self.sharp)
            add(Dahua, 20 + i, "Dahua")
            add(Axis, 30 + i, "AXIS", **({"port": 443, "tls": self.tls} if i == 5 else
                                         {"port": 8080 if i % 2 else 80}))
        for i in range(5):
            camera = add(Onvif, 40 + i, "UNIVIEW", port=80 if i < 3 else 9010)
            self.discovery.add(f"http://192.168.1.108/onvif/device_service "
                               f"http://10.9.0.{40 + i}:{camera.port}/onvif/device_service")
        for i, (kind, brand) in enumerate(((Hikvision, "Hikvision"), (Dahua, "Dahua"),
                                           (Axis, "AXIS"), (Onvif, "UNIVIEW"))):
            add(slow(kind), 60 + i, brand)
            add(lying(kind), 70 + i, brand, "error", rtsp_port=1)
            # ONVIF says who made it to nobody without a password.
            add(kind, 80 + i, "" if kind is Onvif else brand, "wrong password",
                password="something else")
        locked = add(Hikvision, 90, "Hikvision", "locked")
        locked.bad_passwords, locked.locked = 3, True
        for i, (kind, brand, path, codec) in enumerate((
                (Hikvision, "Hikvision", "/Streaming/Channels/101", "h264"),
                (Dahua, "Dahua", "/cam/realmonitor", "h265"))):
            add(no_snapshot(kind), 100 + i, brand)
            self.open(Rtsp(f"10.9.0.{100 + i}", path, "--codec", codec))
        self.open(Rtsp(network.address(110), "/live", port=8554))
        want["10.9.0.110"] = ("", "ok")
        self.camera(Printer, 200)
        self.camera(Printer, 201, port=8000)
        self.open(Silent(network.address(202), 37777))
        self.open(Silent(network.address(120)))
        want["10.9.0.120"] = ("", "timed out")
        return want, cameras

    @unittest.skipUnless(DEMO_CAMERA, "the demo camera was not built")
    def test_all_forty(self):
        self.discovery = self.open(network.Discovery(network.MINE))
        want, cameras = self.fill()
        rows = self.rows("--credentials", str(self.users), "--timeout", "10", network.NETWORK,
                         status=2)
        print(f"{len(rows)} cameras among 254 addresses in {self.took_s:.1f} s")
        found = {place: (row["camera"]["brand"], row["camera"]["state"])
                 for place, row in rows.items()}
        self.assertEqual(want, found,
                         [r["error"] for r in rows.values() if r["camera"]["state"] != "ok"])
        self.assertEqual(40, len(want))
        self.assertGreater(self.discovery.asked, 0)
        for camera in cameras:
            self.assertLessEqual(camera.bad_passwords, 3 if camera.address == "10.9.0.90" else 2,
                                 camera.address)
            self.assertEqual(camera.address == "10.9.0.90", camera.locked, camera.address)
        for place, row in rows.items():
            if row["camera"]["state"] == "ok":
                blurred = place in ("10.9.0.10", "10.9.0.13")
                self.assertEqual("BLURRY" if blurred else "CLEAR", row["verdict"], place)
                self.assertGreater(row["width"], 0)
                self.assertRegex(row["camera"]["stream"], f"^(rtsp|http)://{place}[:/]")
            else:
                self.assertIsNone(row["blur_probability"])
                self.assertTrue(row["error"])
        self.assertEqual("SERIAL0010", rows["10.9.0.10"]["camera"]["serial"])


class Small(ScanTest):

    def test_nobody_home(self):
        self.announce = ()
        done = self.scan(network.NETWORK, status=2)
        print(f"a /24 with nobody home: {self.took_s:.1f} s")
        self.assertLess(self.took_s, 60)
        self.assertIn("no camera was found", done.stderr)

    def test_multicast_on_loopback(self):
        """The only one on its port, so only its announcement can tell."""
        discovery = self.open(network.Discovery("127.0.0.1"))
        camera = self.open(Onvif(address="127.0.0.1", port=0, picture=self.sharp))
        other = f"http://[::1]:{camera.port}/onvif/device_service"
        discovery.add(other, f"{camera.url}/onvif/device_service", "http://198.51.100.7/onvif")
        self.announce = ("--announce-wait", "6")
        rows = self.rows("--credentials", str(self.users), "127.0.0.1/32", status=0)
        self.assertEqual(["127.0.0.1"], list(rows))
        self.assertEqual("UNIVIEW", rows["127.0.0.1"]["camera"]["brand"])
        self.announce = ("--no-announce",)
        rows = self.rows("--credentials", str(self.users), "127.0.0.1", status=2)
        self.assertEqual({}, rows)

    def test_announced_of_its_own_accord(self):
        """On ports that nobody tries, by cameras that answer no question."""
        by_ssdp, by_hello, by_mdns = (self.camera(kind, number, port=port) for kind, number, port in
                                      ((Hikvision, 10, 9110), (Dahua, 11, 9111), (Axis, 12, 9112)))
        for address, said in ((by_ssdp.address, network.ssdp(f"{by_ssdp.url}/upnp.xml")),
                              (by_hello.address, network.hello(f"{by_hello.url}/onvif")),
                              (by_mdns.address, network.mdns("Gate - 1", by_mdns.port))):
            self.open(network.Announcer(address, *said))
        self.announce = ("--announce-wait", "3")
        rows = self.rows("--credentials", str(self.users), network.NETWORK, status=0)
        self.assertEqual({"10.9.0.10": "Hikvision", "10.9.0.11": "Dahua", "10.9.0.12": "AXIS"},
                         {place: row["camera"]["brand"] for place, row in rows.items()})

    def test_one_user_from_a_file_and_from_the_environment(self):
        self.camera(Hikvision, 10)
        file = self.folder / "pw"
        file.write_text(RIGHT + "\n")
        rows = self.rows("--user", "admin", "--password-file", str(file), "10.9.0.10", status=0)
        self.assertEqual("ok", rows["10.9.0.10"]["camera"]["state"])
        rows = self.rows("10.9.0.5-11", status=0, environment={"LENSWATCH_USER": "admin",
                                                             "LENSWATCH_PASSWORD": RIGHT})
        self.assertEqual(["10.9.0.10"], list(rows))

    def test_password_is_asked_for(self):
        """On a terminal, which does not show it; without one it is not asked for."""
        self.camera(Hikvision, 10)
        ours, theirs = pty.openpty()
        report = self.folder / "asked.json"
        process = subprocess.Popen(
            [PROGRAM, "scan", "--no-announce", "--user", "admin", "--format", "json", "--output",
             str(report), "10.9.0.10"], stdin=theirs, stdout=theirs, stderr=theirs,
            env={k: v for k, v in os.environ.items() if k != "LENSWATCH_PASSWORD"})
        os.close(theirs)
        seen = b""
        while b"Password of admin at the cameras: " not in seen:
            seen += os.read(ours, 1000)
        os.write(ours, RIGHT.encode() + b"\n")
        try:
            while more := os.read(ours, 1000):
                seen += more
        except OSError:  # its end was closed
            pass
        os.close(ours)
        self.assertEqual(0, process.wait(PATIENCE_S), seen)
        self.assertNotIn(RIGHT.encode(), seen)
        found, = json.loads(report.read_text())["images"]
        self.assertEqual("ok", found["camera"]["state"])
        self.assertIn("no terminal", self.scan("--user", "admin", "10.9.0.10", status=64).stderr)

    def test_no_user_says_that_one_is_wanted(self):
        camera = self.camera(Hikvision, 10)
        rows = self.rows("10.9.0.10", status=2)
        self.assertEqual(("Hikvision", "wrong password"),
                         (rows["10.9.0.10"]["camera"]["brand"],
                          rows["10.9.0.10"]["camera"]["state"]))
        self.assertEqual(0, camera.bad_passwords)

    def test_max_attempts(self):
        camera = self.camera(Hikvision, 10, password="third")
        self.rows("--credentials", str(self.users), "10.9.0.10", status=2)
        self.assertEqual(2, camera.bad_passwords)
        camera.bad_passwords = 0
        self.rows("--credentials", str(self.users), "--max-attempts", "1", "10.9.0.10", status=2)
        self.assertEqual(1, camera.bad_passwords)
        camera.bad_passwords = 0
        self.rows("--credentials", str(self.users), "--max-attempts", "3", "10.9.0.10", status=0)

    def test_formats(self):
        self.camera(Hikvision, 10, model="=1+2&lt;b&gt;")
        self.camera(Hikvision, 11, password="another", locks=False)
        right = self.folder / "right"
        right.write_text(f"admin:{RIGHT}\n")
        words = ("--credentials", str(right), "--max-attempts", "1", "10.9.0.10,10.9.0.11")
        table = self.scan(*words, status=2).stdout
        self.assertRegex(table, r"CLEAR .* 10\.9\.0\.10 +Hikvision =1\+2<b>\n")
        self.assertRegex(table, r"NOT READ .* 10\.9\.0\.11 +Hikvision: wrong password: ")
        self.assertIn("2 cameras: 1 CLEAR, 0 BLURRY, 0 NOT ASSESSABLE, 1 not read", table)
        csv = self.scan("--format", "csv", *words).stdout
        self.assertIn("\"'=1+2<b>\"", csv)
        html = self.scan("--format", "html", *words).stdout
        self.assertTrue("Hikvision =1+2&lt;b&gt;" in html)
        self.assertTrue("data:image/jpeg;base64," in html)
        document = json.loads(self.scan("--format", "json", *words).stdout)
        self.assertEqual(2, document["summary"]["total"])

    def test_ctrl_c_reports_what_was_found(self):
        self.camera(Hikvision, 10)
        self.open(Silent(network.address(11)))
        process = subprocess.Popen(
            [PROGRAM, "scan", "--format", "jsonl", "--timeout", "200", "--credentials",
             str(self.users), "10.9.0.10-11"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True)
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        rest, said = process.communicate(timeout=PATIENCE_S)
        self.assertEqual(128 + signal.SIGINT, process.returncode)
        self.assertIn("10.9.0.10", [json.loads(row)["path"] for row in (first + rest).splitlines()])
        self.assertIn("Stopped", said)

    def test_added_to_the_daemon_and_found_again_elsewhere(self):
        daemon = self.open(Daemon())
        file = self.folder / "added"
        file.write_text(f"admin:{RIGHT}\n")
        words = ("--credentials", str(file), "--add", "--data", daemon.data)
        camera = self.camera(Hikvision, 10)
        self.assertIn("1 added, 0 with", self.scan(*words, "10.9.0.10").stderr)
        self.assertIn("1 known already", self.scan(*words, "10.9.0.10").stderr)
        camera.close()
        self.open(Hikvision(address=network.address(12), port=80, picture=self.sharp,
                            serial="SERIAL0010", mac="02:00:00:00:09:0a"))
        self.assertIn("1 with a new address", self.scan(*words, "10.9.0.8-15").stderr)
        told = subprocess.run([PROGRAM, "camera", "list", "--data", daemon.data, "--format",
                               "json"], stdout=subprocess.PIPE, check=True).stdout
        cameras = json.loads(told)["cameras"]
        self.assertEqual(1, len(cameras))
        self.assertRegex(cameras[0]["url"], "^rtsp://10.9.0.12/")
        self.assertEqual(("admin", "hikvision", "http://10.9.0.12"),
                         (cameras[0]["user"], cameras[0]["driver"], cameras[0]["address"]))
        self.assertTrue(cameras[0]["has_password"])

    def test_added_by_https(self):
        """What its certificate was is kept, and another one is refused."""
        daemon = self.open(Daemon())
        file = self.folder / "added"
        file.write_text(f"admin:{RIGHT}\n")
        self.camera(NoStreams, 10, port=443, tls=self.tls)
        rows = self.rows("--credentials", str(file), "--add", "--data", daemon.data, "10.9.0.10",
                         status=0)
        self.assertRegex(rows["10.9.0.10"]["camera"]["stream"], "^https://10.9.0.10/")
        camera, = daemon.ask("GET", "/api/v1/cameras", by="token").json()["cameras"]
        self.assertEqual((False, camera["tls_pin"], "https://10.9.0.10"), (
            camera["tls_verify"], camera["stream_pin"], camera["address"]))
        self.assertRegex(camera["tls_pin"], "^sha256//")
        eventually("its pictures", lambda: daemon.camera(camera["id"])["status"]["state"] ==
                   "watching")

    def test_recorders(self):
        """Each channel is a camera; what has none is left out, and what refuses is asked once."""
        daemon = self.open(Daemon())
        file = self.folder / "added"
        file.write_text(f"admin:{RIGHT}\n")
        hikvision = self.camera(Hikvision, 10, channel_count=20, offline=(3, 20))
        dahua = self.camera(Dahua, 11, channel_count=3)
        other = self.camera(Hikvision, 12, channel_count=16, password="another")
        words = ("--credentials", str(file), "--add", "--data", daemon.data, "10.9.0.10-12")
        rows = self.rows(*words, status=2)
        want = {f"10.9.0.10 channel {i}" for i in range(1, 20) if i != 3}
        want |= {f"10.9.0.11 channel {i}" for i in range(1, 4)} | {"10.9.0.12"}
        self.assertEqual(want, set(rows))
        states = {row["camera"]["state"] for place, row in rows.items() if place != "10.9.0.12"}
        self.assertEqual({"ok"}, states)
        self.assertEqual("wrong password", rows["10.9.0.12"]["camera"]["state"])
        self.assertEqual([0, 0, 1], [c.bad_passwords for c in (hikvision, dahua, other)])
        self.assertEqual("rtsp://10.9.0.10/Streaming/Channels/1901",
                         rows["10.9.0.10 channel 19"]["camera"]["stream"])
        cameras = {c["url"]: c for c in daemon.ask("GET", "/api/v1/cameras", by="token").json()
                   ["cameras"]}
        self.assertEqual(21, len(cameras))
        last = cameras["rtsp://10.9.0.11/cam/realmonitor?channel=3&subtype=0"]
        self.assertEqual((3, "SERIAL0011/3", "Gate 3"), (
            last["channel"], last["device_serial"], last["name"]))
        self.assertIn("21 known already", self.scan(*words, status=2).stderr)

    def test_unsupported_codec(self):
        """One that FFmpeg does not know: the stream is there, and cannot be decoded."""
        self.open(Strange(network.address(10), 554))
        rows = self.rows("10.9.0.10", status=2)
        self.assertEqual("unsupported codec", rows["10.9.0.10"]["camera"]["state"],
                         rows["10.9.0.10"]["error"])

    def test_daemon_that_is_not_there_is_said_before_the_scan(self):
        done = self.scan("--add", "--data", str(self.folder / "nowhere"), "10.9.0.10", status=2)
        self.assertIn("lenswatch scan: ", done.stderr)

    def test_wrong_usage(self):
        bad = self.folder / "bad"
        bad.write_text(f"admin:{RIGHT}\n{RIGHT.replace(':', '')}\n")
        for words, said in ((["10.0.0.0/8"], "more than"), (["10.9.0.9-10.9.0.2"], "before"),
                            (["10.9.0.0/15"], "--yes"), (["10.9.0.300"], "no address"),
                            (["10.9.0.1,,10.9.0.2"], "empty"), (["--ports", "0", "::1"], "ports"),
                            (["--credentials", str(bad), "::1"], "line 2 has no user"),
                            (["--password-file", str(bad), "::1"], "--user"),
                            (["--show", "--format", "csv", "::1"], "html")):
            with self.subTest(words=words):
                self.assertIn(said, self.scan(*words, status=64).stderr)

    def test_ipv6(self):
        class Six(Hikvision):
            pass
        subprocess.run(["ip", "addr", "add", "fd09::7/128", "dev", "lo",
                        "nodad"], check=False)
        camera = self.camera(Six, 10)
        forward = socket.create_server(("fd09::7", 8080), family=socket.AF_INET6)
        self.addCleanup(forward.close)

        def serve():
            while True:
                try:
                    client = forward.accept()[0]
                except OSError:
                    return
                threading.Thread(target=relay, args=(client,), daemon=True).start()

        def relay(client):
            with client, socket.create_connection((camera.address, camera.port)) as server:
                back = threading.Thread(target=pump, args=(server, client), daemon=True)
                back.start()
                pump(client, server)
                back.join()

        def pump(a, b):
            try:
                while data := a.recv(65536):
                    b.sendall(data)
                b.shutdown(socket.SHUT_WR)
            except OSError:
                pass

        threading.Thread(target=serve, daemon=True).start()
        rows = self.rows("--credentials", str(self.users), "fd09::7", status=0)
        self.assertEqual(["fd09::7"], list(rows))
        self.assertEqual("Hikvision", rows["fd09::7"]["camera"]["brand"])


if __name__ == "__main__":
    network.main()
