# SPDX-License-Identifier: BSD-2-Clause
"""POST /predict against `lenswatch check`, and the Off-focus request against its table."""

import concurrent.futures
import csv
import json
import os
import pathlib
import random
import struct
import subprocess
import tempfile
import time
import unittest
import urllib.parse
import zlib

from daemon import PICTURES, PROGRAM, DaemonCase

TABLE = pathlib.Path(__file__).resolve().parent.parent.parent / "model" / "offocus" / "table.csv"
NAMES = ["Variance", "Max Variance", "Scharr", "Noise"]
VOTES = [(0, 1, 2, 3), (1, 2), (0, 3), (0, 2)]


def check_line(path):
    """What `check --format jsonl` prints for a file, without its path."""
    done = subprocess.run([PROGRAM, "check", "--format", "jsonl", path], capture_output=True,
                          check=False)
    return without_path(done.stdout)


def without_path(line):
    """The line as it is, but for the value of "path", which comes first."""
    path = json.loads(line)["path"]
    begin = b'{"path":' + json.dumps(path, ensure_ascii=False).encode()
    if not line.startswith(begin):
        raise AssertionError(line)
    return line[len(begin):].strip()


def png(width, height, rows):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(
            ">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0,
                                                               0, 0))
            + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b""))


def multipart(parts, boundary="----lenswatch"):
    """parts: (name, file name or None, bytes)."""
    body = b""
    for name, filename, data in parts:
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"'.encode()
        body += f'; filename="{filename}"'.encode() if filename else b""
        body += b"\r\nContent-Type: application/octet-stream\r\n\r\n" + data + b"\r\n"
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


