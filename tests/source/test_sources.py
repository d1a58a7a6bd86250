# SPDX-License-Identifier: BSD-2-Clause
"""The sources against real peers, and against such as misbehave."""

import base64
import errno
import hashlib
import os
import socket
import struct
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path

from peers import CAMERA, DemoCamera, Server, answer, probe, read_request, silence

USER = "us er"
PASSWORD = "p@s:s/w%rd#?"
NO_CAMERA = "the demo camera was not built"

# How long after cancelling a blocked call it may come back: 0.3 s, and what a busy machine adds.
CANCEL_S = 3


class SourceTest(unittest.TestCase):
    def ends(self, end, code, *words):
        """It ended with -code, and says these words to a person."""
        self.assertEqual(-end["code"], code, end)
        for word in words:
            self.assertIn(word, end["message"] + " " + end["hint"])
        for secret in (PASSWORD, "p%40s", "wrong-password"):
            self.assertNotIn(secret, end["message"] + end["hint"])

    def fails(self, url, code, *words, environment=None, **options):
        packets, end = probe(url, environment, **options)
        self.assertEqual(packets, [])
        self.ends(end, code, *words)
        return end

    def works(self, url, count=2, environment=None, **options):
        packets, end = probe(url, environment, count=count, **options)
        self.assertEqual(end["code"], 0, end)
        self.assertEqual(len(packets), count)
        return packets


@unittest.skipUnless(CAMERA, NO_CAMERA)
class Rtsp(SourceTest):
    @classmethod
    def setUpClass(cls):
        cls.camera = DemoCamera()
        cls.addClassCleanup(cls.camera.close)

    def tearDown(self):
        self.camera.tell("resume")

    def check_packets(self, packets, codec="h264"):
        times = [p["pts_s"] for p in packets]
        self.assertEqual(times, sorted(set(times)))
        self.assertEqual(times[0], 0)
        for p in packets:
            self.assertEqual((p["codec"], p["key"]), (codec, True))
            self.assertEqual((p["width"], p["height"]), (320, 180))
            self.assertTrue(60 < p["mean"] < 180)
            self.assertLess(abs(p["wall_s"] - time.time()), 60)

    def test_tcp(self):
        self.check_packets(self.works(self.camera.rtsp, count=3, decode=1))

    def test_udp(self):
        self.check_packets(self.works(self.camera.rtsp, count=3, decode=1, udp=1))

    def test_name(self):
        url = self.camera.rtsp.replace("127.0.0.1", "localhost")
        self.check_packets(self.works(url, decode=1))

    def test_all_frames(self):
        packets = self.works(self.camera.rtsp, count=15, key_only=0)
        keys = [p["key"] for p in packets]
        self.assertTrue(keys[0])
        self.assertIn(keys.count(True), (1, 2, 3))

    def test_wrong_path(self):
        self.fails(self.camera.rtsp + "-not", errno.ENOENT, "no such stream", "path")

    def test_stall(self):
        def stall():
            time.sleep(2)
            self.camera.tell("stall")
        thread = threading.Thread(target=stall)
        thread.start()
        packets, end = probe(self.camera.rtsp, count=1000, timeout=1.5)
        thread.join()
        self.assertTrue(packets)
        self.assertEqual(end["end"], "read")
        self.ends(end, errno.ETIMEDOUT, "1.5 s")

    def test_cancel(self):
        _, end = probe(self.camera.rtsp, count=100000, cancel=1.5)
        self.ends(end, errno.ECANCELED)
        self.assertLess(end["after_cancel_s"], CANCEL_S)

    def test_too_large(self):
        self.fails(self.camera.rtsp, errno.EPROTO, "2000 bytes", max_bytes=2000)

    def test_port_without_tls(self):
        self.fails(self.camera.rtsp.replace("rtsp:", "rtsps:"), errno.EPROTO, "TLS")


