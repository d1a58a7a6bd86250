// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Who is logged in, and whether the daemon answers at all.
import { signal } from "@preact/signals";
import { api, ApiError, setSessionOverHandler } from "../api/client";
import type * as Api from "../api/types";

export type Access =
  | { step: "starting" }
  /** The daemon does not answer; it is asked again. */
  | { step: "away" }
  | { step: "activation" }
  /** over: there was a session, and it has ended by itself. */
  | { step: "login"; over: boolean }
  | { step: "in"; session: Api.Session };

export type Role = Api.Session["role"];

const ROLES: readonly Role[] = ["viewer", "operator", "administrator"];

/** Whether who is logged in has that role, or one above it. The daemon checks it again. */
export function may(role: Role): boolean {
  const now = access.value;
  return now.step === "in" && ROLES.indexOf(now.session.role) >= ROLES.indexOf(role);
}

const RETRY_MS = 2000;

export const access = signal<Access>({ step: "starting" });

setSessionOverHandler(sessionOver);

export function sessionOver(): void {
  if (access.value.step === "in") access.value = { step: "login", over: true };
}

/** Finds out where we stand, and goes on asking while nobody answers. */
export async function startSession(): Promise<void> {
  try {
    const status = await api.status();
    if (!status.activated) {
      access.value = { step: "activation" };
    } else if (status.authenticated) {
      access.value = { step: "in", session: await api.session() };
    } else {
      access.value = { step: "login", over: false };
    }
  } catch {
    access.value = { step: "away" };
    window.setTimeout(() => void startSession(), RETRY_MS);
  }
}

export async function activate(password: string): Promise<void> {
  access.value = { step: "in", session: await api.activate({ password }) };
}

/** code: of the second factor; "" where it was not asked for. */
export async function login(user: string, password: string, code: string): Promise<void> {
  const body = { user, password, ...(code === "" ? {} : { code }) };
  access.value = { step: "in", session: await api.login(body) };
}

export async function logout(): Promise<void> {
  try {
    await api.logout();
  } catch (error) {
    // Without an answer the session goes on, and the page says that the daemon is away.
    if (!(error instanceof ApiError && error.status === 401)) return;
  }
  access.value = { step: "login", over: false };
}
