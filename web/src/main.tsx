// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Puts the page into the document.
import { render } from "preact";
import { startRouting } from "./lib/route";
import { startSession } from "./state/session";
import { App } from "./views/App";
import "./style/index.css";

startRouting();
void startSession();

const root = document.getElementById("app");
if (root) render(<App />, root);