@unittest.skipUnless(CAMERA, NO_CAMERA)
class Codecs(SourceTest):
    def test_h265(self):
        with DemoCamera("--codec", "h265") as camera:
            packets = self.works(camera.rtsp, decode=1)
            self.assertEqual({(p["codec"], p["width"]) for p in packets}, {("hevc", 320)})

    def test_mjpeg(self):
        with DemoCamera("--codec", "mjpeg") as camera:
            packets = self.works(camera.rtsp, decode=1)
            self.assertEqual({(p["codec"], p["width"]) for p in packets}, {("mjpeg", 320)})


@unittest.skipUnless(CAMERA, NO_CAMERA)
class Passwords(SourceTest):
    def check(self, method):
        right = {"user": USER, "password": PASSWORD, "interval": 0.1}
        with DemoCamera("--user", USER, "--password", PASSWORD, "--auth", method) as camera:
            for url in (camera.rtsp, camera.snapshot, camera.stream):
                with self.subTest(method=method, url=url):
                    self.works(url, **right)
                    self.fails(url, errno.EACCES, "refuses", user=USER, password="wrong-password")
                    self.fails(url, errno.EACCES, "refuses", user="x", password=PASSWORD)
                    self.fails(url, errno.EACCES, "wants a user name")

    def test_basic(self):
        self.check("basic")

    def test_digest(self):
        self.check("digest")

    def test_within_the_url(self):
        with DemoCamera("--user", "user", "--password", "p@ss") as camera:
            for url in (camera.rtsp, camera.snapshot):
                self.works(url.replace("://", "://user:p%40ss@"), interval=0.1)
                end = self.fails(url.replace("://", "://user:secret@"), errno.EACCES, "refuses")
                self.assertNotIn("secret", str(end))


@unittest.skipUnless(CAMERA, NO_CAMERA)
class Tls(SourceTest):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.cert = folder.name + "/cert.pem"
        key = folder.name + "/key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                        "-subj", "/CN=camera", "-addext", "subjectAltName=IP:127.0.0.1",
                        "-keyout", key, "-out", cls.cert], check=True, stderr=subprocess.DEVNULL)
        cls.camera = DemoCamera("--user", USER, "--password", PASSWORD, "--tls-cert", cls.cert,
                                "--tls-key", key)
        cls.addClassCleanup(cls.camera.close)

    def each(self):
        for url in (self.camera.rtsp, self.camera.snapshot, self.camera.stream):
            with self.subTest(url=url):
                yield url

    def test_unknown_certificate(self):
        for url in self.each():
            self.fails(url, errno.EPROTO, "certificate", "not trusted", user=USER,
                       password=PASSWORD)

    def test_unchecked(self):
        for url in self.each():
            self.works(url, user=USER, password=PASSWORD, verify=0, interval=0.1)

    def test_pinned(self):
        """No certificate but the one of before, whose public key OpenSSL tells, too."""
        key = subprocess.run(["openssl", "x509", "-in", self.cert, "-pubkey", "-noout"],
                             check=True, stdout=subprocess.PIPE).stdout
        key = subprocess.run(["openssl", "pkey", "-pubin", "-outform", "der"], input=key,
                             check=True, stdout=subprocess.PIPE).stdout
        pin = "sha256//" + base64.b64encode(hashlib.sha256(key).digest()).decode()
        other = "sha256//" + base64.b64encode(bytes(32)).decode()
        for url in self.each():
            end = probe(url, count=1, user=USER, password=PASSWORD, verify=0)[1]
            self.assertEqual((0, pin), (end["code"], end["pin"]), end)
            self.works(url, user=USER, password=PASSWORD, verify=0, pin=pin, interval=0.1)
            self.fails(url, errno.EKEYREJECTED, "another certificate", "stream_pin", user=USER,
                       password=PASSWORD, verify=0, pin=other)
        self.fails(self.camera.rtsp, errno.EINVAL, "pin", verify=0, pin="sha256//x")

    def test_trusted(self):
        for url in self.each():
            self.works(url, user=USER, password=PASSWORD, interval=0.1,
                       environment={"SSL_CERT_FILE": self.cert})

    def test_another_name(self):
        for url in self.each():
            self.fails(url.replace("127.0.0.1", "localhost"), errno.EPROTO, "certificate",
                       user=USER, password=PASSWORD, environment={"SSL_CERT_FILE": self.cert})

    def test_wrong_password(self):
        for url in self.each():
            self.fails(url, errno.EACCES, "refuses", user=USER, password="wrong-password",
                       verify=0)

    def test_without_tls(self):
        self.fails(self.camera.rtsp.replace("rtsps:", "rtsp:"), errno.EPROTO, "RTSP")

    def test_cancel(self):
        _, end = probe(self.camera.rtsp, count=100000, cancel=1.5, user=USER, password=PASSWORD,
                       verify=0)
        self.ends(end, errno.ECANCELED)
        self.assertLess(end["after_cancel_s"], CANCEL_S)


