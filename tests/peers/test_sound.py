# SPDX-License-Identifier: BSD-2-Clause
"""Sounds, on ALSA's devices that write what they are given to a file, or play to nobody."""

import array
import math
import os
import struct
import time
import unittest
import wave

from peers import PeerTest


def tone(hz, seconds, rate=48000, channels=1):
    return array.array("h", [int(12000 * math.sin(2 * math.pi * hz * i / rate))
                             for i in range(int(seconds * rate)) for _ in range(channels)])


class Sound(PeerTest):
    kind = "sound"

    def setUp(self):
        self.played = self.folder / f"{self.id()}.raw"

    def settings(self, **more):
        """What is played goes to a file."""
        return {"device": f"file:'{self.played}',raw", "pause_s": 0, **more}

    def samples(self):
        data = array.array("h", self.played.read_bytes())
        self.played.unlink()
        return data

    def wav(self, name, samples, rate=48000, channels=1):
        path = self.folder / name
        with wave.open(str(path), "wb") as out:
            out.setnchannels(channels)
            out.setsampwidth(2)
            out.setframerate(rate)
            out.writeframes(samples.tobytes())
        return str(path)

    def crossings(self, samples):
        """Of zero, upwards, a second: how high a tone is."""
        ups = sum(1 for a, b in zip(samples, samples[1:]) if a < 0 <= b)
        return ups * 48000 / len(samples)

    def test_warning_and_prompt(self):
        self.assertEqual(self.does(self.settings()), "played 1 time")
        samples = self.samples()
        self.assertEqual(len(samples), 48000 * 3 // 2)
        self.assertAlmostEqual(self.crossings(samples[:12000]), 1000, delta=10)
        self.assertAlmostEqual(self.crossings(samples[12000:24000]), 700, delta=10)
        loud = max(samples)
        self.assertLess(loud, 20000)
        self.does(self.settings(sound="prompt"))
        samples = self.samples()
        self.assertEqual(len(samples), 24000)
        self.assertLess(max(samples), loud / 2)

    def test_repeat_and_volume(self):
        self.assertEqual(self.does(self.settings(repeat=3, volume=10)), "played 3 times")
        # Each time the file is written anew.
        self.assertAlmostEqual(max(self.samples()), 1638, delta=20)

    def test_files(self):
        first, second = tone(500, 0.3), tone(800, 0.2, channels=2)
        paths = [self.wav("one.wav", first), self.wav("two.wav", second, channels=2)]
        self.does(self.settings(sound="files", files=paths[:1]))
        self.assertEqual(self.samples(), first)
        self.does(self.settings(sound="files", files=paths))
        self.assertEqual(self.samples(), second)
        long = self.wav("long.wav", array.array("h", bytes(2 * 8000 * 90)), rate=8000)
        self.does(self.settings(sound="files", files=[long]))
        self.assertEqual(len(self.samples()), 8000 * 60)

    def test_files_that_are_none(self):
        text = self.folder / "text.wav"
        text.write_text("this is no sound")
        fifo = self.folder / "fifo.wav"
        os.mkfifo(fifo)
        torn = self.folder / "torn.wav"
        torn.write_bytes(b"RIFF" + struct.pack("<I", 1000) + b"WAVEfmt " + b"\xff" * 30)
        for path, word in ((text, "text.wav"), (fifo, "it is not a file"), (torn, "torn.wav"),
                           (self.folder, "it is not a file")):
            with self.subTest(path):
                result = self.refuses(self.settings(sound="files", files=[str(path)]), word)
                self.assertEqual(result["code"], -22)
        result = self.refuses(self.settings(sound="files", files=["/nowhere.wav"]), "/nowhere.wav")
        self.assertEqual(result["code"], -2) # it may come yet

    def test_no_such_device(self):
        for device in ("hw:99", "nothing_of_that_name", "plughw:CARD=none"):
            self.refuses(self.settings(device=device), device, "aplay -L")

    def test_when_nothing_is_played(self):
        self.assertIn("over", self.does(self.settings(), phase="end"))
        late_ns = time.time_ns() - 130 * 10**9
        self.assertIn("late", self.does(self.settings(), due_ns=late_ns))
        self.assertFalse(self.played.exists())
        self.does(self.settings(at_end=True), phase="end")
        self.assertTrue(self.samples())
        self.does(self.settings(late_s=3600), due_ns=late_ns)
        self.assertTrue(self.samples())

    def test_cut_short(self):
        """What was heard once is not played again because the rest was not."""
        settings = self.settings(device="null", repeat=4, pause_s=60)
        self.assertEqual(self.does(settings, cancel_s=2), "played 1 time, and then cut short")
        self.assertEqual(self.does(settings, limit_s=2), "played 1 time, and then cut short")

    def test_settings(self):
        for settings, word in (({"sound": "files"}, "files: "), ({"sound": "music"}, "sound: "),
                               ({"files": ["a.wav"]}, "files: "),
                               ({"sound": "files", "files": ["/a"] * 4}, "files: "),
                               ({"repeat": 0}, "repeat: "), ({"volume": 101}, "volume: "),
                               ({"repeat": 100, "pause_s": 60}, "repeat: ")):
            with self.subTest(settings):
                self.assertEqual(self.refuses(self.settings(**settings), word)["code"], -22)


if __name__ == "__main__":
    unittest.main()
