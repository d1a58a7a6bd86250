# SPDX-License-Identifier: BSD-2-Clause
"""`lenswatch check` as its users see it: rows, reports, exit statuses, files left behind."""

import base64
import csv
import html.parser
import http.server
import io
import json
import os
import pty
import re
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import threading
import time
import unittest
import zlib
from pathlib import Path

PROGRAM = os.environ["LENSWATCH"]
MAKE_PICTURES = os.environ["MAKE_PICTURES"]
LIMIT_S = 120


def png(width, height, rows=b""):
    """A PNG that claims a size; its rows are what is given."""
    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def avi(jpegs, width, height, frames_per_s):
    """A Motion JPEG video."""
    def chunk(kind, data):
        return kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
    def riff_list(kind, *parts):
        return chunk(b"LIST", kind + b"".join(parts))
    main = struct.pack("<14I", 1000000 // frames_per_s, 0, 0, 0x10, len(jpegs), 0, 1, 1 << 20,
                       width, height, 0, 0, 0, 0)
    stream = b"vidsMJPG" + struct.pack("<IHHIIIIIIII4H", 0, 0, 0, 0, 1, frames_per_s, 0, len(jpegs),
                                       1 << 20, 0xFFFFFFFF, 0, 0, 0, width, height)
    shape = struct.pack("<IiiHH4sIiiII", 40, width, height, 1, 24, b"MJPG", width * height * 3,
                        0, 0, 0, 0)
    movie, index = b"", b""
    for jpeg in jpegs:
        index += struct.pack("<4sIII", b"00dc", 0x10, 4 + len(movie), len(jpeg))
        movie += chunk(b"00dc", jpeg)
    return chunk(b"RIFF", b"AVI " + riff_list(
        b"hdrl", chunk(b"avih", main),
        riff_list(b"strl", chunk(b"strh", stream), chunk(b"strf", shape)))
        + riff_list(b"movi", movie) + chunk(b"idx1", index))


