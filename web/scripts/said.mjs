// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Writes src/api/said.ts: what the daemon says in English that other languages must have words for
// (src/text/*/said.ts), and the settings of the kinds of actions. The daemon's source says it, so
// that is what is read. `npm run types` runs it, and a test with --check.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const OUTPUT = fileURLToPath(new URL("../src/api/said.ts", import.meta.url));

const HEAD = `// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Made from the source of the daemon by \`npm run types\`. Changes here are lost.
`;

/** Where reasons are given: of verdicts, of their lack, and of the ends of events. */
const REASONS = [
  "src/verdict/condition",
  "src/verdict",
  "src/feature",
  "src/camera",
];
/** A statement that has one. */
const GIVES_REASON =
  /\blwi_find(_not)?\(|reason\b.*=|\breason, sizeof|reason\), "|lwi_value_invalid\(|set_reason\(|blind_locked\(|events_(end|disarm)\(|lwi_watch_judge\(|snprintf\((ret_)?text\b|return ("|[^;]*\? ")/s;
/** Looks like one, and is said elsewhere. */
const OTHERS = /lwi_log|lwi_error_|json_|strcmp|lwi_store_|lwi_db_|sqlite3|assert|fprintf|strftime/;
/** Files of these folders that give none. */
const SILENT =
  /camera\/(network|wait|focus|lens_\w*|schedule|names|state|condition)\.c$|(model_file|baseline|save)\w*\.c$/;

const sources = (folder) =>
  readdirSync(ROOT + folder)
    .filter((name) => name.endsWith(".c"))
    .sort()
    .map((name) => `${folder}/${name}`);

const read = (path) => readFileSync(ROOT + path, "utf8").replace(/\/\*.*?\*\//gs, " ");

const STRING = /"((?:[^"\\\n]|\\.)*)"/;

/** Strings that stand side by side are one. */
function strings(code) {
  const joined = code.replace(/\\\n/g, " ").replace(/((?:[^"\\]|\\.)|^)"\s*"/g, (all, before) =>
    before === "" ? all : before,
  );
  return [...joined.matchAll(new RegExp(STRING, "g"))].map(([, text]) => JSON.parse(`"${text}"`));
}

/** Up to its semicolon, or its brace; not within strings. */
const statements = (code) =>
  code.match(/(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[^;{}"'])+[;{}]?/g) ?? [];

/** A sentence, or its format: not the name of something. */
const isSaid = (text) => /[a-z]{3}.* |^[a-z]{6,}$/.test(text.replace(/%[-.\d]*(?:ll)?[a-z%]/g, ""));

function reasons() {
  return REASONS.flatMap(sources)
    .filter((path) => !SILENT.test(path))
    .flatMap((path) =>
      statements(read(path))
        .filter((one) => GIVES_REASON.test(one) && !OTHERS.test(one))
        .map((one) => one.replace(/condition_find\("\w+"\)/g, ""))
        .flatMap(strings)
        .filter(isSaid),
    );
}

/** The help of each kind, condition and number, and why a setting is strict. */
function helps() {
  const helped = ["src/verdict/condition", "src/action"]
    .flatMap(sources)
    .filter((path) => path !== "src/action/rule.c")
    .flatMap((path) => [...read(path).matchAll(/\.help\s*=\s*((?:"(?:[^"\\\n]|\\.)*"\s*)+)/g)])
    .flatMap(([, text]) => strings(text));
  const measured = statements(read("src/verdict/watch_explain.c"))
    .filter((one) => /\badd\(ret, "/.test(one))
    .flatMap(strings)
    .filter((one) => one !== "" && one !== "px@1080p");
  const strict = statements(read("src/config/strict.c"))
    .flatMap(strings)
    .filter((one) => /^[A-Z].*\.$/.test(one));
  return [...helped, ...measured, ...strict];
}

/** The rows of the settings of each kind of action, and what may be chosen in them. */
function actions() {
  const shared = {};
  const choices = new Set();
  for (const name of readdirSync(`${ROOT}src/action`).filter((one) => one.endsWith(".h")))
    for (const [, macro, body] of read(`src/action/${name}`).matchAll(
      /#define (LWI_\w+_ROWS)\s*((?:.*\\\n)+.*)/g,
    ))
      shared[macro] = body.replace(/\\\n/g, " ");
  const kinds = {};
  for (const path of sources("src/action")) {
    const code = read(path);
    const rows = /lwi_action_option options\[\] = \{(.*?)\n\};/s.exec(code)?.[1];
    const kind = /\.name = "(\w+)",\s*\.help =/.exec(code)?.[1];
    if (!rows || !kind) continue;
    const all = rows.replace(/LWI_\w+_ROWS/g, (macro) => shared[macro] ?? macro);
    kinds[kind] = [...all.matchAll(/\{\s*"(\w+)",/g)].map(([, name]) => name);
    for (const [, list] of all.matchAll(/LWI_ACTION_CHOICE[^}]*?(\w+)\s*\}/g)) {
      const names = list.startsWith("lwi_") ? read("src/action/names.c") : code;
      const found = new RegExp(`const char \\*const ${list}\\[\\] = \\{(.*?)\\}`, "s").exec(names);
      for (const one of strings(found?.[1] ?? "")) choices.add(one);
    }
  }
  return { kinds, choices: [...choices] };
}

const union = (list, indent = "  ") =>
  [...new Set(list)].map((one) => `\n${indent}| ${JSON.stringify(one)}`).join("");

const { kinds, choices } = actions();
const members = Object.entries(kinds)
  .sort()
  .map(([kind, names]) => `  ${kind}:${union(names, "    ")};\n`);
const made = `${HEAD}
/** Sentences, and formats of sentences. */
export type Said =${union([...reasons(), ...helps()].sort())};

/** The settings of each kind of action. */
export type ActionSettings = {
${members.join("")}};

/** What may be chosen in them. */
export type ActionChoice =${union(choices.sort())};
`;

if (process.argv.includes("--check")) {
  if (readFileSync(OUTPUT, "utf8") !== made) {
    console.error("src/api/said.ts does not agree with the source of the daemon: npm run types");
    process.exit(1);
  }
} else {
  writeFileSync(OUTPUT, made);
}
