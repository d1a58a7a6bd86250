# SPDX-License-Identifier: BSD-2-Clause
"""Pictures into a folder, and into S3. What stands for S3 judges signatures by the code with which
Amazon's own library makes them."""

import hashlib
import os
import re
import shutil
import subprocess
import unittest
from urllib.parse import unquote

from peers import JPEG, PATIENCE_S, TIME_NS, Bad, PeerTest, program
from web_peers import Server

try:
    from botocore.auth import S3SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials
except ImportError as error:
    raise unittest.SkipTest("needs python3-botocore") from error

NAME = "192.0.2.7_01_20261121100000250_DEFOCUS.jpg"
ACCESS, SECRET = "AKIDEXAMPLE", "secret-wJalrXUtnFEMI/K7MDENG+bPxRfiCY"


class Folder(PeerTest):
    kind = "snapshot"

    def setUp(self):
        self.root = self.folder / "share"
        self.root.mkdir()
        self.addCleanup(shutil.rmtree, self.root, ignore_errors=True)

    def settings(self, **more):
        return {"to": "folder", "folder": str(self.root), **more}

    def stored(self):
        return {str(path.relative_to(self.root)): path.read_bytes()
                for path in self.root.rglob("*") if path.is_file()}

    def test_names_and_folders(self):
        answer = self.does(self.settings(), pictures=[("start", JPEG)])
        self.assertEqual(answer, f"{len(JPEG)} bytes stored as {self.root}/{NAME}")
        self.does(self.settings(parent="name", child="address", filing_days=1, prefix="a/b",
                                reference=True, folder=f"{self.root}/"), camera_name="../../etc",
                  pictures=[("reference", JPEG + b"1"), ("start", JPEG + b"2")])
        below = "-.-..-etc/192.0.2.7/20261121-20261121/a-b_" + NAME
        self.assertEqual(self.stored(), {
            NAME: JPEG, below: JPEG + b"2", below.replace(".jpg", "_HEALTHY.jpg"): JPEG + b"1"})

    def test_in_the_time_zone(self):
        self.does(self.settings(filing_days=1), pictures=[("start", JPEG)],
                  time_zone="Pacific/Kiritimati")
        self.assertEqual(list(self.stored()),
                         [f"20261122-20261122/{NAME.replace('20261121100', '20261122000')}"])

    def test_again_it_is_one_file(self):
        (self.root / (NAME + ".part")).write_bytes(b"of before, and longer than the picture" * 99)
        for data in (JPEG + b"*" * 99, JPEG):
            self.does(self.settings(), pictures=[("start", data)])
            self.assertEqual(self.stored(), {NAME: data})

    def test_which_picture(self):
        look = str(self.folder / "now.jpg")
        self.does(self.settings(now=True), look=look, pictures=[("start", b"old")])
        (name, data), = self.stored().items()
        self.assertEqual(data, JPEG)
        self.assertRegex(name, r"192\.0\.2\.7_01_\d{17}_DEFOCUS\.jpg")
        self.assertNotEqual(name, NAME)
        (self.root / name).unlink()
        self.does(self.settings(), phase="refresh", look=look, pictures=[("start", b"old")])
        (name, data), = self.stored().items()
        self.assertEqual(data, JPEG)
        (self.root / name).unlink()
        self.does(self.settings(now=True), look="/nowhere", pictures=[("start", b"old")])
        self.assertEqual(self.stored(), {NAME: b"old"})
        self.assertEqual(self.does(self.settings()), "there is no picture of it")
        self.does(self.settings(), test=True)
        self.assertIn("tested", self.stored()["lenswatch-test.txt"].decode())
        self.does(self.settings(), test=True, look=look)
        self.assertTrue(any(name.endswith("_TEST.jpg") for name in self.stored()))

    def test_what_is_not_there_is_not_made(self):
        pictures = [("start", JPEG)]
        gone = self.root / "mnt"
        result = self.refuses(self.settings(folder=str(gone)), "mount it", pictures=pictures)
        self.assertEqual(result["code"], -2)
        gone.write_bytes(b"a file")
        self.refuses(self.settings(folder=str(gone)), "Not a directory", pictures=pictures)
        self.refuses(self.settings(parent="id", child="name"), "a folder cannot be made",
                     pictures=pictures, camera_id="mnt")
        self.assertEqual(self.stored(), {"mnt": b"a file"})

    def test_a_share_that_is_not_mounted(self):
        same = os.stat(self.root).st_dev == os.stat("/").st_dev
        result = self.ask(self.settings(mounted=True), pictures=[("start", JPEG)])
        if same:
            self.assertIn("nothing is mounted there", result["message"])
            self.assertEqual(self.stored(), {})
        else:
            self.assertEqual(result["code"], 0, result)
        self.refuses(self.settings(mounted=True, folder="/"), "nothing is mounted there",
                     pictures=[("start", JPEG)])

    def test_no_way_through_a_link(self):
        other = self.folder / "precious"
        other.write_bytes(b"precious")
        (self.root / (NAME + ".part")).symlink_to(other)
        self.refuses(self.settings(), "symbolic links", pictures=[("start", JPEG)])
        self.assertEqual(other.read_bytes(), b"precious")

    @unittest.skipIf(os.geteuid() == 0, "root may write anywhere")
    def test_who_may_not_write(self):
        self.root.chmod(0o555)
        self.refuses(self.settings(), "Permission denied", "ReadWritePaths",
                     pictures=[("start", JPEG)])

    def test_a_full_disk(self):
        """In a namespace of its own, with a disk of 64 KiB."""
        inside = f'mount -t tmpfs -o size=64k none {self.root} && exec "$0"'
        probe, command = self.probe, ["unshare", "-rm", "sh", "-c"]
        tried = subprocess.run([*command, f"mount -t tmpfs none {self.root}"], check=False,
                               capture_output=True, timeout=PATIENCE_S)
        if tried.returncode != 0:
            self.skipTest("no namespaces can be made here")
        self.start_probe([*command, inside])
        try:
            result = self.refuses(self.settings(mounted=True), "No space left", "Free space",
                                  pictures=[("start", JPEG + b"*" * 100_000)])
            self.assertEqual(result["code"], -28)
            # Nothing of it is left in the way of one that has room.
            self.does(self.settings(mounted=True), pictures=[("start", JPEG)])
        finally:
            self.end_probe()
            type(self).probe = probe

    def test_overlay(self):
        plain = self.draw("640x360")
        self.does(self.settings(overlay=True, reference=True), condition="scene_changed",
                  camera_name="Tör <b>&amp; 1", pictures=[("start", plain), ("reference", plain)])
        stored = self.stored()
        self.assertEqual(len(stored), 2)
        for data in stored.values():
            rows = self.rows(data, 640, 360)
            for y in range(0, 300):
                self.assertTrue(all(abs(v - 128) < 8 for v in rows[y]), y)
            self.assertTrue(all(v < 90 for v in rows[359]))  # its shade
            bright = sum(v > 180 for row in rows[310:] for v in row)
            self.assertGreater(bright, 200)  # its letters
        one, two = stored.values()
        self.assertNotEqual(one, two)

    def test_overlay_on_what_cannot_be_drawn_on(self):
        huge = bytearray(JPEG)
        at = huge.index(b"\xff\xc0") + 5
        huge[at:at + 4] = b"\xff\xff\xff\xff"
        for data in (b"no JPEG", JPEG[:200], bytes(huge)):
            with self.subTest(data[:20]):
                answer = self.does(self.settings(overlay=True), pictures=[("start", data)])
                self.assertIn("without text in it", answer)
                self.assertEqual(self.stored(), {NAME: data})
        self.does(self.settings(overlay=True), pictures=[("start", JPEG)])  # 8 by 8
        self.assertTrue(self.stored()[NAME].startswith(b"\xff\xd8"))

    def draw(self, size):
        return subprocess.run([program("ffmpeg"), "-v", "error", "-f", "lavfi", "-i",
                               f"color=0x808080:s={size}", "-frames:v", "1", "-f", "mjpeg", "-"],
                              check=True, capture_output=True, timeout=PATIENCE_S).stdout

    def rows(self, jpeg, width, height):
        grey = subprocess.run([program("ffmpeg"), "-v", "error", "-f", "mjpeg", "-i", "-", "-f",
                               "rawvideo", "-pix_fmt", "gray", "-"], input=jpeg, check=True,
                              capture_output=True, timeout=PATIENCE_S).stdout
        self.assertEqual(len(grey), width * height)
        return [grey[y * width:(y + 1) * width] for y in range(height)]

    def test_settings(self):
        s3 = {"to": "s3", "endpoint": "https://s3.example", "bucket": "pics",
              "access_key": ACCESS, "secret_key": SECRET}
        for settings, word in (({"folder": "relative"}, "folder: "), ({"folder": ""}, "folder: "),
                               ({"folder": "/a/../b"}, "folder: "),
                               ({**s3, "endpoint": "s3.example"}, "endpoint: "),
                               ({**s3, "endpoint": "https://s3.example/x"}, "endpoint: "),
                               ({**s3, "bucket": "A/B"}, "bucket: "),
                               ({**s3, "region": "a:b"}, "region: "),
                               ({**s3, "access_key": "a:b"}, "access_key: "),
                               ({**s3, "secret_key": ""}, "secret_key: ")):
            with self.subTest(settings):
                self.assertEqual(self.refuses(self.settings(**settings), word)["code"], -22)


