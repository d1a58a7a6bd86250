#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Measures what the watch finds, and what it raises without cause, and writes it down.

    bench/scenarios/measure.py                         simulated cameras alone
    bench/scenarios/measure.py --sequences DIR         and the real ones below DIR, a folder each
    bench/scenarios/measure.py --output docs/ref/conditions-measured.md
    bench/scenarios/measure.py --quick                 a few cameras, to look at a change

What misses its target is listed first. What each camera gave is kept in build/measured, so that
a run that was stopped goes on where it was; another build, or other options, begin anew.
"""

import argparse
import hashlib
import json
import math
import os
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

INJECTED = ["defocus=1.5,2,3,12", "covered=0.5,0.8", "scene_changed=0.1,0.5", "dirty_lens=0.2",
            "impaired_visibility=0.9", "too_dark=5", "too_bright=3", "colour_cast=30",
            "monochrome=1", "noise=16", "stripes=12", "frozen=1", "no_signal_picture=1"]
# Real pictures 0.1 s to 5 s apart, whose names tell no time.
CLOSE = {"highway": 5}

# Every other sequence in the order of their names: limits are set with these in sight alone.
LIMITS_FROM = {"amos-scene00", "amos-scene05", "amos-scene10", "amos-scene17", "highway",
               "skyline"}

# Smallest share found of a fault at its documented strength or stronger.
FOUND_OTHERS = 98.0
FOUND_DEFOCUS = {1.5: 90.0, 2: 99.5, 3: 100.0, 6: 100.0, 12: 100.0}
NAMED = 95.0
FALSE_A_YEAR = 1.0

HEAD = """# How well the conditions work: measured

