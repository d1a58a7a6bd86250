#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Speed against other programs, in one run.

    bench/bench.py [--build DIR] [--rounds N] [--threads N] [--only pixels|check]

What is compared is run in turn (A B C A B C ...), and medians are compared, so that what
else the machine does hits all alike. It does not quite: a neighbour on the same core takes
more from what uses all of its units. The best round of each is shown, too.

pixels: milliseconds of processor time for one picture of 1920 x 1080, one thread, luma in
memory. Nothing is read or decoded. OpenCV runs in a process of its own (opencv.py), as in
a plain script: each call then gets its memory from the system anew. A second one keeps its
memory, which is the best it can do. scikit-image is called from here, FFmpeg's blurdetect
filter through blurdetect.c on a grey frame, ours through ours.c.

check: pictures a second by the clock of `lenswatch check` on a folder of JPEG pictures,
against decode_only.c, which reads the same files and decodes them to luma with
libjpeg-turbo in as many threads, and does nothing else. Both include the start of the
program.
"""

import argparse
import ctypes
import os
import resource
import shlex
import statistics
import subprocess
import sys
import time
import warnings
from pathlib import Path

import cv2
import numpy as np
from skimage.filters import laplace, scharr
from skimage.restoration import estimate_sigma

ROOT = Path(__file__).resolve().parent.parent
WIDTH, HEIGHT = 1920, 1080
SEED_FEATURES = ["laplacian_variance", "laplacian_max", "noise_sigma", "scharr_variance"]
CHECK_PICTURES = 200
OPENCV = "OpenCV: Laplacian(CV_64F).var()"
OPENCV_WARM = "OpenCV: the same, keeping its memory"
EVERYTHING = "Lenswatch: all features, tiles, model"
WATCH = "Lenswatch: watch"
WATCH_FEATURES = "Lenswatch: features of the watch"

# What is promised.
ASSESS_PER_OPENCV_MAX = 0.25
WATCH_MS_MAX = 0.3
CHECK_PER_DECODE_MIN = 0.8


def draw_scene(seed):
    """A grey picture with edges at all angles, texture, flat parts, a soft part and noise."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    scene = 90 + 60 * np.sin(x / 310) + 30 * np.cos(y / 170)
    scene = cv2.GaussianBlur(scene, (0, 0), 2)
    for _ in range(140):
        colour = float(rng.uniform(20, 235))
        centre = (int(rng.integers(0, WIDTH)), int(rng.integers(0, HEIGHT)))
        size = (int(rng.integers(8, 140)), int(rng.integers(8, 140)))
        cv2.ellipse(scene, centre, size, float(rng.uniform(0, 180)), 0, 360, colour,
                    -1 if rng.random() < 0.7 else 3, cv2.LINE_AA)
    for i in range(24):
        cv2.putText(scene, "LENSWATCH 0123456789", (40 + 70 * (i % 3), 45 * (i + 1)),
                    cv2.FONT_HERSHEY_SIMPLEX, 0.4 + 0.05 * i, float(rng.uniform(0, 255)), 2,
                    cv2.LINE_AA)
    grain = cv2.GaussianBlur(rng.normal(0, 60, scene.shape).astype(np.float32), (0, 0), 1.2)
    scene[:, WIDTH // 2:] += grain[:, WIDTH // 2:]
    scene[HEIGHT // 2:, :WIDTH // 3] = cv2.GaussianBlur(scene, (0, 0), 4)[HEIGHT // 2:,
                                                                         :WIDTH // 3]
    return scene


def quantise(scene, seed, sigma=1.5):
    rng = np.random.default_rng(seed)
    noise = rng.normal(0, sigma, scene.shape)
    return np.ascontiguousarray(np.clip(np.rint(scene + noise), 0, 255).astype(np.uint8))


def compile_helper(command, output, sources):
    """Compiles where the result is older than what it is made of."""
    newest = max(p.stat().st_mtime for p in sources)
    if not output.exists() or output.stat().st_mtime < newest:
        subprocess.run(command + ["-o", str(output)], check=True, cwd=ROOT)
    return output


def pkg_config(*names):
    out = subprocess.run(["pkg-config", "--cflags", "--libs", *names], check=True,
                         stdout=subprocess.PIPE, text=True).stdout
    return shlex.split(out)


def load_ours(build, work):
    core = build / "src" / "liblwcore.a"
    source = ROOT / "bench" / "ours.c"
    path = compile_helper(["cc", "-O2", "-std=c11", "-D_GNU_SOURCE", "-fPIC", "-shared", "-Isrc",
                           "-Iinclude", str(source), str(core), "-lm", "-Wl,-Bsymbolic"],
                          work / "ours.so", [source, core])
    lib = ctypes.CDLL(str(path))
    lib.bench_features_s.restype = ctypes.c_double
    lib.bench_assess_s.restype = ctypes.c_double
    lib.bench_watch_s.restype = ctypes.c_double
    return lib


def load_blurdetect(work):
    source = ROOT / "bench" / "blurdetect.c"
    path = compile_helper(["cc", "-O2", "-std=c11", "-D_GNU_SOURCE", "-fPIC", "-shared",
                           str(source)] + pkg_config("libavfilter", "libavutil"),
                          work / "blurdetect.so", [source])
    lib = ctypes.CDLL(str(path))
    lib.bench_blurdetect_s.restype = ctypes.c_double
    return lib


def timed(function):
    start = time.thread_time()
    function()
    return time.thread_time() - start


class OpenCV:
    """OpenCV in a process of its own."""

    def __init__(self, path, keeps_memory):
        env = dict(os.environ)
        if keeps_memory:
            env.update(MALLOC_MMAP_THRESHOLD_="1000000000", MALLOC_TRIM_THRESHOLD_="1000000000")
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "bench" / "opencv.py"), str(path)], env=env, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __call__(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def skimage_four(grey):
    edges = laplace(grey, ksize=3)
    return edges.var(), edges.max(), estimate_sigma(grey), scharr(grey).var()


def pixel_runs(build, work, picture):
    """{name: function that returns the seconds of one picture}"""
    ours = load_ours(build, work)
    blurdetect = load_blurdetect(work)
    plane = ctypes.c_void_p(picture.ctypes.data)
    size = (ctypes.c_uint32(WIDTH), ctypes.c_uint32(HEIGHT))
    grey = picture / 255.0

    def names(features):
        return (ctypes.c_char_p * (len(features) + 1))(*[f.encode() for f in features], None)

    def features(which, mask=0xffffffff):
        return lambda: ours.bench_features_s(names(which), ctypes.c_uint(mask), plane, *size, 5)

    def assess():
        return ours.bench_assess_s(ctypes.c_uint(0xffffffff), plane, *size, 5)

    def watch(measuring_alone):
        return lambda: ours.bench_watch_s(ctypes.c_uint(0xffffffff), plane, *size, 40,
                                          measuring_alone)

    np.save(work / "picture.npy", picture)
    runs = {
        OPENCV: OpenCV(work / "picture.npy", keeps_memory=False),
        OPENCV_WARM: OpenCV(work / "picture.npy", keeps_memory=True),
        "Lenswatch: seed four": features(SEED_FEATURES),
        EVERYTHING: assess,
        WATCH: watch(0),
        WATCH_FEATURES: watch(1),
        "FFmpeg: blurdetect":
            lambda: blurdetect.bench_blurdetect_s(plane, WIDTH, HEIGHT, 1),
        "scikit-image: seed four": lambda: timed(lambda: skimage_four(grey)),
        "Lenswatch: seed four, plain C": features(SEED_FEATURES, 0),
    }
    runs.update({f"  {name}": features([name]) for name in SEED_FEATURES})
    return runs


def interleave(runs, rounds):
    """Medians and bests of the runs, taken in turn after one round that is not counted."""
    samples = {name: [] for name in runs}
    for number in range(rounds + 1):
        for name, run in runs.items():
            seconds = run()
            if seconds < 0:
                raise SystemExit(f"{name}: failed")
            if number > 0:
                samples[name].append(seconds)
    return ({name: statistics.median(values) for name, values in samples.items()},
            {name: min(values) for name, values in samples.items()})


def bench_pixels(build, work, rounds):
    warnings.simplefilter("ignore")
    picture = quantise(draw_scene(1), 2)
    runs = pixel_runs(build, work, picture)
    medians, bests = interleave(runs, rounds)
    for name in (OPENCV, OPENCV_WARM):
        runs[name].close()
    opencv = medians[OPENCV]
    print(f"One picture of {WIDTH}x{HEIGHT}, one thread, processor time, medians of {rounds} "
          "rounds:\n")
    print(f"  {'':40}{'ms':>9}{'/ OpenCV':>11}{'best, ms':>11}")
    for name, seconds in medians.items():
        print(f"  {name:40}{seconds * 1e3:9.3f}{seconds / opencv:11.3f}"
              f"{bests[name] * 1e3:11.3f}")

    four = medians["Lenswatch: seed four"]
    print("\n  Seed four, times as fast as")
    print(f"    scikit-image's same four     {medians['scikit-image: seed four'] / four:8.1f}")
    print(f"    OpenCV's variance alone      {opencv / four:8.1f}")
    print(f"    FFmpeg's blurdetect          {medians['FFmpeg: blurdetect'] / four:8.1f}")
    everything = medians[EVERYTHING]
    print(f"\n  all features and model, of OpenCV's time where that keeps its memory: "
          f"{everything / medians[OPENCV_WARM]:.3f}")
    for name in ("FFmpeg: blurdetect", "scikit-image: seed four"):
        print(f"  all features and model, times as fast as {name:24}"
              f"{medians[name] / everything:8.1f}, by the best rounds "
              f"{bests[name] / bests[EVERYTHING]:.1f}")
    ratio = everything / opencv
    kept = verdict("all features and model, of OpenCV's time", ratio,
                   ratio < ASSESS_PER_OPENCV_MAX, f"< {ASSESS_PER_OPENCV_MAX}")
    watch_ms = (medians[WATCH] - medians[WATCH_FEATURES]) * 1e3
    return verdict("watch, ms a picture beyond the features that it judges by", watch_ms,
                   watch_ms < WATCH_MS_MAX, f"< {WATCH_MS_MAX}") and kept


def verdict(what, value, kept, promise):
    print(f"\n  {'kept' if kept else 'NOT KEPT'}: {what}: {value:.3f} (promised: {promise})")
    return kept


def draw_folder(folder):
    """The pictures are kept: drawing them takes longer than the measurement."""
    folder.mkdir(parents=True, exist_ok=True)
    scenes = None
    for i in range(CHECK_PICTURES):
        path = folder / f"{i:03}.jpg"
        if path.exists():
            continue
        if scenes is None:
            scenes = [draw_scene(seed) for seed in range(10)]
            scenes = [cv2.GaussianBlur(s, (0, 0), 3) if k % 3 == 2 else s
                      for k, s in enumerate(scenes)]
        scene = np.roll(scenes[i % len(scenes)], 37 * i, axis=1)
        encoded, data = cv2.imencode(".jpg", quantise(scene, i),
                                     [cv2.IMWRITE_JPEG_QUALITY, 88])
        if not encoded:
            raise SystemExit("a picture cannot be encoded")
        path.write_bytes(data.tobytes())
    return sorted(str(p) for p in folder.glob("*.jpg"))


def to_colour(paths, folder):
    """The same as a camera sends them: with colour, 4:2:0."""
    folder.mkdir(parents=True, exist_ok=True)
    out = []
    for path in paths:
        target = folder / Path(path).name
        if not target.exists():
            grey = cv2.imread(path, cv2.IMREAD_GRAYSCALE)
            colour = cv2.merge([grey, np.roll(grey, 9, axis=1), np.roll(grey, 5, axis=0)])
            colour = cv2.addWeighted(colour, 0.3, cv2.merge([grey] * 3), 0.7, 0)
            encoded, data = cv2.imencode(".jpg", colour, [cv2.IMWRITE_JPEG_QUALITY, 88])
            if not encoded:
                raise SystemExit("a picture cannot be encoded")
            target.write_bytes(data.tobytes())
        out.append(str(target))
    return sorted(out)


def run_program(command, statuses, processor_s):
    """Seconds by the clock; the processor time, of all threads, goes to processor_s."""
    def processor_time():
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    def run():
        before = processor_time()
        start = time.perf_counter()
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                              check=False)
        seconds = time.perf_counter() - start
        if done.returncode not in statuses:
            raise SystemExit(f"{command[0]}: status {done.returncode}: "
                             f"{done.stderr.decode(errors='replace')[-500:]}")
        processor_s.append(processor_time() - before)
        return seconds
    return run


