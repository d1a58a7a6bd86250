// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Writes src/api/types.ts from the schemas of the OpenAPI document, so that the page and the
// server cannot drift apart: `npm run types`. A unit test runs it with --check.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const DOCUMENT = fileURLToPath(new URL("../../src/api/openapi.json", import.meta.url));
const OUTPUT = fileURLToPath(new URL("../src/api/types.ts", import.meta.url));

const HEAD = `// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Made from src/api/openapi.json by \`npm run types\`. Changes here are lost.
`;

const PRIMITIVES = {
  boolean: "boolean",
  integer: "number",
  null: "null",
  number: "number",
  string: "string",
};

/** The TypeScript type of one JSON schema. */
function typeOf(schema, indent) {
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.oneOf) return schema.oneOf.map((one) => typeOf(one, indent)).join(" | ");
  if (Array.isArray(schema.type))
    return schema.type.map((type) => typeOf({ ...schema, type }, indent)).join(" | ");
  if (schema.type === "array") return `Array<${typeOf(schema.items, indent)}>`;
  if (schema.type === "object") return objectType(schema, indent);
  const primitive = PRIMITIVES[schema.type];
  if (!primitive) throw new Error(`no type for ${JSON.stringify(schema)}`);
  return primitive;
}

function objectType(schema, indent) {
  if (!schema.properties) {
    const values = schema.additionalProperties;
    return `Record<string, ${values?.type || values?.$ref ? typeOf(values, indent) : "unknown"}>`;
  }
  const required = new Set(schema.required ?? []);
  const inner = `${indent}  `;
  const members = Object.entries(schema.properties).map(([name, member]) => {
    const key = /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
    const comment = member.description ? `${inner}/** ${member.description} */\n` : "";
    return `${comment}${inner}${key}${required.has(name) ? "" : "?"}: ${typeOf(member, inner)};\n`;
  });
  return `{\n${members.join("")}${indent}}`;
}

const schemas = JSON.parse(readFileSync(DOCUMENT, "utf8")).components.schemas;
const body = Object.entries(schemas).map(
  ([name, schema]) => `\nexport type ${name} = ${typeOf(schema, "")};\n`,
);
const made = HEAD + body.join("");

if (process.argv.includes("--check")) {
  if (readFileSync(OUTPUT, "utf8") !== made) {
    console.error("src/api/types.ts does not agree with the OpenAPI document: npm run types");
    process.exit(1);
  }
} else {
  writeFileSync(OUTPUT, made);
}
