// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Puts the page into the document.
import { render } from "preact";
import { text } from "./text.en";

const root = document.getElementById("app");
if (root) render(<h1>{text.product}</h1>, root);