class BadPeers(SourceTest):
    SCHEMES = ("rtsp", "rtsps", "http", "https")

    def each(self, port):
        for scheme in self.SCHEMES:
            with self.subTest(scheme=scheme):
                yield f"{scheme}://127.0.0.1:{port}/x"

    def test_refused(self):
        with socket.create_server(("127.0.0.1", 0)) as s:
            port = s.getsockname()[1]
        for url in self.each(port):
            self.fails(url, errno.ECONNREFUSED, "refuses", "port")

    def test_no_such_host(self):
        for scheme in self.SCHEMES:
            self.fails(f"{scheme}://no-such-host.invalid/x", errno.EHOSTUNREACH,
                       "no host called no-such-host.invalid")

    def test_silent(self):
        with Server(silence) as server:
            for url in self.each(server.port):
                end = self.fails(url, errno.ETIMEDOUT, timeout=1)
                self.assertGreaterEqual(end["elapsed_s"], 0.9)

    def test_silent_and_cancelled(self):
        with Server(silence) as server:
            for url in self.each(server.port):
                end = self.fails(url, errno.ECANCELED, timeout=50, cancel=0.5)
                self.assertLess(end["after_cancel_s"], CANCEL_S)

    def test_garbage(self):
        def talk(connection, _number):
            connection.sendall(bytes(range(256)) * 400 + b"\r\n\r\n" * 50)
            connection.close()
        with Server(talk) as server:
            for url in self.each(server.port):
                _, end = probe(url, timeout=2)
                self.assertIn(-end["code"], (errno.EPROTO, errno.EIO, errno.ETIMEDOUT), end)
                self.assertTrue(end["message"])

    def test_closes_at_once(self):
        with Server(lambda connection, _number: connection.close()) as server:
            for url in self.each(server.port):
                _, end = probe(url, timeout=2)
                self.assertIn(-end["code"], (errno.EPROTO, errno.EIO), end)

    def test_web_server_at_the_rtsp_port(self):
        with Server(answer(b"<html>")) as server:
            _, end = probe(f"rtsp://127.0.0.1:{server.port}/x", timeout=2)
            self.assertIn(-end["code"], (errno.EPROTO, errno.EIO, errno.ETIMEDOUT), end)

    def test_endless_headers(self):
        def talk(connection, _number):
            read_request(connection)
            connection.sendall(b"RTSP/1.0 200 OK\r\n")
            while True:
                connection.sendall(b"X-Header: value\r\n" * 1000)
        with Server(talk) as server:
            self.fails(f"rtsp://127.0.0.1:{server.port}/x", errno.ETIMEDOUT, timeout=1)

    def test_dribbles(self):
        """A byte now and then keeps no call waiting for ever."""
        def talk(connection, _number):
            while True:
                connection.sendall(b"R")
                time.sleep(0.2)
        with Server(talk) as server:
            self.fails(f"rtsp://127.0.0.1:{server.port}/x", errno.ETIMEDOUT, timeout=1)

    def test_not_urls(self):
        self.fails("gopher://127.0.0.1/", errno.EINVAL, "gopher")
        self.fails("rtsp://", errno.EINVAL, "URL")
        self.fails("http://127.0.0.1:99999/", errno.EINVAL, "URL")
        self.fails("rtsp://127.0.0.1/a b\r\nX: y", errno.EINVAL, "URL")
        self.fails("rtsp://127.0.0.1:1/", errno.EINVAL, "too long", user="u" * 100,
                   password="p" * 100)


