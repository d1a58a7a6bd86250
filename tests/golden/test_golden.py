# SPDX-License-Identifier: BSD-2-Clause
"""Features of committed pictures: the seed four against scikit-image's values, and all of
them with each instruction set."""

import csv
import math
import os
import subprocess
import unittest
from pathlib import Path

import png

HERE = Path(__file__).resolve().parent
DRIVER = os.environ["GOLDEN_VALUES"]
MASKS = ["none", "avx2", "avx512", "all"]

# What the seed features owe scikit-image.
RELATIVE = 1e-6
ABSOLUTE = 1e-9
# What one instruction set may differ from another: see the headers of the kernels.
BETWEEN_MASKS = 1e-6


def measure(name):
    """{mask: {feature: a number, or the reason why there is none}}"""
    width, height, luma = png.read(HERE / "data" / f"{name}.png")
    out = subprocess.run([DRIVER, str(width), str(height)], input=luma, check=True,
                         stdout=subprocess.PIPE).stdout.decode("ascii")
    values = {mask: {} for mask in MASKS}
    for line in out.splitlines():
        mask, feature, value, *reason = line.split(" ", 3)
        values[mask][feature] = reason[0] if value == "invalid" else float(value)
    return values


class Golden(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with open(HERE / "values.csv", newline="", encoding="ascii") as file:
            cls.rows = list(csv.DictReader(file))
        cls.values = {row["image"]: measure(row["image"]) for row in cls.rows}

    def close(self, value, expected, relative, what):
        allowed = max(relative * abs(expected), ABSOLUTE)
        self.assertLessEqual(abs(value - expected), allowed, f"{what}: {value}, not {expected}")

    def check_seed(self, feature):
        for row in self.rows:
            for mask in MASKS:
                value = self.values[row["image"]][mask][feature]
                expected = float(row[feature])
                what = f"{feature} of {row['image']} with {mask}"
                if math.isnan(expected):
                    self.assertIsInstance(value, str, what)
                    self.assertNotEqual(value, "not measured", what)
                    continue
                self.assertIsInstance(value, float, what)
                self.close(value, expected, RELATIVE, what)

    def test_laplacian_variance(self):
        self.check_seed("laplacian_variance")

    def test_laplacian_max(self):
        self.check_seed("laplacian_max")

    def test_noise_sigma(self):
        self.check_seed("noise_sigma")

    def test_scharr_variance(self):
        self.check_seed("scharr_variance")

    def test_brightness_and_contrast(self):
        for row in self.rows:
            _, _, luma = png.read(HERE / "data" / f"{row['image']}.png")
            mean = sum(luma) / len(luma)
            deviation = math.sqrt(max(0, sum(v * v for v in luma) / len(luma) - mean * mean))
            for mask in MASKS:
                values = self.values[row["image"]][mask]
                self.close(values["brightness"], mean, RELATIVE, row["image"])
                self.close(values["contrast"], deviation, RELATIVE, row["image"])

    def test_instruction_sets_agree(self):
        for image, by_mask in self.values.items():
            for feature, expected in by_mask["none"].items():
                for mask in MASKS[1:]:
                    value = by_mask[mask][feature]
                    what = f"{feature} of {image} with {mask}"
                    if isinstance(expected, str) or isinstance(value, str):
                        self.assertEqual(value, expected, what)
                    else:
                        self.close(value, expected, BETWEEN_MASKS, what)

    def test_finite(self):
        for image, by_mask in self.values.items():
            for feature, value in by_mask["none"].items():
                if isinstance(value, float):
                    self.assertTrue(math.isfinite(value), f"{feature} of {image}")
                else:
                    self.assertNotEqual(value, "", f"{feature} of {image}")


if __name__ == "__main__":
    unittest.main()
