#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the Lenswatch authors
"""Writes the licences of all that Lenswatch is made of, for the page that shows them.

    licences.py OUTPUT.json

Nothing is listed by hand: the C libraries are those that the meson.build files
ask for and pkg-config finds, with the copyright file of the Debian package that
brings each; the libraries of the page are those that package-lock.json names
for use, with the licence file in each. Where a system has no such copyright
files, the name stands alone. Versions of C libraries are left out: anybody may
read the file, and need not know which are old.
"""
import glob
import json
import os
import re
import subprocess
import sys

WEB = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(WEB)
TEXT_MAX = 256 << 10
LICENCE_FILE = re.compile(r"(licen[cs]e|copying)(\.(md|txt))?$", re.IGNORECASE)


def read(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as f:
            return f.read(TEXT_MAX)
    except OSError:
        return ""


def output_of(*command):
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              text=True, check=False)
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def meson_files():
    return [os.path.join(ROOT, "meson.build"),
            *sorted(glob.glob(os.path.join(ROOT, "src", "**", "meson.build"), recursive=True))]


def short_name(copyright_text):
    """What a machine-readable copyright file says of most files; "" where it says nothing."""
    found = re.search(r"^Files:\s*\*\s*$(?:.|\n)*?^License: *(\S[^\n]*)$", copyright_text,
                      re.MULTILINE)
    return found.group(1).strip() if found else ""


def c_library(name):
    if not output_of("pkg-config", "--modversion", name):
        return None
    folder = output_of("pkg-config", "--variable=pcfiledir", name)
    package = output_of("dpkg", "-S", f"{folder}/{name}.pc").split(":")[0]
    text = read(f"/usr/share/doc/{package}/copyright") if package else ""
    return {"name": name, "version": "", "licence": short_name(text), "text": text}


def c_libraries():
    names = set()
    for path in meson_files():
        names.update(re.findall(r"dependency\('([\w.+-]+)'", read(path)))
    return [one for one in map(c_library, sorted(names - {"threads"})) if one]


def page_libraries():
    packages = json.loads(read(os.path.join(WEB, "package-lock.json")))["packages"]
    found = []
    for folder, package in sorted(packages.items()):
        if not folder or package.get("dev") or package.get("optional"):
            continue
        path = os.path.join(WEB, folder)
        files = sorted(name for name in os.listdir(path) if LICENCE_FILE.match(name))
        found.append({"name": folder.split("node_modules/")[-1], "version": package["version"],
                      "licence": package.get("license", ""),
                      "text": read(os.path.join(path, files[0])) if files else ""})
    return found


def all_licences():
    """Libraries of one package share a text, which is there once, at the first."""
    own = {"name": "Lenswatch", "version": "", "licence": "BSD-2-Clause",
           "text": read(os.path.join(ROOT, "LICENSE"))}
    seen = {}
    listed = [own, *c_libraries(), *page_libraries()]
    for one in listed:
        first = seen.setdefault(one["text"], one["name"])
        one["as"] = "" if first == one["name"] or not one["text"] else first
        if one["as"]:
            one["text"] = ""
    return listed


def main(arguments):
    if len(arguments) != 1:
        sys.exit(__doc__)
    with open(arguments[0], "w", encoding="utf-8") as out:
        json.dump(all_licences(), out, ensure_ascii=False, indent=0)


if __name__ == "__main__":
    main(sys.argv[1:])