def error(status, code):
    return status, f"<?xml version='1.0'?><Error><Code>{code}</Code></Error>"


class Bucket:
    """Keeps what is put, if it is signed by who may."""

    def __init__(self, in_host=False):
        self.objects, self.in_host, self.region = {}, in_host, "eu-central-1"

    def answer(self, request):
        fields = dict(re.findall(r"(\w+)=([^, ]+)", request.headers["Authorization"]))
        access, _, region, service, _ = fields["Credential"].split("/")
        if access != ACCESS:
            return error(403, "InvalidAccessKeyId")
        if (region, service) != (self.region, "s3"):
            return error(400, "AuthorizationHeaderMalformed")
        if request.headers["x-amz-content-sha256"] != hashlib.sha256(request.body).hexdigest():
            return error(400, "XAmzContentSHA256Mismatch")
        if self.signature(request, fields["SignedHeaders"].split(";")) != fields["Signature"]:
            return error(403, "SignatureDoesNotMatch")
        bucket, key = "pics", unquote(request.path)[1:]
        if not self.in_host:
            bucket, _, key = key.partition("/")
        if bucket != "pics":
            return error(404, "NoSuchBucket")
        self.objects[key] = (request.headers["Content-Type"], request.body)
        return 200, ""

    def signature(self, request, names):
        """Made anew of what came: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-
        based-auth.html, by botocore."""
        if not {"host", "x-amz-date", "x-amz-content-sha256"} <= set(names):
            return "what must be signed is not"
        theirs = AWSRequest(method=request.method, data=request.body,
                            url=f"http://{request.headers['Host']}{request.path}",
                            headers={name: request.headers[name] for name in names})
        theirs.context["timestamp"] = request.headers["x-amz-date"]
        auth = S3SigV4Auth(Credentials(ACCESS, SECRET), "s3", self.region)
        return auth.signature(auth.string_to_sign(theirs, auth.canonical_request(theirs)), theirs)


