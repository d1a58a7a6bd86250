// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Writes src/api/said*.ts: what the daemon says in English that other languages must have words for
// (src/text/*/said*.ts), and the settings of the kinds of actions. The daemon's source says it, so
// that is what is read. `npm run types` runs it, and a test with --check.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

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

/** Where is said why a camera is lost, in the order in which it is done. */
const CAMERA_ERRORS = [
  "src/source",
  "src/http",
  "src/driver",
  "src/decode",
  "src/camera",
  "src/config",
  "src/discover",
];
/** Where else is said what is wrong with a request. */
const REQUEST_ERRORS = ["src/api", "src/store"];
/** A statement that says so. */
const GIVES_ERROR =
  /lwi_error_(set|hint)\(|lwi_answer_error\(|lwi_gate_refuse\(|\b(refuse|failed|wrong|file_error|CHECK)\(|lwi_device_(nonsense|cannot)\(|snprintf\((error|hint),|\bwhy( = |\[)|(hint|rules)\[\] =|whose = |define HINT_|->message, sizeof\(/;
const GIVES_NO_ERROR = /sqlite3_|lwi_db_(?!error)|fprintf|lwi_log/;
/** Files of these folders whose errors the page seldom shows: of scripts, of the start, of files
 * that are judged or taken as a configuration. */
const SELDOM =
  /api\/(openapi|\w*digest\w*|predict|diagnosis|event_report|metrics|server|config_\w+|routes_judge|routes_report)\.c$|store\/(?!store_)\w+\.c$|decode\/still\w*\.c$|source\/v4l2\w*\.c$|config\/(yaml|passphrase|url_secret)\.c$/;
/** Speaks to who writes a script, or starts the daemon. */
const OF_SCRIPTS = /\/api\/v1|GET |POST |Content-Type|X-Lenswatch|Accept-|--\w|docs\/|select |TasksMax/;

/** Strings that stand side by side are one, also with a macro of <inttypes.h> between. */
function strings(code) {
  const whole = code.replace(/"\s*PRI([diux])64\s*("|(?=[,)]))/g, (_, kind, begins) =>
    begins === "" ? `ll${kind}"` : `ll${kind}`,
  );
  const joined = whole.replace(/\\\n/g, " ").replace(/((?:[^"\\]|\\.)|^)"\s*"/g, (all, before) =>
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

/** A sentence of several words, or its format. */
const isError = (text) =>
  /[A-Za-z]{2}.* /.test(text.replace(/%[-.*\d]*(?:ll|[lz])?[a-z%]/g, "")) &&
  !/^[":]/.test(text) &&
  !OF_SCRIPTS.test(text);

function errors(folders) {
  return folders
    .flatMap(sources)
    .filter((path) => !SELDOM.test(path))
    .flatMap((path) =>
      statements(read(path))
        .filter((one) => GIVES_ERROR.test(one) && !GIVES_NO_ERROR.test(one))
        .flatMap(strings)
        .filter(isError),
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
const given = new Set([...reasons(), ...helps()]);
const ofCameras = new Set(errors(CAMERA_ERRORS).filter((one) => !given.has(one)));
const ofRequests = errors(REQUEST_ERRORS).filter((one) => !given.has(one) && !ofCameras.has(one));
const made = {
  said: `
/** Sentences, and formats of sentences. */
export type Said =${union([...given].sort())};

/** The settings of each kind of action. */
export type ActionSettings = {
${members.join("")}};

/** What may be chosen in them. */
export type ActionChoice =${union(choices.sort())};
`,
  saidOfCameras: `
/** Why a camera is lost, or something cannot be done with it; and what to do. */
export type SaidOfCameras =${union([...ofCameras].sort())};
`,
  saidOfRequests: `
/** What else is wrong with a request. */
export type SaidOfRequests =${union([...ofRequests].sort())};
`,
};

for (const [name, text] of Object.entries(made)) {
  const output = `${ROOT}web/src/api/${name}.ts`;
  if (!process.argv.includes("--check")) {
    writeFileSync(output, HEAD + text);
  } else if (readFileSync(output, "utf8") !== HEAD + text) {
    console.error(`src/api/${name}.ts does not agree with the source of the daemon: npm run types`);
    process.exitCode = 1;
  }
}
