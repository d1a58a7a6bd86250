# SPDX-License-Identifier: BSD-2-Clause
"""The drivers against simulated cameras of their brands."""

import errno
import unittest

from camera_axis import Axis
from camera_dahua import Dahua
from camera_hikvision import Hikvision
from camera_http import Answer, Camera, TINY_JPEG
from camera_onvif import Onvif
from device import DeviceTest


class Identify(DeviceTest):
    def check(self, camera, driver, **identity):
        answer = self.works("identify", self.open(camera).url)
        self.assertEqual(answer["driver"], driver)
        self.assertEqual({k: answer["identity"][k] for k in identity}, identity)
        self.assertEqual(camera.bad_passwords, 0)

    def test_hikvision(self):
        self.check(Hikvision(), "hikvision", brand="Hikvision", model="DS-2CD2T47G2-L",
                   firmware="V5.7.12 build 220819", serial="DS-2CD2T47G2-L20260101AAWR000000001",
                   mac="02:00:00:00:00:01", name="Gate & yard")

    def test_dahua(self):
        self.check(Dahua(), "dahua", brand="Dahua", model="IPC-HFW5442T-ZE",
                   firmware="2.840.0000000.28.R,build:2026-01-01", serial="4H0000000000001",
                   mac="02:00:00:00:00:02", name="Gate")

    def test_amcrest(self):
        self.check(Dahua(vendor="Amcrest", algorithms=["SHA-256"]), "dahua", brand="Amcrest")

    def test_axis(self):
        self.check(Axis(), "axis", brand="AXIS", model="P3245-LVE", firmware="9.80.3.12",
                   serial="020000000003", mac="02:00:00:00:00:03")

    def test_onvif(self):
        for more in ({}, {"digest": True}, {"media2": False}, {"services": False},
                     {"digest": True, "algorithms": ["SHA-256"]}, {"clock_off_s": -86400 * 9000}):
            with self.subTest(more):
                self.check(Onvif(**more), "onvif", brand="UNIVIEW", model="IPC2325",
                           serial="210235C0000000000001", mac="02:00:00:00:00:04")

    def test_every_path_wants_a_password(self):
        """Nothing tells the brand: the answers to the right password do."""
        self.check(Dahua(realm="cam", server="x"), "dahua", model="IPC-HFW5442T-ZE")
        self.check(Axis(realm="cam", server="x"), "axis", model="P3245-LVE")

    def test_known_brands(self):
        """As their manuals have it: where the main stream is, and a picture that needs no password
        in the URL."""
        for server, brand, stream, picture in (
                ("VCS-VideoJet-Webserver", "Bosch", "rtsp://127.0.0.1/rtsp_tunnel", "/snap.jpg"),
                ("Netwave IP Camera", "Foscam", "rtsp://127.0.0.1:88/videoMain", ""),
                ("Hanwha Wisenet", "Hanwha", "rtsp://127.0.0.1/profile2/media.smp",
                 "/stw-cgi/video.cgi?msubmenu=snapshot&action=view"),
                ("Reolink", "Reolink", "rtsp://127.0.0.1/Preview_01_main", ""),
                ("TP-Link VIGI", "TP-Link", "rtsp://127.0.0.1/stream1", ""),
                ("Uniview", "Uniview", "rtsp://127.0.0.1/media/video1", "/images/snapshot.jpg"),
                ("Vivotek Network Camera", "Vivotek", "rtsp://127.0.0.1/live1s1.sdp",
                 "/cgi-bin/viewer/video.jpg")):
            with self.subTest(brand):
                camera = self.open(Camera(server=server))
                answer = self.works("streams", camera.url)
                self.assertEqual(("generic", brand, True, stream), (
                    answer["driver"], answer["identity"]["brand"], answer["guessed"],
                    answer["streams"][0]["url"]))
                self.assertEqual(camera.url + picture if picture else "", answer["snapshot"])

    def test_known_by_its_first_page(self):
        class Foscam(Camera):
            open_paths = ("/",)

            def answer(self, handler, path, query, body, let_in):
                return Answer("<title>IPCam Client</title>") if path == "/" else \
                    Answer("", 404)
        camera = self.open(Foscam())
        answer = self.works("streams", camera.url)
        self.assertEqual((answer["driver"], answer["identity"]["brand"], answer["guessed"]),
                         ("generic", "Foscam", True))
        self.assertEqual([s["url"] for s in answer["streams"]],
                         ["rtsp://127.0.0.1:88/videoMain", "rtsp://127.0.0.1:88/videoSub"])

    def test_no_camera(self):
        class Printer(Camera):
            open_paths = ("/",)
        self.fails(errno.ENOENT, "none of a camera", "identify", self.open(Printer()).url)

    def test_nobody(self):
        """Without a password, the brand at least."""
        for camera, brand in ((Hikvision(), "Hikvision"), (Dahua(), "Dahua"), (Axis(), "AXIS")):
            answer = self.fails(errno.EACCES, "wants a user name", "identify",
                                self.open(camera).url, user=None)
            self.assertEqual(answer["identity"]["brand"], brand)


