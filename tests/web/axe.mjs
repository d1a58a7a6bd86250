// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// What axe-core finds on a page that keeps somebody from using it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const web = createRequire(fileURLToPath(new URL("../../web/package.json", import.meta.url)));
const source = readFileSync(web.resolve("axe-core/axe.min.js"), "utf8");

/** Fails with what is serious or worse, and where. */
export async function isAccessible(page, name) {
  // Evaluated from outside, so that the content security policy stays as it is.
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(source);
  const found = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${node.html.slice(0, 160)} – ${node.failureSummary}`),
      );
  });
  assert.deepEqual(found, [], `${name} is not for everybody`);
}
