// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Recovery codes, shown this one time.
import { useEffect, useRef } from "preact/hooks";
import { text } from "../text";

const words = text.secondFactor;

export function RecoveryCodes({ codes, done }: { codes: readonly string[]; done: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section class="form narrow" aria-labelledby="recovery-codes">
      <h3 id="recovery-codes" tabIndex={-1} ref={heading}>
        {words.codes}
      </h3>
      <p>{words.codesHelp}</p>
      <ul class="recovery-codes mono">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <button type="button" class="button" onClick={done}>
        {words.kept}
      </button>
    </section>
  );
}
