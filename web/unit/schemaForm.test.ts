// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

import assert from "node:assert/strict";
import { test } from "node:test";
import { fieldsOf, idFrom, schemaSettings, schemaValues } from "../src/lib/schemaForm";

const schema = {
  type: "object",
  required: ["host", "to"],
  properties: {
    host: { type: "string", maxLength: 255, description: "Host of the server." },
    port: { type: "integer", minimum: 0, maximum: 65535, default: 25 },
    encryption: { type: "string", enum: ["starttls", "tls"], default: "starttls" },
    password: { type: ["string", "boolean"], maxLength: 255 },
    to: { type: "array", items: { type: "string" } },
    limit_s: { type: "number", minimum: 0.1, maximum: 60, default: 2.5 },
    tls_verify: { type: "boolean", default: true },
    html: { type: "string", maxLength: 65536, default: "" },
  },
};
const fields = fieldsOf(schema);

test("each type has its own kind of field", () => {
  assert.deepEqual(
    fields.map(({ name, kind }) => `${name} ${kind}`),
    [
      "host text",
      "port integer",
      "encryption choice",
      "password secret",
      "to list",
      "limit_s number",
      "tls_verify check",
      "html lines",
    ],
  );
  assert.deepEqual(
    fields.filter(({ required }) => required).map(({ label }) => label),
    ["Host", "To"],
  );
  assert.equal(fields[5]?.label, "Limit s");
});

test("defaults fill a new form, and come back as they were", () => {
  const values = schemaValues(fields, {});
  assert.deepEqual(values, {
    host: "",
    port: "25",
    encryption: "starttls",
    password: "",
    to: "",
    limit_s: "2.5",
    tls_verify: true,
    html: "",
  });
  assert.deepEqual(schemaSettings(fields, values), {
    host: "",
    port: 25,
    encryption: "starttls",
    password: "",
    to: [],
    limit_s: 2.5,
    tls_verify: true,
    html: "",
  });
});

test("what is stored comes back; a secret stays where it is until it is typed", () => {
  const stored = { host: "mail", port: 0, password: true, to: ["a@b", "c@d"], tls_verify: false };
  const values = schemaValues(fields, stored);
  assert.equal(values.to, "a@b\nc@d");
  const sent = schemaSettings(fields, { ...values, to: " a@b \n\n e@f" });
  assert.deepEqual([sent.password, sent.port, sent.tls_verify], [true, 0, false]);
  assert.deepEqual(sent.to, ["a@b", "e@f"]);
  assert.equal(schemaSettings(fields, { ...values, password: "new" }).password, "new");
});

test("an emptied number is the default", () => {
  assert.equal(schemaSettings(fields, { ...schemaValues(fields, {}), port: "" }).port, 25);
});

test("ids are made of names, and none twice", () => {
  assert.equal(idFrom("Mail the Gärtner!", new Set()), "mail-the-ga-rtner");
  assert.equal(idFrom("Mail", new Set(["mail", "mail-2"])), "mail-3");
  assert.equal(idFrom("!!!", new Set()), "action");
  assert.match(idFrom("x".repeat(90), new Set(["x".repeat(28)])), /^[a-z0-9-]{1,32}$/);
});
