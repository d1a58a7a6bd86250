// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What the browser tests and the screenshots have in common: a real daemon with data of its own,
// real demo cameras, a real browser. Everything listens on a free port of the loopback address.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const { chromium } = createRequire(join(root, "web/package.json"))("playwright-core");

const START_MS = 60_000; // under sanitizers, on a busy machine
const STOP_MS = 15_000;

const programs = {
  lenswatch: process.env.LENSWATCH ?? join(root, "build/lenswatch"),
  camera: process.env.DEMO_CAMERA ?? join(root, "build/demo/lenswatch-demo-camera"),
  chromium: process.env.CHROMIUM ?? "/usr/bin/chromium",
};

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Calls probe until it gives something true. */
export async function until(what, probe, limit_ms = START_MS) {
  const end = Date.now() + limit_ms;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${limit_ms / 1000} s in vain: ${what}`);
    await sleep(100);
  }
}

export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A program that is ended with the test. Its output is shown when it fails. */
class Child {
  constructor(command, args, stdin, environment = {}) {
    this.output = "";
    this.process = spawn(command, args, {
      stdio: [stdin, "pipe", "pipe"],
      env: { ...process.env, ...environment },
    });
    this.gone = new Promise((resolve) => {
      this.process.on("error", (error) => resolve(String(error)));
      this.process.on("exit", (code, signal) => resolve(`it ended (${code ?? signal})`));
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream.on("data", (text) => (this.output = (this.output + text).slice(-20_000)));
    }
  }

  /** Waits until ready gives something true; fails as soon as the program has ended. */
  async ready(name, probe) {
    const failed = this.gone.then((how) => {
      throw new Error(`${name}: ${how}\n${this.output}`);
    });
    failed.catch(() => undefined);
    await Promise.race([until(`${name} is ready`, probe), failed]);
  }

  async stop() {
    const timer = setTimeout(() => this.process.kill("SIGKILL"), STOP_MS);
    this.process.kill("SIGTERM");
    await this.gone;
    clearTimeout(timer);
  }
}

export class Daemon {
  constructor() {
    this.data = mkdtempSync(join(tmpdir(), "lenswatch-page-"));
  }

  async start() {
    this.port ??= await freePort();
    this.url = `http://127.0.0.1:${this.port}`;
    this.child = new Child(
      programs.lenswatch,
      ["serve", "--data", this.data, "--listen", `127.0.0.1:${this.port}`],
      "ignore",
    );
    await this.child.ready("lenswatch serve", async () => {
      const answer = await fetch(`${this.url}/healthz`).catch(() => null);
      return answer?.ok;
    });
  }

  async stop() {
    await this.child?.stop();
    this.child = null;
  }

  async remove() {
    await this.stop();
    rmSync(this.data, { recursive: true, force: true });
  }
}

/** A demo camera that keeps its focus until it is told otherwise, and wants a login. */
export class DemoCamera {
  user = "viewer";
  password = "camera-secret";

  async start(args = []) {
    this.child = new Child(
      programs.camera,
      ["--port", "0", "--every", "0", "--control", "--user", this.user, ...args],
      "pipe",
      { PASSWORD: this.password },
    );
    const found = () => /^rtsp:\S+/m.exec(this.child.output)?.[0];
    await this.child.ready("the demo camera", found);
    this.url = found();
  }

  /** "defocus", "focus", … */
  tell(command) {
    this.child.process.stdin.write(`${command}\n`);
  }

  async stop() {
    await this.child?.stop();
  }
}

export function launchBrowser() {
  return chromium.launch({ executablePath: programs.chromium, args: ["--no-sandbox"] });
}

/** A camera with a motor lens behind its brand's interface. */
export class LensCamera {
  async start() {
    this.child = new Child(
      process.env.PYTHON ?? "python3",
      ["-B", join(root, "tests/web/lens_camera.py")],
      "pipe",
    );
    await this.child.ready("the camera with a lens", () => this.child.output.includes("\n"));
    Object.assign(this, JSON.parse(this.child.output.split("\n")[0]));
  }

  /** Where the lens is, 0 to 1. */
  async focus() {
    return (await this.state()).focus;
  }

  /** How it was turned, too, and its presets. */
  async state() {
    const lines = this.child.output.split("\n").length;
    this.child.process.stdin.write("\n");
    await until("it says where its lens is", () => this.child.output.split("\n").length > lines);
    return JSON.parse(this.child.output.split("\n").at(-2));
  }

  async stop() {
    await this.child?.stop();
  }
}