class Predict(DaemonCase):

    def predict(self, data, kind="application/octet-stream"):
        return self.ask("POST", "/predict", data, "token", {"Content-Type": kind})

    def test_as_check(self):
        for path in sorted(PICTURES.iterdir()):
            with self.subTest(path.name):
                answer = self.predict(path.read_bytes())
                self.assertEqual(200, answer.status)
                self.assertEqual(check_line(path), without_path(answer.body))
                self.assertEqual("-", answer.json()["path"])

    def test_map_of_tiles(self):
        def means(name):
            data = (PICTURES / name).read_bytes()
            answer = self.ask("POST", "/predict?tiles=1", data, "token",
                              {"Content-Type": "image/png"}).json()
            self.assertEqual(answer["tiles_x"] * answer["tiles_y"], len(answer["tiles"]))
            known = [tile for tile in answer["tiles"] if tile is not None]
            self.assertTrue(all(0 <= tile <= 1 for tile in known))
            plain = self.predict(data).json()
            self.assertNotIn("tiles", plain)
            self.assertEqual((plain["verdict"], plain["blur_probability"]),
                             (answer["verdict"], answer["blur_probability"]))
            return sum(known) / len(known)
        self.assertGreater(means("scene_defocus2.png"), means("scene.png") + 0.1)
        answer = self.ask("POST", "/predict?tiles=1", b"hello", "token").json()
        self.assertEqual((0, 0, []), (answer["tiles_x"], answer["tiles_y"], answer["tiles"]))
        self.check_error(self.ask("POST", "/predict?tiles=2", b"hello", "token"), 400)

    def test_what_is_no_picture(self):
        data = (PICTURES / "scene.png").read_bytes()
        huge = data[:16] + struct.pack(">II", 60000, 60000) + data[24:29] + struct.pack(
            ">I", zlib.crc32(data[12:16] + struct.pack(">II", 60000, 60000) + data[24:29]))
        with tempfile.TemporaryDirectory() as folder:
            for name, body in (("text", b"hello"), ("torn", data[:len(data) // 2]),
                               ("head", data[:30]), ("bomb", huge + data[33:]),
                               ("nul", bytes(5000)), ("jpeg", b"\xff\xd8\xff\xe0" + bytes(99))):
                with self.subTest(name):
                    path = os.path.join(folder, name)
                    pathlib.Path(path).write_bytes(body)
                    answer = self.predict(body)
                    self.assertEqual(200, answer.status)
                    self.assertTrue(answer.json()["error"])
                    # Its messages may name the file, as the path there and "-" here.
                    self.assertEqual(check_line(path).replace(path.encode(), b"-"),
                                     without_path(answer.body))

    def test_multipart(self):
        data = (PICTURES / "scene.png").read_bytes()
        plain = without_path(self.predict(data).body)
        for parts in ([("image", "yard.png", data)],
                      [("comment", None, b"hello"), ("file", "yard.png", data)],
                      [("a", "yard.png", data), ("b", "other.png", b"no picture")]):
            answer = self.predict(*multipart(parts))
            self.assertEqual(200, answer.status, answer.body)
            self.assertEqual("yard.png", answer.json()["path"])
            self.assertEqual(plain, without_path(answer.body))

    def test_multipart_in_pieces(self):
        """Wherever the network cuts the body, also right behind the head of a part."""
        data = (PICTURES / "scene.png").read_bytes()
        plain = without_path(self.predict(data).body)
        body, kind = multipart([("comment", None, b"hello"), ("image", "yard.png", data)])
        begin = body.index(data)
        for cut in (begin - 1, begin, begin + 1, begin + 4, begin + len(data)):
            with self.subTest(cut=cut - begin):
                def pieces():
                    yield body[:cut]
                    time.sleep(0.3)
                    yield body[cut:]
                answer = self.ask("POST", "/predict", pieces(), "token",
                                  {"Content-Type": kind, "Content-Length": str(len(body))})
                self.assertEqual(200, answer.status, answer.body)
                self.assertEqual(plain, without_path(answer.body))

    def test_bad_multipart(self):
        data = (PICTURES / "scene.png").read_bytes()
        body, kind = multipart([("image", "x.png", data)])
        self.check_error(self.predict(body, "multipart/form-data"), 400)  # no boundary
        self.check_error(self.predict(body, kind + "other"), 400)
        self.check_error(self.predict(body[:-200], kind), 400)
        self.check_error(self.predict(*multipart([("comment", None, b"no file")])), 400)
        self.check_error(self.predict(b"", kind), 400)
        self.check_error(self.predict(b""), 400)
        self.check_error(self.predict(b"{}", "application/json"), 415)

    def test_too_large(self):
        self.check_error(self.predict(bytes((64 << 20) + 1)), 413)

    def test_busy(self):
        """Beyond what is judged at once the rest is told to come back, and nothing breaks."""
        generator = random.Random(1)
        body = png(3000, 2000, b"".join(b"\0" + generator.randbytes(3000) for _ in range(2000)))
        with concurrent.futures.ThreadPoolExecutor(48) as pool:
            answers = list(pool.map(self.predict, [body] * 48))
        good = [answer for answer in answers if answer.status == 200]
        self.assertTrue(good)
        self.assertEqual(1, len({answer.body for answer in good}))
        for answer in answers:
            if answer.status != 200:
                self.check_error(answer, 503)
                self.assertTrue(int(answer.headers["Retry-After"]) > 0)


class Offocus(DaemonCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with open(TABLE, newline="", encoding="ascii") as f:
            rows = [[float(value) for value in row] for row in list(csv.reader(f))[1:]]
        cls.rows = [(row[:4], int(row[4])) for row in rows]

    def nearest(self, features, vote):
        return min((sum((features[i] - row[i]) ** 2 for i in vote), status)
                   for row, status in self.rows)[1]

    def expect(self, features):
        return {"ESTIMATE": [self.nearest(features, vote) for vote in VOTES],
                "MISSING_DATA": 0 in features}

    def test_rows_and_points_between(self):
        generator = random.Random(7)
        queries = [row for row, _ in self.rows]
        for _ in range(300):
            (a, _), (b, _) = generator.sample(self.rows, 2)
            f = generator.random()
            queries.append([x * f + y * (1 - f) for x, y in zip(a, b)])
        connection = self.daemon.connect()
        self.addCleanup(connection.close)
        for features in queries:
            connection.request("POST", "/api", json.dumps(dict(zip(NAMES, features))),
                               {"Content-Type": "application/json"})
            response = connection.getresponse()
            self.assertEqual(self.expect(features), json.loads(response.read()))
            self.assertEqual(200, response.status)

    def test_ways_to_ask(self):
        features = dict(zip(NAMES, self.rows[0][0]))
        expected = self.expect(self.rows[0][0])
        strings = {name: repr(value) for name, value in features.items()}
        for method, path, body in (("GET", "/api", features), ("POST", "/api", features),
                                   ("GET", "/api", strings),
                                   ("GET", "/api?" + urllib.parse.urlencode(features), None),
                                   ("POST", "/api", {**features, "Extra": [1]})):
            answer = self.ask(method, path, body)
            self.assertEqual((200, expected), (answer.status, answer.json()))
        answer = self.ask("POST", "/api", json.dumps(features),
                          headers={"Content-Type": "application/x-www-form-urlencoded"})
        self.assertEqual(expected, answer.json())  # curl -d

    def test_missing(self):
        for given in ({}, {"Noise": 1.5}, {"Variance": 0, "Scharr": None}, {"Max Variance": ""},
                      {"Noise": -1e6, "Variance": 5}):
            features = [given.get(name) or 0 for name in NAMES]
            answer = self.ask("POST", "/api", given)
            self.assertEqual(self.expect(features), answer.json(), given)

    def test_bad(self):
        for body in ("", "x", "[]", '{"Noise":"x"}', '{"Noise":[1]}', '{"Noise":true}',
                     '{"Noise":"nan"}', '{"Noise":"1e999"}', '{"Noise":{}}',
                     '{"Noise":1e151}'):
            self.check_error(self.ask("POST", "/api", body), 400)
        self.check_error(self.ask("GET", "/api"), 400)
        self.check_error(self.ask("GET", "/api?Noise=x"), 400)

    def test_who_may(self):
        """From this host anybody; through a proxy only with a login."""
        self.daemon.activate()
        for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP"):
            forwarded = {name: "192.0.2.7"}
            self.check_error(self.ask("POST", "/api", {"Noise": 1}, headers=forwarded), 401)
            self.assertEqual(200, self.ask("POST", "/api", {"Noise": 1}, "token",
                                           forwarded).status)


if __name__ == "__main__":
    unittest.main()
