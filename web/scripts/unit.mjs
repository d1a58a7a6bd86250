// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Runs unit/*.test.ts under Node's own test runner: esbuild, which Vite brings, makes
// JavaScript of them in a folder that is thrown away.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const unit = fileURLToPath(new URL("../unit/", import.meta.url));
const tests = readdirSync(unit).filter((name) => name.endsWith(".test.ts"));
const outdir = mkdtempSync(join(tmpdir(), "lenswatch-web-"));
const outfile = join(outdir, "unit.mjs");
try {
  await build({
    stdin: { contents: tests.map((name) => `import "./${name}";`).join("\n"), resolveDir: unit },
    bundle: true,
    platform: "node",
    format: "esm",
    outfile,
  });
  // Not with --test: its output is nested in some versions of Node, which Meson cannot read.
  const command = ["--test-reporter=tap", outfile];
  const { status } = spawnSync(process.execPath, command, { stdio: "inherit" });
  process.exitCode = status ?? 1;
} finally {
  rmSync(outdir, { recursive: true });
}
