#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026, the Lenswatch authors
"""Builds the web page and writes it as a C table: what Meson runs.

    build.py NPM SCRATCH_DIR OUTPUT.c DEPFILE
    build.py NPM --packages-only

The npm packages of package-lock.json are fetched into web/node_modules when they
are missing or the lock file has changed since; the page is then made in
SCRATCH_DIR, outside the source tree. DEPFILE tells Ninja which sources to look at.
"""
import fcntl
import hashlib
import os
import subprocess
import sys

WEB = os.path.dirname(os.path.abspath(__file__))
# What the page is made of, besides src/ and public/.
SOURCES = ["build.py", "embed.py", "licences.py", "index.html", "package.json", "package-lock.json",
           "tsconfig.json", "vite.config.ts"]


def run(command, remedy, **kwargs):
    """Runs quietly; shows the output and the remedy when it fails."""
    done = subprocess.run(command, cwd=WEB, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False, **kwargs)
    if done.returncode != 0:
        sys.exit(f"{done.stdout}\nbuild.py: '{' '.join(command)}' failed. {remedy}")


def fetch_packages(npm):
    """npm ci, unless what is there came from this very lock file."""
    with open(os.path.join(WEB, "package-lock.json"), "rb") as f:
        wanted = hashlib.sha256(f.read()).hexdigest()
    modules = os.path.join(WEB, "node_modules")
    stamp = os.path.join(modules, ".lenswatch-lock")
    # Two build folders may be built at once over one source tree.
    with open(os.path.join(WEB, "package-lock.json"), "rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            with open(stamp, encoding="ascii") as f:
                if f.read() == wanted:
                    return
        except FileNotFoundError:
            pass
        print("web: fetching npm packages", flush=True)
        run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            "It needs the npm registry once; 'meson configure -Dweb=disabled' builds without "
            "the page.")
        with open(stamp, "w", encoding="ascii") as f:
            f.write(wanted)


def sources():
    files = [os.path.join(WEB, name) for name in SOURCES]
    for top in ("src", "public"):
        for folder, _, names in os.walk(os.path.join(WEB, top)):
            files += [os.path.join(folder, name) for name in names]
    return sorted(files)


def main(arguments):
    if arguments[1:] == ["--packages-only"]:
        fetch_packages(arguments[0])
        return
    if len(arguments) != 4:
        sys.exit(__doc__)
    npm, scratch, output, depfile = arguments
    fetch_packages(npm)
    # Vite takes types on trust; among them is that every text is there in every language.
    run([npm, "exec", "--", "tsc", "--noEmit", "--incremental", "--tsBuildInfoFile",
         os.path.join(os.path.abspath(scratch), "types")], "The lines above say where.")
    dist = os.path.join(os.path.abspath(scratch), "dist")
    run([npm, "exec", "--", "vite", "build", "--logLevel", "warn", "--outDir", dist,
         "--emptyOutDir"], "The lines above say where.")
    subprocess.run([sys.executable, os.path.join(WEB, "licences.py"),
                    os.path.join(dist, "licences.json")], check=True)
    subprocess.run([sys.executable, os.path.join(WEB, "embed.py"), dist, output], check=True)
    with open(depfile, "w", encoding="utf-8") as f:
        f.write(f"{output}: " + " ".join(s.replace(" ", "\\ ") for s in sources()) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