class S3(PeerTest):
    kind = "snapshot"
    wants_certificates = True

    def settings(self, server, **more):
        return {"to": "s3", "endpoint": server.url, "bucket": "pics", "region": "eu-central-1",
                "access_key": ACCESS, "secret_key": SECRET, "ca": self.certificates.ca, **more}

    def test_signed_objects(self):
        bucket = Bucket()
        with Server(bucket.answer) as server:
            answer = self.does(self.settings(server), pictures=[("start", JPEG)])
            self.assertEqual(answer, f"{len(JPEG)} bytes stored as s3://pics/{NAME}")
            folder = "a b/ä+(1)~*'=&?#%20"
            self.does(self.settings(server, folder=folder, parent="id", filing_days=30,
                                    overlay=True, prefix="x"),
                      pictures=[("end", JPEG)], phase="end", ended_ns=TIME_NS)
            other = f"{folder}/gate/20261103-20261202/x_{NAME}"
            self.assertEqual(list(bucket.objects), [NAME, other])
            self.assertEqual(bucket.objects[NAME], ("image/jpeg", JPEG))
            self.assertNotEqual(bucket.objects[other][1], JPEG)
            self.does(self.settings(server), test=True)
            self.assertEqual(bucket.objects["lenswatch-test.txt"][0], "text/plain")
            self.does(self.settings(server), pictures=[("start", JPEG + b"*" * 3_000_000)])
            self.assertEqual(len(bucket.objects[NAME][1]), len(JPEG) + 3_000_000)

    def test_tls_and_the_bucket_in_the_host(self):
        bucket = Bucket(in_host=True)
        with Server(bucket.answer, tls=self.certificates) as server:
            self.refuses(self.settings(server, ca=""), "does not verify",
                         pictures=[("start", JPEG)])
            self.assertEqual(server.requests, [])
            endpoint = server.url.replace("127.0.0.1", "localhost")
            self.ask(self.settings(server, endpoint=endpoint, bucket_in_host=True,
                                   tls_verify=False), pictures=[("start", JPEG)])
            # pics.localhost: libcurl knows that it is this machine.
            self.assertEqual(bucket.objects, {NAME: ("image/jpeg", JPEG)})

    def test_what_it_refuses(self):
        bucket = Bucket()
        with Server(bucket.answer) as server:
            for more, code, status in (({"secret_key": "secret-x"}, -13, "SignatureDoesNotMatch"),
                                       ({"access_key": "AKIDOTHER"}, -13, "InvalidAccessKeyId"),
                                       ({"region": "us-east-1"}, -5, "HeaderMalformed"),
                                       ({"bucket": "other"}, -2, "NoSuchBucket")):
                with self.subTest(more):
                    result = self.refuses(self.settings(server, **more), "status",
                                          pictures=[("start", JPEG)])
                    self.assertEqual(result["code"], code)
                    self.assertIn(status, result["answer"])
            self.assertEqual(bucket.objects, {})

    def test_a_service_that_ends_and_comes_back(self):
        bucket = Bucket()
        with Server(bucket.answer) as server:
            settings = self.settings(server)
        pictures = [("start", JPEG)]
        self.refuses(settings, "takes no connection", pictures=pictures)
        with Bad() as silent:
            self.refuses(self.settings(server, endpoint=f"http://127.0.0.1:{silent.port}"),
                         "in time", limit_s=0.5, pictures=pictures)
        with Bad(b"HTTP/1.1 503 Slow Down\r\nContent-Length: 100\r\n\r\n", closes=True) as breaks:
            self.refuses(self.settings(server, endpoint=f"http://127.0.0.1:{breaks.port}"),
                         "127.0.0.1", pictures=pictures)
        with Server(bucket.answer, port=server.port):
            self.does(settings, pictures=pictures)
            self.does(settings, pictures=pictures)
            self.assertEqual(list(bucket.objects), [NAME])


if __name__ == "__main__":
    unittest.main()