class Goodbye(SourceTest):
    """A camera is told when nobody looks on any more, however reading ends."""

    SDP = (b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nt=0 0\r\nm=video 0 RTP/AVP 26\r\n"
           b"a=control:track\r\n")

    def talk(self, connection, _number):
        while True:
            head = read_request(connection)
            method = head.split()[0]
            self.methods.append(method)
            fields = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
            body = self.SDP if method == "DESCRIBE" else b""
            connection.sendall("\r\n".join([
                "RTSP/1.0 200 OK", f"CSeq: {fields['CSeq']}", "Session: 1", "Public: PLAY",
                "Content-Type: application/sdp", f"Transport: {fields.get('Transport', '')}",
                f"Content-Length: {len(body)}", "", ""]).encode() + body)

    def test_cancelled(self):
        self.methods = []
        with Server(self.talk) as server:
            _, end = probe(f"rtsp://127.0.0.1:{server.port}/x", cancel=1.5, timeout=20)
            self.ends(end, errno.ECANCELED)
            deadline = time.monotonic() + CANCEL_S
            while "TEARDOWN" not in self.methods and time.monotonic() < deadline:
                time.sleep(0.05)
        self.assertEqual(self.methods[-2:], ["PLAY", "TEARDOWN"])


# The smallest thing that begins as a JPEG does; the sources look no further.
JPEG = b"\xff\xd8\xff\xe0" + b"picture" * 20