def bench_check(build, work, rounds, threads):
    source = ROOT / "bench" / "decode_only.c"
    decode_only = compile_helper(["cc", "-O2", "-std=c11", "-D_GNU_SOURCE", str(source)] +
                                 pkg_config("libjpeg") + ["-lpthread"],
                                 work / "decode_only", [source])
    grey = draw_folder(work / "grey")
    kept = True
    for kind, paths in [("colour", to_colour(grey, work / "colour")), ("grey", grey)]:
        folder = str(Path(paths[0]).parent)
        processor_s = {"libjpeg-turbo alone": [], "lenswatch check": []}
        commands = {
            "libjpeg-turbo alone": [str(decode_only), str(threads), *paths],
            "lenswatch check": [str(build / "lenswatch"), "check", "--threads", str(threads),
                                "--format", "jsonl", folder],
        }
        runs = {name: run_program(command, [0, 1, 2], processor_s[name])
                for name, command in commands.items()}
        medians, _ = interleave(runs, rounds)
        print(f"\n{len(paths)} {kind} JPEG pictures of {WIDTH}x{HEIGHT}, {threads} threads, "
              f"medians of {rounds} rounds:\n")
        for name, seconds in medians.items():
            each = statistics.median(processor_s[name]) / len(paths)
            print(f"  {name:40}{len(paths) / seconds:9.1f} pictures/s,{each * 1e3:7.2f} ms of "
                  "processor time each")
        ratio = medians["libjpeg-turbo alone"] / medians["lenswatch check"]
        kept &= verdict("check, of the rate of decoding alone", ratio,
                        ratio >= CHECK_PER_DECODE_MIN, f">= {CHECK_PER_DECODE_MIN}")
    return kept


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", default="build", type=Path)
    parser.add_argument("--rounds", default=15, type=int)
    parser.add_argument("--threads", default=os.cpu_count(), type=int)
    parser.add_argument("--only", choices=["pixels", "check"])
    options = parser.parse_args()
    build = options.build.resolve()
    work = build / "bench-work"
    work.mkdir(exist_ok=True)
    kept = True
    if options.only != "check":
        kept &= bench_pixels(build, work, options.rounds)
    if options.only != "pixels":
        kept &= bench_check(build, work, max(3, options.rounds // 3), options.threads)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