`make measure` writes this page. The [simulated cameras](#simulated-cameras) can be measured
anywhere, and give the same pictures in every run; the [real sequences](#real-sequences) need
pictures, which do not come with the program.

"""

SIMULATED = """
## Simulated cameras

    {command}

{cameras} cameras, {pictures} pictures{took}. Each camera has one of six drawn scenes (street, car
park, corridor, warehouse, fence and foliage, office), a lens, a sensor, an encoder and a light at
night (infra-red, white, or the street's lamps) of its own; one in four is watched on its sub
stream, 640 wide. Light goes through the lens (a disk, in linear light), on a sensor with shot and
read noise, through tone curve, denoising, sharpening and overlay, into H.264 or H.265. The bit
rate is 512 kbit/s to 8 Mbit/s at 1080p, and as much a pixel in smaller pictures. What a key frame
gets of it is measured on a stream of each camera, by day and by night: constant rate, 25 frames a
second, a key frame every two seconds, everything else P frames. As `serve` does, the watch sees
key frames alone, decoded by the program's own decoder, every 5 s. A frozen picture is coded as a
stream to the end, 4 of those 5 s, for what is sent between its key frames decides how they differ.

A camera learns for two days in which a picture is taken every 15 min. Then come days in each of
which six nuisances happen to it, looked at every 5 s. Then faults are put before its lens, by day
and by night, each before a copy of what it has learnt: ten healthy pictures, then the fault at
once, over two minutes or over three weeks, for the condition's duration and two intervals more
(twelve for other faults than defocus, some of which are told over a row of pictures). A trial in
which the condition is not assessable beforehand is not counted as one, but shown. Radii are those
of the disk that a point becomes, in pixels of a picture 1920 wide. In parentheses: where the
share lies at 95 %. A seed gives the same pictures in every run.

What each sensitivity finds: copies of the watch, one a sensitivity, see the same pictures, blurred
by 0.8 to 8 px@1080p. The table says from which radius on nine of ten are an event.

"""

SMALL = """
### Pictures 640 wide

    {command}

Every camera above watched on pictures 640 wide, at every speed. 2 px@1080p is 0.67 of a pixel here.

"""

LONG = """
### Nuisances alone

    {command}

The cameras above for longer, in pictures 640 wide, without any fault: every event is a false one.

"""

REAL = """
## Real sequences

    {command}

One fixed, healthy camera each; every event is a false one. Faults are put into the same
pictures, which are then coded again (JPEG, quality 80); the watch is told the step of the
quantiser of the picture as it came. A picture darker than 18 % of the light is brought there
before it is overexposed; fog is 1.45 times as bright as the picture, and at most 176 of 255.
These pictures are minutes to hours apart, so that two faulty ones in a row are already longer
than a duration. A trial is not assessable where the condition was not before it, or is not in
the first three of its pictures while they are healthy (the first ones of a light that has not
been seen yet), or says throughout the fault that it cannot tell. The limits of the conditions
are set with every other sequence in the order of their names in sight ({limits_from});
the others are measured to report. What is found on other cameras may be less.

"""


def percent(part, of):
    return 100.0 * part / of if of else 0.0


def missed_trials(trials):
    """Lines on faults that are found too rarely, or called something else."""
    for t in trials:
        what = f"{t['fault']}, {t['speed']}, {t['strength']:g} {t['unit']}".rstrip()
        if t["trials"] == 0:
            yield f"{what}: never assessable in {t['not_assessable']} trials"
            continue
        found = percent(t["found"], t["trials"])
        if t["fault"].startswith("defocus"):
            wanted = FOUND_DEFOCUS.get(t["strength"])
            if "tilted" in t["fault"] and not t["documented"]:
                wanted = None
        else:
            wanted = FOUND_OTHERS if t["documented"] else None
        if wanted and found < wanted:
            yield f"{what}: {found:.1f} % found of {t['trials']}, target {wanted:g} %"
        named = percent(t["named"], t["found"])
        if t["found"] and t["documented"] and named < NAMED:
            yield f"{what}: {named:.1f} % named alone of {t['found']} found, target {NAMED:g} %"


def count_most(count):
    """Most that a count of rare events may stand for, at 95 % (Wilson and Hilferty, 1931)."""
    n = count + 1
    return n * (1 - 1 / (9 * n) + 1.645 / (3 * math.sqrt(n))) ** 3


def missed_false(data):
    events = sum(data["ordinary_false_events"].values())
    events += sum(sum(n["false_events"].values()) for n in data["nuisances"])
    days = data["camera_days"]
    if not days:
        return
    a_year, most = 365 * events / days, 365 * count_most(events) / days
    if a_year >= FALSE_A_YEAR:
        yield (f"false events, simulated: {events} in {days:.0f} camera-days, {a_year:.1f} a "
               f"camera-year (at most {most:.1f}); target fewer than {FALSE_A_YEAR:g}")
    elif most >= FALSE_A_YEAR:
        yield (f"false events, simulated: {events} in {days:.0f} camera-days, which is too few to "
               f"show the target of fewer than {FALSE_A_YEAR:g} a camera-year: at most {most:.1f}")


def missed_sequences(data):
    for s in data["sequences"]:
        if s["false_events"]:
            yield f"false events, {s['name']}: {s['false_events']}, target 0"
    sums = {}
    where = "real pictures" if len(data["sequences"]) > 1 else data["sequences"][0]["name"]
    for s in data["sequences"]:
        for t in s["injected"]:
            key = (t["fault"], t["strength"], t["unit"])
            of, found, alone = sums.get(key, (0, 0, 0))
            sums[key] = (of + t["trials"], found + t["found"], alone + t["alone"])
    for (fault, strength, unit), (of, found, alone) in sums.items():
        wanted = FOUND_DEFOCUS.get(strength) if fault == "defocus" else FOUND_OTHERS
        what = f"{fault}, {strength:g} {unit}".rstrip()
        if of and wanted and percent(found, of) < wanted:
            yield (f"{what}, {where}: {percent(found, of):.1f} % found "
                   f"of {of}, target {wanted:g} %")
        if found and percent(alone, found) < NAMED:
            yield (f"{what}, {where}: {percent(alone, found):.1f} % named alone of {found} found, "
                   f"target {NAMED:g} %")


def split_table(data):
    """What was found where limits are set, and on the other sequences."""
    sums = {}
    for s in data["sequences"]:
        which = 0 if s["name"] in LIMITS_FROM else 1
        for t in s["injected"]:
            of = sums.setdefault((t["fault"], t["strength"]), [[0, 0], [0, 0]])[which]
            of[0] += t["found"]
            of[1] += t["trials"]
    lines = ["| fault | found where limits are set | on the other sequences |",
             "| --- | --- | --- |"]
    for (fault, strength), of in sums.items():
        cells = [f"{found} of {trials}" if trials else "–" for found, trials in of]
        lines.append(f"| {fault} {strength:g} | {cells[0]} | {cells[1]} |")
    return "\n".join(lines) + "\n\n"


def run(command, quiet_name):
    """Runs a command; returns its output and the JSON that it wrote."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "result.json")
        done = subprocess.run([*command, "--json", path], stdout=subprocess.PIPE, text=True,
                              check=False)
        if done.returncode:
            sys.exit(f"measure.py: {quiet_name} failed with status {done.returncode}")
        return done.stdout, json.loads(Path(path).read_text(encoding="utf-8"))


def shown(command, build):
    """The command as a person would give it."""
    return shlex.join(command).replace(str(build), "build")


def kept_in(args, command):
    """The folder of what cameras gave, each by itself, with this build and these options."""
    what = hashlib.sha256(shlex.join(command[1:]).encode())
    for file in [Path(command[0]), *sorted(args.build.glob("src/lenswatch-*.so")),
                 *sorted(args.build.glob("src/liblenswatch.so*"))]:
        if file.is_file():
            what.update(file.read_bytes())
    folder = args.build / "measured" / what.hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def measure_simulated(args):
    program = args.build / "bench" / "scenarios" / "scenarios"
    command = [str(program), "--days", str(args.days), "--width", str(args.width), "--speeds",
               args.speeds, "--map"]
    if args.quick or args.documented:
        command.append("--quick")
    save = kept_in(args, command)
    command += ["--cameras", str(args.cameras), "--first", str(args.first)]
    fresh = not any(save.iterdir())
    begun = time.monotonic()
    table, data = run([*command, "--jobs", str(args.jobs), "--save", str(save)], "scenarios")
    took = (time.monotonic() - begun) / 60
    text = SIMULATED.format(command=shown(command, args.build), cameras=data["cameras"],
                            pictures=f"{data['pictures']:,}",
                            took=f", {took:.0f} min with {args.jobs} processes" if fresh else "")
    return text + table, [*missed_false(data), *missed_trials(data["trials"])]


def measure_small(args):
    """In pictures as sub streams have them."""
    program = args.build / "bench" / "scenarios" / "scenarios"
    command = [str(program), "--days", "1", "--width", "640", "--speeds", "sudden,minutes,weeks",
               "--quick", "--cameras", "6"]
    table, data = run([*command, "--jobs", str(args.jobs)], "scenarios")
    missed = [*missed_false(data), *missed_trials(data["trials"])]
    return (SMALL.format(command=shown(command, args.build)) + table,
            [f"pictures 640 wide: {line}" for line in missed])


def measure_long(args):
    """False events alone, for which many days are needed."""
    program = args.build / "bench" / "scenarios" / "scenarios"
    command = [str(program), "--days", str(args.false_days), "--width", "640", "--speeds", "none"]
    save = kept_in(args, command)
    command += ["--cameras", "6"]
    table, data = run([*command, "--jobs", str(args.jobs), "--save", str(save)], "scenarios")
    return (LONG.format(command=shown(command, args.build)) + table,
            [f"nuisances alone: {line}" for line in missed_false(data)])


def measure_real(args):
    tables, missed, commands = [], [], []
    folders = sorted(p for p in args.sequences.iterdir() if p.is_dir())
    groups = [(None, [f for f in folders if f.name not in CLOSE])]
    groups += [(CLOSE[f.name], [f]) for f in folders if f.name in CLOSE]
    for interval, group in groups:
        if not group:
            continue
        command = [str(args.build / "src" / "cmd" / "lenswatch"), "evaluate"]
        for folder in group:
            command += ["--sequence", str(folder)]
        for injected in INJECTED:
            command += ["--inject", injected]
        command += ["--trials", str(args.trials)]
        if interval:
            command += ["--interval", str(interval)]
        table, data = run(command, "lenswatch evaluate")
        tables.append((split_table(data) if len(group) > 1 else "") + table)
        missed += missed_sequences(data)
        commands.append(shown(command, args.build / "src" / "cmd")
                        .replace(str(args.sequences), "SEQUENCES").replace("build/", ""))
    intro = REAL.format(command="\n    ".join(commands), limits_from=", ".join(sorted(LIMITS_FROM)))
    return intro + "\n".join(tables), missed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, default=ROOT / "build")
    parser.add_argument("--cameras", type=int, default=12)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--width", type=int, default=1920, help="of main streams")
    parser.add_argument("--days", type=int, default=2, help="with nuisances")
    parser.add_argument("--speeds", default="sudden,minutes,weeks")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--quick", action="store_true",
                        help="6 cameras, sudden faults, at the documented strength")
    parser.add_argument("--documented", action="store_true",
                        help="of other faults than defocus the documented strength alone")
    parser.add_argument("--trials", type=int, default=24)
    parser.add_argument("--false-days", type=int, default=0,
                        help="days of each camera with nuisances alone, beside the others")
    parser.add_argument("--sequences", type=Path)
    parser.add_argument("--output", type=Path)
    args = parser.parse_args()
    if args.quick:
        args.cameras, args.days, args.speeds = 6, 1, "sudden"
    args.build = args.build.resolve()
    text, missed = measure_simulated(args)
    parts = [measure_small] + ([measure_long] if args.false_days else [])
    parts += [measure_real] if args.sequences else []
    for measure in parts:
        more, also_missed = measure(args)
        text += more
        missed += also_missed
    page = HEAD + "## What misses its target\n\n"
    page += "\n".join(f"- {line}" for line in missed) if missed else "Nothing."
    page += "\n" + text
    if args.output:
        args.output.write_text(page, encoding="utf-8")
        print(f"written: {args.output}")
    else:
        print(page)


if __name__ == "__main__":
    main()