class Http(SourceTest):
    def url(self, server, path="/x"):
        return f"http://127.0.0.1:{server.port}{path}"

    def test_types(self):
        for kind in (("Content-Type: image/jpeg",), ("Content-Type: IMAGE/JPEG; x=y",),
                     ("Content-Type: application/octet-stream",), ()):
            with self.subTest(kind=kind), Server(answer(JPEG, headers=kind)) as server:
                packets = self.works(self.url(server), interval=0)
                self.assertEqual({p["size"] for p in packets}, {len(JPEG)})

    def test_not_a_picture(self):
        with Server(answer(b"<html>", headers=["Content-Type: text/html"])) as server:
            self.fails(self.url(server), errno.EPROTO, "text/html", "snapshot")
        with Server(answer(b"<html>", headers=["Content-Type: image/jpeg"])) as server:
            self.fails(self.url(server), errno.EPROTO, "no picture")
        with Server(answer(b"", headers=["Content-Type: image/jpeg"])) as server:
            self.fails(self.url(server), errno.EPROTO, "no picture")

    def test_statuses(self):
        for status, code in (("404 No", errno.ENOENT), ("403 No", errno.EPERM),
                             ("500 No", errno.EIO), ("418 No", errno.EPROTO),
                             ("204 No", errno.EPROTO)):
            with self.subTest(status=status), Server(answer(b"", status)) as server:
                self.fails(self.url(server), code)

    def test_redirect_to_the_same_host(self):
        def talk(connection, _number):
            path = read_request(connection).split()[1]
            if path == "/x":
                connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /y\r\nConnection: close\r\n"
                                   b"Content-Length: 3\r\n\r\nabc")
            else:
                connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: "
                                   b"image/jpeg\r\n\r\n" + JPEG)
            connection.close()
        with Server(talk) as server:
            self.works(self.url(server), interval=0, user=USER, password=PASSWORD)

    def test_redirect_elsewhere(self):
        asked = []

        def other(connection, _number):
            asked.append(read_request(connection))
        with Server(other) as stranger:
            for to in (f"http://localhost:{stranger.port}/", "file:///etc/passwd", "gopher://x/"):
                with self.subTest(to=to), Server(answer(b"", "302 Found",
                                                        [f"Location: {to}"])) as server:
                    self.fails(self.url(server), errno.EPROTO, "redirects", user=USER,
                               password=PASSWORD)
        self.assertEqual(asked, [])

    def test_redirect_for_ever(self):
        with Server(answer(b"", "302 Found", ["Location: /x"])) as server:
            self.fails(self.url(server), errno.EPROTO, "again and again")

    def test_endless_header(self):
        def talk(connection, _number):
            read_request(connection)
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
            while True:
                connection.sendall(b"X-Header: value\r\n" * 100)
        with Server(talk) as server:
            _, end = probe(self.url(server), timeout=20)
            self.assertIn(-end["code"], (errno.EPROTO, errno.EIO), end)

    def test_too_large(self):
        with Server(answer(JPEG * 100, headers=["Content-Type: image/jpeg"])) as server:
            self.fails(self.url(server), errno.EPROTO, "5000 bytes", max_bytes=5000)

    def test_stalls_within_a_picture(self):
        def talk(connection, number):
            read_request(connection)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\nContent-Type: "
                               b"image/jpeg\r\n\r\n" + JPEG)
            silence(connection, number)
        with Server(talk) as server:
            self.fails(self.url(server), errno.ETIMEDOUT, timeout=1)

    def multipart(self, body, kind="multipart/x-mixed-replace;boundary=--b"):
        def talk(connection, number):
            read_request(connection)
            connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: " + kind.encode() + b"\r\n\r\n")
            for part in body:
                connection.sendall(part)
                time.sleep(0.1)
            silence(connection, number)
        return Server(talk)

    def test_multipart(self):
        sized = b"--b\r\nContent-Length: %d\r\n\r\n%s\r\n" % (len(JPEG), JPEG)
        unsized = b"--b\r\n\r\n" + JPEG + b"\r\n"
        for part in (sized, unsized):
            with self.multipart([part] * 30) as server:
                packets = self.works(self.url(server))
                self.assertEqual({p["size"] for p in packets}, {len(JPEG)})

    def test_multipart_stalls(self):
        with self.multipart([b"--b\r\nContent-Length: 9\r\n\r\n123"]) as server:
            self.fails(self.url(server), errno.ETIMEDOUT, timeout=1)

    def test_multipart_too_large(self):
        with self.multipart([b"--b\r\n\r\n" + JPEG * 100] * 9) as server:
            self.fails(self.url(server), errno.EPROTO, "5000 bytes", max_bytes=5000)

    def test_multipart_garbage(self):
        with self.multipart([b"no boundary\r\n" * 100]) as server:
            self.fails(self.url(server), errno.EPROTO)

    @unittest.skipUnless(CAMERA, NO_CAMERA)
    def test_stream_that_stalls(self):
        with DemoCamera() as camera:
            camera.tell("stall")
            self.fails(camera.stream, errno.ETIMEDOUT, timeout=1)


def record(path, *options, size="160x120"):
    """A video of four seconds at ten pictures a second, a key frame each second."""
    subprocess.run(["ffmpeg", "-nostdin", "-loglevel", "error", "-f", "lavfi", "-i",
                    f"testsrc2=size={size}:rate=10:duration=4", "-threads", "1", *options,
                    str(path)], check=True)


