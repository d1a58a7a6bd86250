// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// All texts in English, one file a part of the page. Other languages have their shape.
export * from "./account";
export * from "./actionSettings";
export * from "./actions";
export * from "./arming";
export * from "./baselines";
export * from "./cameras";
export * from "./chart";
export * from "./conditions";
export * from "./events";
export * from "./find";
export * from "./frame";
export * from "./guide";
export * from "./live";
export * from "./network";
export * from "./log";
export * from "./recordings";
export * from "./said";
export * from "./settings";
export * from "./syslog";
export * from "./users";