class WrongPassword(DeviceTest):
    def test_is_sent_once(self):
        for camera in (Hikvision(), Dahua(), Dahua(realm="x"), Axis(), Onvif(), Onvif(digest=True),
                       Dahua(algorithms=["SHA-256"])):
            with self.subTest(type(camera).__name__):
                self.fails(errno.EACCES, "refuses", "streams", self.open(camera).url,
                           password="not this one")
                self.assertEqual((camera.bad_passwords, camera.locked), (1, False))


class Streams(DeviceTest):
    def check(self, camera, snapshot, *streams):
        answer = self.works("streams", self.open(camera).url)
        found = [(s["url"], s["codec"], s["width"], s["height"]) for s in answer["streams"]]
        self.assertEqual(found, list(streams))
        self.assertEqual(answer["snapshot"], camera.url + snapshot)
        self.assertFalse(answer["guessed"])
        self.assertEqual(self.works("snapshot", camera.url)["size"], len(TINY_JPEG))

    def test_hikvision(self):
        self.check(Hikvision(rtsp_port=10554), "/ISAPI/Streaming/channels/101/picture",
                   ("rtsp://127.0.0.1:10554/Streaming/Channels/101", "h265", 2688, 1520),
                   ("rtsp://127.0.0.1:10554/Streaming/Channels/102", "h264", 640, 360))

    def test_dahua(self):
        self.check(Dahua(), "/cgi-bin/snapshot.cgi?channel=1",
                   ("rtsp://127.0.0.1/cam/realmonitor?channel=1&subtype=0", "h265", 2688, 1520),
                   ("rtsp://127.0.0.1/cam/realmonitor?channel=1&subtype=1", "h264", 704, 576))

    def test_axis(self):
        self.check(Axis(), "/axis-cgi/jpg/image.cgi?camera=1",
                   ("rtsp://127.0.0.1/axis-media/media.amp?videocodec=h264&camera=1", "h264",
                    1920, 1080),
                   ("rtsp://127.0.0.1/axis-media/media.amp?videocodec=jpeg&camera=1", "mjpeg",
                    1920, 1080),
                   ("rtsp://127.0.0.1/axis-media/media.amp?videocodec=h264&camera=1"
                    "&resolution=640x360", "h264", 640, 360))

    def test_onvif(self):
        """Whatever the camera believes that it is called, the URLs lead to where it is."""
        for more, codec in (({}, "h265"), ({"media2": False}, "h264"),
                            ({"digest": True, "services": False}, "h264"),
                            ({"wrong_host": "user:pass@localhost"}, "h265")):
            with self.subTest(more):
                self.check(Onvif(rtsp_port=8554, **more), "/snap.jpg",
                           ("rtsp://127.0.0.1:8554/media/main?a=1&b=2", codec, 2560, 1440),
                           ("rtsp://127.0.0.1:8554/media/sub_1?a=1&b=2", "h264", 640, 360))

    def test_onvif_at_several_ports(self):
        """They count where the camera knows by which port it was asked."""
        for digest in (False, True):
            camera, media = self.open(Onvif(digest=digest)), self.open(Onvif(digest=digest))
            camera.port_of = {"tds": camera.port, "trt": media.port, "tr2": media.port,
                              "snap": media.port}
            media.port_of = camera.port_of
            answer = self.works("streams", camera.url)
            self.assertEqual(f"{media.url}/snap.jpg", answer["snapshot"])
            self.assertTrue(media.asked("GetStreamUri"))
            self.assertFalse(camera.asked("GetStreamUri"))
            self.works("snapshot", camera.url)
            self.assertTrue(media.asked("/snap.jpg"))
            # Seen from where ports are forwarded they are wrong.
            camera.port_of["tds"] = camera.port + 1
            answer = self.works("streams", camera.url)
            self.assertEqual(f"{camera.url}/snap.jpg", answer["snapshot"])
            self.assertTrue(camera.asked("GetStreamUri"))

    def test_snapshot_that_is_none(self):
        camera = self.open(Dahua(picture=b"<html>please wait</html>"))
        self.fails(errno.EPROTO, "no picture", "snapshot", camera.url)


class BadXml(DeviceTest):
    BOMB = ('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
            + "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">'
                      for i in range(9)) + "]><DeviceInfo><model>&j;</model></DeviceInfo>")
    FILE = ('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
            "<DeviceInfo><model>&f;</model></DeviceInfo>")

    def check(self, text, words="no DeviceInfo"):
        class Liar(Hikvision):
            def device_info(self):
                return ""

            def answer(self, handler, path, query, body, let_in):
                return Answer(text, kind="application/xml")
        answer = self.fails(errno.EPROTO, words, "identify", self.open(Liar()).url,
                            driver="hikvision")
        self.assertNotIn("root:", answer["message"])

    def test_entities_are_refused(self):
        self.check(self.BOMB)
        self.check(self.FILE)
        self.check(self.FILE.encode("utf-16"), "no text")

    def test_what_is_not_well_formed(self):
        self.check("<DeviceInfo>")
        self.check("<a>" * 100000)
        self.check("{}")
        self.check("<OtherInfo/>")


if __name__ == "__main__":
    unittest.main()