class Case(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.made = Path(tempfile.mkdtemp(prefix="lenswatch-made-"))
        cls.addClassCleanup(shutil.rmtree, cls.made)
        subprocess.run([MAKE_PICTURES, str(cls.made)], check=True)

    def setUp(self):
        self.dir = Path(tempfile.mkdtemp(prefix="lenswatch-check-"))
        self.addCleanup(shutil.rmtree, self.dir)

    def add(self, name, source="sharp.jpg"):
        path = self.dir / os.fsdecode(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source if isinstance(source, bytes) else (self.made / source).read_bytes())
        return str(path)

    def run_check(self, *arguments, **options):
        options.setdefault("stdin", subprocess.DEVNULL)
        environment = {k: v for k, v in os.environ.items()
                       if k not in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")}
        environment.update(options.pop("env", {}))
        if "input" in options:
            del options["stdin"]
        return subprocess.run([PROGRAM, "check", *map(str, arguments)], capture_output=True,
                              timeout=LIMIT_S, env=environment, check=False, **options)

    def rows(self, *arguments, status=None, **options):
        done = self.run_check("--format", "jsonl", *arguments, **options)
        if status is not None:
            self.assertEqual(status, done.returncode, done.stderr.decode())
        return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]

    def row(self, *arguments, **options):
        rows = self.rows(*arguments, **options)
        self.assertEqual(1, len(rows), rows)
        return rows[0]


class Pictures(Case):

    def test_every_format_by_its_content(self):
        for source in ("sharp.jpg", "sharp.png", "sharp.webp", "sharp.tif", "sharp.bmp"):
            row = self.row(self.add("misnamed-" + source + ".txt", source))
            with self.subTest(source=source):
                self.assertIsNone(row["error"])
                self.assertEqual((640, 400), (row["width"], row["height"]))
                self.assertIn(row["verdict"], ("CLEAR", "BLURRY"))
                self.assertIsNone(row["time_s"])

    def test_row_has_exactly_these_members(self):
        row = self.row(self.add("a.jpg"))
        self.assertEqual(["path", "time_s", "width", "height", "verdict", "blur_probability",
                          "blur_kind", "psf_radius", "psf_radius_error", "motion_angle",
                          "motion_length", "reason", "features", "invalid", "error"],
                         list(row))
        self.assertTrue(0 <= row["blur_probability"] <= 1)
        self.assertTrue(row["reason"])

    def test_blurred_is_more_blurred_than_sharp(self):
        sharp = self.row(self.made / "sharp.jpg", status=0)
        blurred = self.row(self.made / "blurred.jpg", status=1)
        self.assertEqual(("CLEAR", "BLURRY"), (sharp["verdict"], blurred["verdict"]))
        self.assertLess(sharp["blur_probability"] + 0.3, blurred["blur_probability"])
        self.assertEqual((None, None), (sharp["blur_kind"], sharp["psf_radius"]))
        self.assertIn(blurred["blur_kind"], ("defocus", "motion", "both"))
        self.assertGreater(blurred["psf_radius"], 0.5)

    def test_black_is_not_assessable(self):
        row = self.row(self.made / "black.png", "--features", "all", status=2)
        self.assertEqual("NOT ASSESSABLE", row["verdict"])
        self.assertIsNone(row["blur_probability"])
        self.assertIsNone(row["error"])
        self.assertTrue(row["invalid"])
        for name, reason in row["invalid"].items():
            self.assertIsNone(row["features"][name])
            self.assertTrue(reason)

    def test_torn_jpeg_is_judged_on_what_is_whole(self):
        whole = (self.made / "sharp.jpg").read_bytes()
        row = self.row(self.add("torn.jpg", whole[:len(whole) * 7 // 10]), status=0)
        self.assertEqual("CLEAR", row["verdict"])
        self.assertRegex(row["error"], r"^torn: only the upper \d+ of 400 rows are whole$")
        done = self.run_check("--format", "json", self.dir / "torn.jpg", self.add("whole.jpg"))
        self.assertEqual(1, json.loads(done.stdout)["summary"]["torn"])
        row = self.row(self.add("scrap.jpg", whole[:len(whole) // 8]), status=2)
        self.assertEqual("NOT ASSESSABLE", row["verdict"])
        self.assertIn("too little", row["reason"])

    def test_damaged_files_are_rows_and_the_run_goes_on(self):
        whole = (self.made / "sharp.jpg").read_bytes()
        bad = {"empty.jpg": b"", "one.jpg": b"\xff", "header.jpg": whole[:200],
               "text.png": b"this is no picture", "bomb.png": png(60000, 60000),
               "nothing.png": png(0, 0), "gif.gif": b"GIF89a" + b"\0" * 20,
               "huge.bmp": (b"BM" + struct.pack("<IHHIIii", 9, 0, 0, 54, 40, 60000, 60000)
                            + b"\1\0\x18\0" + b"\0" * 24)}
        for name, data in bad.items():
            self.add(name, data)
        self.add("zz.jpg")
        rows = {os.path.basename(row["path"]): row for row in self.rows(self.dir, status=2)}
        self.assertEqual({*bad, "zz.jpg"}, set(rows))
        for name in bad:
            self.assertEqual("NOT ASSESSABLE", rows[name]["verdict"])
            self.assertTrue(rows[name]["error"], name)
        self.assertIn("60000 x 60000", rows["bomb.png"]["error"])
        self.assertIn("limit", rows["huge.bmp"]["error"])
        self.assertIn("GIF", rows["gif.gif"]["error"])
        self.assertEqual("CLEAR", rows["zz.jpg"]["verdict"])

    def test_limit_on_pixels(self):
        path = self.add("a.jpg")
        self.assertIn("limit", self.row("--max-pixels", "0.2", path, status=2)["error"])
        self.row("--max-pixels", "0.256", path, status=0)

    def test_video_gives_its_key_frames_with_times(self):
        sharp, blurred = ((self.made / name).read_bytes() for name in ("sharp.jpg", "blurred.jpg"))
        path = self.add("clip.bin", avi([sharp, sharp, blurred, blurred], 640, 400, 2))
        rows = self.rows(path, status=1)
        self.assertEqual([0, 0.5, 1, 1.5], [row["time_s"] for row in rows])
        self.assertEqual(["CLEAR", "CLEAR", "BLURRY", "BLURRY"], [row["verdict"] for row in rows])
        self.assertEqual(2, len(self.rows("--frames", "2", path, status=0)))

    def test_features(self):
        path = self.add("a.jpg")
        self.assertEqual({}, self.row("--features", "none", path)["features"])
        chosen = self.row("--features", "scharr_variance,noise_sigma", path)
        self.assertEqual({"scharr_variance", "noise_sigma"}, set(chosen["features"]))
        everything = self.row("--features", "all", path)
        self.assertLess({"laplacian_variance", "laplacian_max", "noise_sigma", "scharr_variance"},
                        set(everything["features"]))
        self.assertEqual(chosen["features"]["noise_sigma"], everything["features"]["noise_sigma"])

    def test_verdict_does_not_depend_on_what_is_reported(self):
        path = self.add("a.jpg", "blurred.jpg")
        rows = [self.row(*options, path) for options in
                ([], ["--features", "all"], ["--features", "none"], ["--cpumask", "none"])]
        self.assertEqual(1, len({row["blur_probability"] for row in rows}))


class Order(Case):

    def make_folder(self):
        for i in range(30):
            self.add(f"d{i % 3}/p{i:02}.jpg", ("sharp.jpg", "blurred.jpg", "black.png")[i % 3])
        self.add("d1/broken.jpg", b"\xff\xd8\xff")
        frames = [(self.made / name).read_bytes() for name in ("sharp.jpg", "blurred.jpg")] * 4
        self.add("d1/p05.avi", avi(frames, 640, 400, 5))

    def test_same_for_any_number_of_threads(self):
        self.make_folder()
        for report in ("table", "jsonl", "json", "csv"):
            outputs = [self.run_check("--format", report, "--features", "all", "--threads", n,
                                      self.dir).stdout for n in (1, 2, 8)]
            self.assertTrue(outputs[0])
            self.assertEqual(outputs[0], outputs[1])
            self.assertEqual(outputs[0], outputs[2])

    def test_order_of_the_input(self):
        self.make_folder()
        paths = [row["path"] for row in self.rows(self.dir)]
        self.assertEqual(sorted(paths, key=os.fsencode), paths)
        b, a = self.add("b.jpg"), self.add("a.jpg")
        self.assertEqual([b, a, b], [row["path"] for row in self.rows(b, a, b)])

    def test_list_on_standard_input(self):
        odd = self.add("with\nnewline.jpg")
        names = [self.add(f"{i}.jpg") for i in range(5)]
        listed = self.rows("-", input="\n".join(names[::-1]).encode())
        self.assertEqual(names[::-1], [row["path"] for row in listed])
        listed = self.rows("--null", "-", input="\0".join([odd, *names]).encode())
        self.assertEqual([odd, *names], [row["path"] for row in listed])
        listed = self.rows("-", input="\r\n".join(names).encode() + b"\r\n\r\n")
        self.assertEqual(names, [row["path"] for row in listed])
        long = self.rows("-", input=b"x" * 200000 + b"\n" + os.fsencode(names[0]), status=2)
        self.assertEqual(["-", names[0]], [row["path"] for row in long])
        self.assertIn("too long", long[0]["error"])


class Folders(Case):

    def test_what_is_no_picture_is_passed_over(self):
        self.add("a.jpg")
        self.add("notes.txt", b"not a picture")
        self.add(".hidden.jpg")
        self.add("misnamed.dat", "sharp.png")
        os.mkfifo(self.dir / "pipe.jpg")
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(self.dir / "socket.jpg"))
        os.symlink("nowhere", self.dir / "dangling.jpg")
        os.symlink(self.dir, self.dir / "loop")
        os.symlink("a.jpg", self.dir / "link.jpg")
        done = self.run_check("--format", "jsonl", self.dir)
        names = [os.path.basename(json.loads(line)["path"]) for line in done.stdout.splitlines()]
        self.assertEqual(["a.jpg", "link.jpg", "misnamed.dat"], names)
        self.assertEqual(0, done.returncode)
        for what in ("pipe.jpg is skipped: a pipe", "socket.jpg is skipped: a socket",
                     "dangling.jpg is skipped", "1 file in folders"):
            self.assertIn(what, done.stderr.decode())

    def test_what_is_named_must_be_readable(self):
        os.mkfifo(self.dir / "pipe")
        for path, part in ((self.dir / "missing.jpg", "No such file"),
                           (self.dir / "pipe", "a pipe"),
                           (self.add("notes.txt", b"text"), "not a picture")):
            self.assertIn(part, self.row(path, status=2)["error"])

    def test_empty_folder_is_no_success(self):
        done = self.run_check(self.dir)
        self.assertEqual(2, done.returncode)
        self.assertIn("no pictures were found", done.stderr.decode())

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_folder_without_permission(self):
        self.add("closed/a.jpg")
        self.add("open.jpg")
        os.chmod(self.dir / "closed", 0)
        self.addCleanup(os.chmod, self.dir / "closed", 0o700)
        rows = self.rows(self.dir, status=2)
        self.assertIn("Permission denied", rows[0]["error"])
        self.assertEqual(2, len(rows))

    def test_names_that_are_not_utf_8(self):
        self.add(b"caf\xe9\\.jpg")
        self.add("caf\u00e9.jpg")
        rows = self.rows(self.dir, status=0)
        self.assertEqual(["caf\\xE9\\\\.jpg", "caf\u00e9.jpg"],
                         sorted(os.path.basename(row["path"]) for row in rows))
        for report in ("table", "csv", "html"):
            self.run_check("--format", report, self.dir).stdout.decode("utf-8")


class Statuses(Case):

    def test_statuses(self):
        sharp, black = self.add("a.jpg"), self.add("b.png", "black.png")
        self.assertEqual(0, self.run_check("--threshold", "1", sharp).returncode)
        self.assertEqual(1, self.run_check("--threshold", "0", sharp).returncode)
        self.assertEqual(2, self.run_check("--threshold", "0", sharp, black).returncode)
        self.assertEqual(2, self.run_check("--threshold", "0", sharp, "/nonexistent").returncode)

    def test_wrong_usage(self):
        path = self.add("a.jpg")
        for arguments in ([], ["--nonsense", path], ["--format", "xml", path],
                          ["--threads", "0", path],
                          ["--threads", "two", path], ["--threshold", "1.1", path],
                          ["--threshold", "nan", path], ["--features", "nosuch", path],
                          ["--cpumask", "sse9", path], ["--max-pixels", "-1", path],
                          ["--frames", "0", path], ["--model", "/nonexistent", path],
                          ["--show", "--format", "csv", path],
                          ["--password-file", "/nonexistent", path],
                          ["--copy-blurry", "x", "--move-blurry", "y", path]):
            done = self.run_check(*arguments)
            with self.subTest(arguments=arguments):
                self.assertEqual(64, done.returncode)
                self.assertEqual(b"", done.stdout)
                self.assertTrue(done.stderr)

    def test_a_model_that_is_none(self):
        for model in ("/nonexistent", self.add("a.model", b"no model")):
            said = self.run_check("--model", str(model), self.add("a.jpg")).stderr.decode()
            self.assertIn(str(model), said)
            self.assertIn("lenswatch train", said)

    def test_help_goes_to_standard_output(self):
        done = self.run_check("--help")
        self.assertEqual((0, b""), (done.returncode, done.stderr))
        self.assertIn(b"Examples:", done.stdout)

    def test_full_disk(self):
        for report in ("table", "jsonl", "json", "csv", "html"):
            done = self.run_check("--format", report, "--output", "/dev/full", self.add("a.jpg"))
            self.assertEqual(2, done.returncode)
            self.assertIn("No space left", done.stderr.decode())

    def test_reader_that_leaves(self):
        for i in range(60):
            self.add(f"{i}.jpg", "black.png")
        command = [PROGRAM, "check", "--format", "jsonl", "--features", "all", str(self.dir)]
        with subprocess.Popen(command,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            process.stdout.readline()
            process.stdout.close()
            self.assertEqual(b"", process.stderr.read())
            self.assertIn(process.wait(LIMIT_S), (2, 128 + signal.SIGPIPE))

    def test_interrupt_reports_what_was_done(self):
        output = self.dir / "report.json"
        with subprocess.Popen([PROGRAM, "check", "--format", "json", "--output", str(output), "-"],
                              stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            process.stdin.write(self.add("a.jpg").encode() + b"\n")
            process.stdin.flush()
            time.sleep(1.5)
            self.assertFalse(output.exists())
            process.send_signal(signal.SIGINT)
            self.assertEqual(130, process.wait(LIMIT_S))
        self.assertEqual(1, json.loads(output.read_text())["summary"]["total"])
        self.assertEqual({"a.jpg", "report.json"}, set(os.listdir(self.dir)))


class Reports(Case):

    def fill(self):
        self.add("a.jpg")
        self.add("b.jpg", "blurred.jpg")
        self.add("c.png", "black.png")
        self.add("d.jpg", b"\xff\xd8\xff")

    def test_json_document(self):
        self.fill()
        document = json.loads(self.run_check("--format", "json", self.dir).stdout)
        self.assertEqual({"images", "summary"}, set(document))
        summary = document["summary"]
        self.assertEqual((4, 1, 1, 1, 1), tuple(summary[name] for name in (
            "total", "clear", "blurry", "not_assessable", "errors")))
        self.assertEqual(document["images"], self.rows(self.dir))
        self.assertEqual([], json.loads(self.run_check("--format", "json", self.dir / "none", "-",
                                                       input=b"").stdout)["images"][1:])

    def test_table(self):
        self.fill()
        text = self.run_check(self.dir).stdout.decode()
        self.assertIn("4 pictures: 1 CLEAR, 1 BLURRY, 1 NOT ASSESSABLE, 1 not read", text)
        self.assertNotIn("\033", text)
        explained = self.run_check("--explain", self.dir).stdout.decode()
        self.assertGreater(len(explained.splitlines()), len(text.splitlines()) + 10)

    def test_table_keeps_escapes_from_the_terminal(self):
        self.add("\033[31mred\n.jpg")
        text = self.run_check(self.dir).stdout.decode()
        self.assertNotIn("\033", text)
        self.assertIn("\\x1B[31mred\\x0A.jpg", text)

    def test_csv_is_safe_in_a_spreadsheet(self):
        cwd = self.dir
        for name in ("=cmd|calc.jpg", "+1,2.jpg", 'quote".jpg', "-x.jpg", "@sum.jpg",
                     "line\nbreak.jpg"):
            self.add(name)
        names = sorted(os.listdir(cwd))
        text = self.run_check("--format", "csv", "--", *names, cwd=cwd).stdout.decode()
        rows = list(csv.DictReader(io.StringIO(text)))
        self.assertEqual({"'=cmd|calc.jpg", "'+1,2.jpg", 'quote".jpg', "'-x.jpg", "'@sum.jpg",
                          "line\nbreak.jpg"}, {row["path"] for row in rows})
        self.assertEqual("640", rows[0]["width"])
        self.assertTrue(0 <= float(rows[0]["blur_probability"]) <= 1)
        self.assertNotIn(None, rows[0])

    def test_html_is_one_file_that_fetches_nothing(self):
        self.fill()
        self.add("<script>alert(1)</script>&\".jpg")
        output = self.dir / "report.html"
        done = self.run_check("--format", "html", "--output", output, self.dir)
        self.assertEqual((2, b""), (done.returncode, done.stdout))
        text = output.read_text(encoding="utf-8")

        class Page(html.parser.HTMLParser):
            cards, links, scripts, policy = [], [], 0, ""

            def handle_starttag(self, tag, attributes):
                attributes = dict(attributes)
                self.links += [attributes[k] for k in ("src", "href", "action", "data", "srcset")
                               if k in attributes]
                self.scripts += tag == "script"
                if tag == "li":
                    self.cards.append(attributes)
                if "data-tiles" in attributes:
                    self.cards[-1]["tiles"] = attributes["data-tiles"]
                if attributes.get("http-equiv") == "Content-Security-Policy":
                    self.policy = attributes["content"]

        page = Page()
        page.feed(text)
        self.assertEqual(5, len(page.cards))
        self.assertEqual({"clear", "blurry", "unsure", "unread"}, {c["data-v"] for c in page.cards})
        self.assertTrue(all(re.match(r"(data:|file:///)", link) for link in page.links), page.links)
        self.assertIn("default-src 'none'", page.policy)
        self.assertEqual(1, page.scripts)
        self.assertNotRegex(text, r"(?i)https?://|@import|url\(|fetch\(|XMLHttpRequest")
        blurry = next(c for c in page.cards if c["data-v"] == "blurry")
        size, tiles = blurry["tiles"].split(":")
        columns, rows = map(int, size.split("x"))
        self.assertEqual(columns * rows, len(tiles))
        self.assertRegex(tiles, r"^[0-9-]+$")

    def test_output_appears_whole_or_not_at_all(self):
        output = self.dir / "out" / "report.jsonl"
        path = self.add("a.jpg")
        self.assertEqual(2, self.run_check("--output", output, path).returncode)
        output.parent.mkdir()
        output.write_text("old")
        os.chmod(output, 0o640)
        done = self.run_check("--format", "jsonl", "--output", output, path)
        self.assertEqual(0, done.returncode)
        self.assertEqual(path, json.loads(output.read_text())["path"])
        self.assertEqual(0o640, output.stat().st_mode & 0o777)
        self.assertEqual(["report.jsonl"], os.listdir(output.parent))

    def test_show(self):
        path = self.add("a.jpg")
        browser = self.dir / "browser"
        seen = self.dir / "seen"
        browser.write_text(f"#!/bin/sh\ncp \"$1\" {seen}.part && mv {seen}.part {seen}\n")
        browser.chmod(0o755)
        done = self.run_check("--show", path, env={"XDG_RUNTIME_DIR": str(self.dir)})
        self.assertIn("the report is in " + str(self.dir), done.stderr.decode())
        self.run_check("--show", path, env={"XDG_RUNTIME_DIR": str(self.dir), "DISPLAY": ":987",
                                            "BROWSER": str(browser)})
        deadline = time.monotonic() + LIMIT_S
        while not seen.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        self.assertIn("a.jpg", seen.read_text())

    def test_progress_on_a_terminal_only(self):
        for i in range(12):
            self.add(f"{i}.jpg")
        self.assertEqual(b"", self.run_check("--format", "jsonl", self.dir).stderr)
        leader, follower = pty.openpty()
        command = [PROGRAM, "check", "--threads", "1", "--format", "jsonl", str(self.dir)]
        process = subprocess.Popen(command,
                                   stdout=subprocess.DEVNULL, stderr=follower,
                                   env={**os.environ, "TERM": "xterm"})
        os.close(follower)
        seen = b""
        try:
            while data := os.read(leader, 65536):
                seen += data
        except OSError:  # the other side is closed
            pass
        os.close(leader)
        self.assertEqual(0, process.wait(LIMIT_S))
        self.assertRegex(seen, rb"\r[^\r]*pictures?[^\r]*BLURRY\x1b\[K")
        self.assertIn(b"\r\x1b[K", seen)
        self.assertRegex(seen, rb"pictures a second")


class BlurryFiles(Case):

    def setUp(self):
        super().setUp()
        self.add("in/a/x.jpg", "blurred.jpg")
        self.add("in/b/x.jpg", "blurred.jpg")
        self.add("in/c/sharp.jpg")
        frames = [(self.made / "blurred.jpg").read_bytes()] * 3
        self.add("in/clip.avi", avi(frames, 640, 400, 2))
        self.target = self.dir / "out" / "deep"

    def check(self, option):
        done = self.run_check(option, self.target, self.dir / "in")
        self.assertEqual(1, done.returncode, done.stderr.decode())
        self.assertEqual(["clip.avi", "x-1.jpg", "x.jpg"], sorted(os.listdir(self.target)))

    def left(self):
        return sorted(str(p.relative_to(self.dir / "in")) for p in (self.dir / "in").rglob("*.*"))

    def test_copy(self):
        self.check("--copy-blurry")
        self.assertEqual(["a/x.jpg", "b/x.jpg", "c/sharp.jpg", "clip.avi"], self.left())
        self.assertEqual((self.made / "blurred.jpg").read_bytes(),
                         (self.target / "x-1.jpg").read_bytes())
        self.assertEqual(int((self.dir / "in/a/x.jpg").stat().st_mtime),
                         int((self.target / "x.jpg").stat().st_mtime))

    def test_move(self):
        self.check("--move-blurry")
        self.assertEqual(["c/sharp.jpg"], self.left())

    def test_moved_link_leads_where_it_led(self):
        (self.dir / "links").mkdir()
        os.symlink("../in/a/x.jpg", self.dir / "links" / "l.jpg")
        self.run_check("--move-blurry", self.target, self.dir / "links")
        self.assertEqual([], os.listdir(self.dir / "links"))
        self.assertEqual((self.made / "blurred.jpg").read_bytes(),
                         (self.target / "l.jpg").read_bytes())
        self.assertTrue((self.dir / "in/a/x.jpg").exists())

    def test_copy_keeps_permissions(self):
        os.chmod(self.dir / "in/a/x.jpg", 0o664)
        self.check("--copy-blurry")
        self.assertEqual(0o664, (self.target / "x.jpg").stat().st_mode & 0o777)

    def test_link(self):
        self.check("--link-blurry")
        self.assertEqual(str(self.dir / "in/a/x.jpg"), os.readlink(self.target / "x.jpg"))

    def test_nothing_is_overwritten(self):
        self.target.mkdir(parents=True)
        (self.target / "x.jpg").write_text("mine")
        os.symlink("/nonexistent", self.target / "x-1.jpg")
        self.run_check("--copy-blurry", self.target, self.dir / "in")
        self.assertEqual("mine", (self.target / "x.jpg").read_text())
        self.assertEqual({"clip.avi", "x.jpg", "x-1.jpg", "x-2.jpg", "x-3.jpg"},
                         set(os.listdir(self.target)))

    def test_folder_inside_the_input_is_not_walked(self):
        self.target = self.dir / "in" / "blurry"
        self.check("--copy-blurry")
        self.check_again = self.rows("--copy-blurry", self.target, self.dir / "in")
        self.assertFalse([row for row in self.check_again if "/blurry/" in row["path"]])

    def test_folder_that_cannot_be_made(self):
        done = self.run_check("--copy-blurry", self.add("file") + "/sub", self.dir / "in")
        self.assertEqual((2, b""), (done.returncode, done.stdout))


class Urls(Case):

    class Camera(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            expected = "Basic " + base64.b64encode(b"admin:s3cret").decode()
            if self.path.startswith("/closed") and self.headers.get("Authorization") != expected:
                self.send_response(401)
                self.send_header("WWW-Authenticate", 'Basic realm="camera"')
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            data = self.server.picture
            self.send_response(200)
            if self.path.startswith("/mjpeg"):
                self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
                self.end_headers()
                try:
                    for _ in range(100):
                        self.wfile.write(b"--frame\r\nContent-Type: image/jpeg\r\n"
                                         b"Content-Length: %d\r\n\r\n" % len(data))
                        self.wfile.write(data + b"\r\n")
                        time.sleep(0.02)
                except OSError:
                    pass
                return
            self.send_header("Content-Type", "image/jpeg")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *arguments):
            pass

    def setUp(self):
        super().setUp()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self.Camera)
        self.server.picture = (self.made / "sharp.jpg").read_bytes()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.host = f"127.0.0.1:{self.server.server_address[1]}"

    def test_snapshot(self):
        row = self.row(f"http://{self.host}/snapshot.jpg", status=0)
        self.assertEqual((640, 400, "CLEAR", None), (row["width"], row["height"], row["verdict"],
                                                     row["error"]))

    def test_mjpeg_one_picture_or_as_many_as_asked_for(self):
        self.assertEqual(1, len(self.rows(f"http://{self.host}/mjpeg", status=0)))
        self.assertEqual(3, len(self.rows("--frames", "3", f"http://{self.host}/mjpeg", status=0)))
        self.assertEqual(2, len(self.rows("--frames", "2", "--interval", "0.1",
                                          f"http://{self.host}/snapshot.jpg", status=0)))

    def test_passwords_work_and_are_never_shown(self):
        secret = self.add("password", b"s3cret\n")
        url = f"http://{self.host}/closed.jpg"
        for arguments, environment in (
                (["--user", "admin", "--password-file", secret, url], {}),
                (["--user", "admin", url], {"LENSWATCH_PASSWORD": "s3cret"}),
                ([url], {"LENSWATCH_PASSWORD": "s3cret", "LENSWATCH_USER": "admin"}),
                ([f"http://admin:s3cret@{self.host}/closed.jpg"], {}),
                ([f"http://admin:wr0ng@{self.host}/closed.jpg"], {}),
                ([f"http://admin:s3cret@{self.host}:99999/closed.jpg"], {}),
                (["http://admin:s3cret@127.0.0.1:1/x.jpg"], {})):
            done = self.run_check("--format", "jsonl", *arguments, env=environment)
            with self.subTest(arguments=arguments):
                everything = done.stdout + done.stderr
                self.assertNotIn(b"s3cret", everything)
                self.assertNotIn(b"wr0ng", everything)
                good = not re.search(r"wr0ng|:99999|127.0.0.1:1/", arguments[-1])
                self.assertEqual(0 if good else 2, done.returncode, everything)

    def test_passwords_in_a_query_are_not_shown(self):
        for name in ("pwd", "Password", "loginpas", "auth", "token"):
            with self.subTest(name=name):
                url = f"http://{self.host}/x.jpg?user=u&{name}=s3cret&channel=2"
                row = self.row(url, status=0)
                self.assertEqual(url.replace("s3cret", "***"), row["path"])

    def test_camera_that_is_not_there(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        row = self.row(f"http://127.0.0.1:{port}/x.jpg", status=2)
        self.assertIn("refuse", row["error"])
        for frames in ("1", "2"): # with what to do about it, however many are read
            row = self.row("--frames", frames, f"http://127.0.0.1:{port}/x.jpg", status=2)
            self.assertIn("Check the port", row["error"])


if __name__ == "__main__":
    unittest.main()
