# SPDX-License-Identifier: BSD-2-Clause
"""lenswatch train and lenswatch evaluate on pictures that are drawn here."""

import json
import os
import random
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, os.environ["GOLDEN"])
import png  # noqa: E402

LENSWATCH = os.environ["LENSWATCH"]
TRAINS = os.environ["TRAINS"] == "1"
SIDE = 192
SCENES = 14


def draw(seed):
    """A scene of rectangles, as rows of levels."""
    rng = random.Random(seed)
    rows = [[rng.randrange(60, 90)] * SIDE for _ in range(SIDE)]
    for _ in range(60):
        x, y = rng.randrange(SIDE - 20), rng.randrange(SIDE - 20)
        w, h, level = rng.randrange(6, 60), rng.randrange(6, 60), rng.randrange(20, 235)
        for j in range(y, min(SIDE, y + h)):
            rows[j][x:x + w] = [level] * len(rows[j][x:x + w])
    return rows


def box(rows, radius):
    """Means over squares: a blur that needs no library."""
    def along(row):
        sums = [0]
        for value in [row[0]] * radius + row + [row[-1]] * radius:
            sums.append(sums[-1] + value)
        width = 2 * radius + 1
        return [(sums[i + width] - sums[i]) // width for i in range(len(row))]
    rows = [along(row) for row in rows]
    return [list(column) for column in zip(*[along(list(c)) for c in zip(*rows)])]


def run(*args):
    return subprocess.run([LENSWATCH, *map(str, args)], capture_output=True, text=True,
                          check=False)


class Train(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.dir = Path(cls.folder.name)
        lines = ["path,label,group,set"]
        for label in ("clear", "blurry"):
            (cls.dir / label).mkdir()
        for scene in range(SCENES):
            rows = draw(scene)
            for label, picture in (("clear", rows), ("blurry", box(rows, 3))):
                name = f"{label}/scene{scene:02}.png"
                png.write(cls.dir / name, SIDE, SIDE, bytes(v for row in picture for v in row))
                lines.append(f"{name},{label},scene{scene},{'even' if scene % 2 else 'odd'}")
        (cls.dir / "labels.csv").write_text("\n".join(lines) + "\n")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def train(self, name, *options):
        done = run("train", "--labels", self.dir / "labels.csv", "--simulations", 2, *options,
                   "--output", self.dir / name)
        self.assertEqual(done.returncode, 0, done.stderr)
        return (self.dir / name).read_bytes()

    @unittest.skipUnless(TRAINS, "built without XGBoost")
    def test_same_seed_same_model(self):
        one = self.train("one.model", "--name", "m", "--threads", 1)
        self.assertEqual(one, self.train("two.model", "--name", "m", "--threads", 3))
        self.assertNotEqual(one, self.train("three.model", "--name", "m", "--seed", 2))
        card = (self.dir / "one.model.md").read_text()
        self.assertIn("| odd | 7 | 7 | 14 |", card)
        self.assertIn("## Reliability", card)

        for options in ((), ("--clear", "c=" + str(self.dir / "clear"))):
            done = run("evaluate", "--model", self.dir / "one.model", "--labels",
                       self.dir / "labels.csv", "--html", self.dir / "worst.html", "--roc",
                       self.dir / "roc.svg", "--json", self.dir / "scores.json",
                       "--features-csv", self.dir / "features.csv", *options)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("| odd | 7, 7 |", done.stdout)
        self.assertIn("called BLURRY", done.stdout)
        scores = json.loads((self.dir / "scores.json").read_text())
        odd = [s for s in scores["sets"] if s["set"] == "odd"][0]
        self.assertEqual((7, 7), (odd["score"]["clear"], odd["score"]["blurry"]))
        self.assertEqual(3 * SCENES, sum(g["pictures"] for g in scores["groups"]))
        wrong = sum(s["score"][k] - s["score"][k + "_right"] - s["score"][k + "_not_judged"]
                    for s in scores["sets"] for k in ("clear", "blurry"))
        self.assertEqual(wrong, sum(g["wrong"] for g in scores["groups"]))
        self.assertEqual(3 * SCENES, sum(b["pictures"] for b in scores["calibration"]))
        self.assertIn("judged wrong", (self.dir / "worst.html").read_text())
        self.assertTrue((self.dir / "roc.svg").read_text().rstrip().endswith("</svg>"))
        rows = (self.dir / "features.csv").read_text().splitlines()
        self.assertEqual(len(rows), 1 + 3 * SCENES)
        self.assertTrue(rows[0].startswith("path,set,group,label,region,probability,"))
        self.assertIn("laplacian_variance", rows[0])

        done = run("check", "--model", self.dir / "one.model", "--format", "csv",
                   self.dir / "blurry")
        self.assertEqual(done.returncode, 1, done.stderr)

    @unittest.skipUnless(TRAINS, "built without XGBoost")
    def test_leave_one_out(self):
        done = run("evaluate", "--leave-one-out", "--simulations", 0, "--labels",
                   self.dir / "labels.csv")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("mean of the 2 sets", done.stdout)
        # All that is blurred here has less variance than what is not: one threshold does it.
        mean = [line for line in done.stdout.splitlines() if line.startswith("| mean of")][0]
        self.assertGreaterEqual(float(mean.split("|")[4]), float(mean.split("|")[3]))
        self.assertIn("with hindsight (<", done.stdout)

    def test_built_in_model(self):
        done = run("evaluate", "--clear", "drawn=" + str(self.dir / "clear"), "--blurry",
                   "drawn=" + str(self.dir / "blurry"))
        self.assertEqual(done.returncode, 0, done.stderr)
        row = [line for line in done.stdout.splitlines() if line.startswith("| drawn ")][0]
        self.assertIn(f"| {SCENES}, {SCENES} |", row)
        self.assertGreater(float(row.split("|")[4]), 0.9, row)

    def test_refuses(self):
        for args, reason in (
                (["train"], "--output"),
                (["train", "--output", "m"], "no pictures"),
                (["evaluate"], "no pictures"),
                (["evaluate", "--clear", self.dir / "nowhere"], "nowhere"),
                (["evaluate", "--labels", self.dir / "clear/scene00.png"], "first line"),
                (["train", "--features", "tea"], "tea"),
                (["evaluate", "--threshold", "2"], "0..1"),
                (["evaluate", "--model", self.dir / "labels.csv", "--clear", self.dir / "clear"],
                 "not a Lenswatch model")):
            done = run(*args)
            self.assertNotIn(done.returncode, (0, -6, -11), args)
            self.assertIn(reason, done.stderr, args)

    @unittest.skipUnless(TRAINS, "built without XGBoost")
    def test_one_label_is_too_few(self):
        done = run("train", "--clear", self.dir / "clear", "--simulations", 0, "--output",
                   self.dir / "half.model")
        self.assertEqual(done.returncode, 64)
        self.assertIn("clear and blurry", done.stderr)
        self.assertFalse((self.dir / "half.model").exists())

    @unittest.skipUnless(TRAINS, "built without XGBoost")
    def test_clear_pictures_alone(self):
        done = run("train", "--clear", self.dir / "clear", "--simulations", 4, "--output",
                   self.dir / "alone.model")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("calibration 1 0", (self.dir / "alone.model").read_text())
        done = run("evaluate", "--model", self.dir / "alone.model", "--labels",
                   self.dir / "labels.csv")
        row = [line for line in done.stdout.splitlines() if line.startswith("| odd ")][0]
        self.assertGreater(float(row.split("|")[5].split()[0]), 0.9, row)

    def test_unreadable_pictures_are_named(self):
        mixed = self.dir / "mixed"
        mixed.mkdir()
        (mixed / "bad.jpg").write_bytes(b"no picture at all")
        (mixed / "good.png").write_bytes((self.dir / "clear/scene00.png").read_bytes())
        done = run("evaluate", "--clear", mixed)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("bad.jpg", done.stderr)
        self.assertIn("| mixed | 1, 0 |", done.stdout)


if __name__ == "__main__":
    unittest.main()