class Files(SourceTest):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.mp4 = cls.folder / "a:b %41.mp4"
        record(cls.mp4, "-c:v", "libx264", "-preset", "ultrafast", "-g", "10")

    def times(self, path, **options):
        packets, end = probe(str(path), count=100, decode=1, **options)
        self.ends(end, errno.ENODATA, "the end")
        self.assertEqual({(p["width"], p["height"]) for p in packets}, {(160, 120)})
        return [round(p["pts_s"], 2) for p in packets]

    def test_key_frames(self):
        self.assertEqual(self.times(self.mp4), [0, 1, 2, 3])
        self.assertEqual(self.times(f"file://{self.mp4}"), [0, 1, 2, 3])

    def test_all_frames(self):
        self.assertEqual(self.times(self.mp4, key_only=0), [n / 10 for n in range(40)])

    def test_containers(self):
        for name, options in (("a.mkv", ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params",
                                         "keyint=10:min-keyint=10:scenecut=0:log-level=none"]),
                              ("a.ts", ["-c:v", "libx264", "-preset", "ultrafast", "-g", "10"]),
                              ("a.flv", ["-c:v", "libx264", "-preset", "ultrafast", "-g", "10"]),
                              ("a.avi", ["-c:v", "mpeg4", "-g", "10"])):
            with self.subTest(name=name):
                record(self.folder / name, *options)
                self.assertEqual(self.times(self.folder / name), [0, 1, 2, 3])

    def test_every_frame_of_mjpeg_is_a_key_frame(self):
        record(self.folder / "b.avi", "-c:v", "mjpeg")
        self.assertEqual(len(self.times(self.folder / "b.avi")), 40)

    def test_loop(self):
        packets = self.works(str(self.mp4), count=9, loop=1)
        self.assertEqual([round(p["pts_s"]) for p in packets], [0, 1, 2, 3, 0, 1, 2, 3, 0])
        self.assertEqual({p["wall_s"] for p in packets}, {None})

    def test_realtime(self):
        packets = self.works(str(self.mp4), count=3, realtime=1)
        self.assertGreater(packets[2]["wall_s"] - packets[0]["wall_s"], 1.9)
        _, end = probe(str(self.mp4), count=1000, realtime=1, loop=1, cancel=1.5)
        self.ends(end, errno.ECANCELED)
        self.assertLess(end["after_cancel_s"], CANCEL_S)

    def ivf(self, name, *times):
        """A video with these time stamps, in seconds."""
        frames = b"".join(struct.pack("<Iq", len(JPEG), t) + JPEG for t in times)
        (self.folder / name).write_bytes(struct.pack(
            "<4sHH4sHHIIII", b"DKIF", 0, 32, b"MJPG", 320, 180, 1, 1, len(times), 0) + frames)
        return str(self.folder / name)

    def test_realtime_over_a_gap(self):
        """Nobody waits for days because two recordings lie in one file."""
        path = self.ivf("gap.ivf", 0, 1, 1000000, 1000001, 5, 6)
        packets = self.works(path, count=6, realtime=1)
        self.assertEqual([p["pts_s"] for p in packets], [0, 1, 1000000, 1000001, 5, 6])
        self.assertGreater(packets[5]["wall_s"] - packets[0]["wall_s"], 2.9)

    def test_times_out_of_range(self):
        path = self.ivf("times.ivf", -5, (1 << 63) - 1, 1)
        self.assertEqual([p["pts_s"] for p in self.works(path, count=3, realtime=1)], [0, None, 6])

    def test_cut_short(self):
        path = self.folder / "cut.ts"
        record(path, "-c:v", "libx264", "-preset", "ultrafast", "-g", "10")
        data = path.read_bytes()
        path.write_bytes(data[:len(data) * 6 // 10])
        packets, end = probe(str(path), count=100)
        self.ends(end, errno.ENODATA)
        self.assertGreaterEqual(len(packets), 2)
        path.write_bytes(self.mp4.read_bytes()[:3000])
        self.fails(str(path), errno.EPROTO, "not a video file")

    def test_not_videos(self):
        others = {"empty": b"", "text": b"hello\n" * 100, "noise": bytes(range(256)) * 64,
                  "list.m3u8": f"#EXTM3U\n#EXTINF:4,\n{self.mp4}\n".encode(),
                  "concat.txt": f"ffconcat version 1.0\nfile '{self.mp4}'\n".encode(),
                  "a.sdp": b"v=0\r\nm=video 5000 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"}
        for name, content in others.items():
            with self.subTest(name=name):
                (self.folder / name).write_bytes(content)
                self.fails(str(self.folder / name), errno.EPROTO)

    def test_no_video_inside(self):
        path = self.folder / "sound.mp4"
        subprocess.run(["ffmpeg", "-nostdin", "-loglevel", "error", "-f", "lavfi", "-i",
                        "sine=duration=1", str(path)], check=True)
        self.fails(str(path), errno.EPROTO, "no video")

    def test_missing(self):
        self.fails(str(self.folder / "missing"), errno.ENOENT, "missing")

    def test_too_large(self):
        self.fails(str(self.mp4), errno.EPROTO, "larger", max_bytes=100)

    def test_device_that_is_no_camera(self):
        packets, end = probe("/dev/null")
        self.assertEqual(packets, [])
        self.assertLess(end["code"], 0)
        self.assertIn("/dev/null", end["message"])


class Folders(SourceTest):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def put(self, name, content=JPEG):
        (self.folder / name).write_bytes(content)

    def names(self, packets):
        return [Path(p["name"]).name for p in packets]

    def test_sorted(self):
        for name in ("b.jpg", "a.jpg", "c.jpg"):
            self.put(name)
        self.put("index.html", b"<html>")
        self.put("empty.jpg", b"")
        self.put(".hidden.jpg")
        (self.folder / "sub").mkdir()
        packets, end = probe(str(self.folder), count=100, interval=0)
        self.ends(end, errno.ENODATA)
        self.assertEqual(self.names(packets), ["a.jpg", "b.jpg", "c.jpg"])
        modified = (self.folder / "a.jpg").stat().st_mtime
        self.assertLess(abs(packets[0]["wall_s"] - modified), 0.01)

    def test_loop(self):
        self.put("a.jpg")
        self.put("b.jpg")
        packets = self.works(str(self.folder), count=5, interval=0, loop=1)
        self.assertEqual(self.names(packets), ["a.jpg", "b.jpg", "a.jpg", "b.jpg", "a.jpg"])

    def test_empty(self):
        for loop in (0, 1):
            self.fails(str(self.folder), errno.ENODATA, loop=loop)

    def test_one_that_cannot_be_read(self):
        self.put("a.jpg")
        self.put("b.jpg", JPEG * 100)
        self.put("c.jpg")
        (self.folder / "d.jpg").symlink_to("nowhere")
        packets, end = probe(str(self.folder), count=100, interval=0, max_bytes=5000)
        self.ends(end, errno.ENODATA)
        self.assertEqual([sorted(p)[0] for p in packets],
                         ["codec", "unreadable", "codec", "unreadable"])

    def test_newest(self):
        for age, name in ((30, "b.jpg"), (20, "a.jpg"), (10, "noise.txt")):
            self.put(name, JPEG if name.endswith("jpg") else b"text")
            os.utime(self.folder / name, (time.time() - age,) * 2)

        def arrive():
            time.sleep(2)
            (self.folder / "c.jpg").write_bytes(JPEG)
        thread = threading.Thread(target=arrive)
        thread.start()
        packets = self.works(str(self.folder), count=2, interval=0.2, realtime=1)
        thread.join()
        self.assertEqual(self.names(packets), ["a.jpg", "c.jpg"])

    def test_waits_until_cancelled(self):
        self.put("a.jpg")
        packets, end = probe(str(self.folder), count=100, interval=0.2, realtime=1, cancel=1.5)
        self.assertEqual(len(packets), 1)
        self.ends(end, errno.ECANCELED)
        self.assertLess(end["after_cancel_s"], CANCEL_S)


if __name__ == "__main__":
    unittest.main()
