// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The HTTP API, typed. Every failure is an ApiError with what the server said about it.
import { isAsked } from "../lib/measures";
import type { Stream } from "../lib/stream";
import type * as Api from "./types";

export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    /** HTTP status; 0: the daemon did not answer at all. */
    readonly status: number,
    message: string,
    readonly hint: string,
    /** Of a login: the password is right, and the code of the second factor is missing. */
    readonly codeNeeded = false,
  ) {
    super(message);
  }
}

/** Somebody else has changed meanwhile what was to be changed; nothing was. */
export class ConflictError extends ApiError {
  /** Makes the change all the same; set by who can. */
  overwrite: (() => void) | null = null;
  /** Shows what there is now; what was entered is given up. */
  loadTheirs = (): void => location.reload();

  constructor(
    /** The next attempt is not refused for this. */
    readonly insist: () => void,
  ) {
    super(412, "", "");
  }
}

type Method = "GET" | "POST" | "PATCH" | "DELETE";

const TIMEOUT_MS = 20_000;
/** A peer may take its time. */
const TEST_TIMEOUT_MS = 320_000;
const UPLOAD_TIMEOUT_MS = 6 * 3600 * 1000;
const BASE = "/api/v1";
/** Where other programs ask for it, too: it has no version. */
const PREDICT = "/predict?tiles=1";
/** Made with the page (web/licences.py). */
const LICENCES = "/licences.json";
const OUTSIDE: readonly string[] = [PREDICT, LICENCES];

/** Called when the session turns out to be over. Set once, by the state. */
let onSessionOver: () => void = () => undefined;

export function setSessionOverHandler(handler: () => void): void {
  onSessionOver = handler;
}

let offset_s = 0;

/** Now by the daemon's clock, which is the one that its times come from. */
export const serverNow = (): number => Date.now() / 1000 + offset_s;

/** The header has whole seconds: only a clock that is really off is corrected. */
function noteServerTime(response: Response): void {
  const off_s = (Date.parse(response.headers.get("Date") ?? "") - Date.now()) / 1000;
  if (!Number.isNaN(off_s)) offset_s = Math.abs(off_s) > 3 ? off_s : 0;
}

function isErrorBody(value: unknown): value is Api.LoginError {
  return typeof value === "object" && value !== null && "error" in value;
}

async function errorOf(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  if (isErrorBody(body)) {
    return new ApiError(response.status, body.error, body.hint ?? "", body.code_needed === true);
  }
  return new ApiError(response.status, `${response.status} ${response.statusText}`, "");
}

/** Of what was read, which version it was, so that a change of it can say on what it was made. */
const versions = new WeakMap<object, string>();

/** What is changed though somebody else has changed it, too. */
const insisted = new WeakSet<object>();

async function request(
  method: Method,
  path: string,
  body?: unknown,
  timeout_ms = TIMEOUT_MS,
  of?: object,
): Promise<Response> {
  const headers: Record<string, string> = {};
  const version = of && versions.get(of);
  if (version) headers["If-Match"] = version;
  if (method !== "GET") headers["X-Lenswatch"] = "1";
  const raw = body instanceof Blob;
  if (body !== undefined) {
    headers["Content-Type"] = raw ? "application/octet-stream" : "application/json";
  }
  let response: Response;
  try {
    response = await fetch(OUTSIDE.includes(path) ? path : BASE + path, {
      method,
      headers,
      body: body === undefined ? null : raw ? body : JSON.stringify(body),
      cache: "no-store",
      signal: AbortSignal.timeout(timeout_ms),
    });
  } catch {
    throw new ApiError(0, "", "");
  }
  noteServerTime(response);
  if (response.ok) return response;
  const error = await errorOf(response);
  if (response.status === 401 && path !== "/session" && path !== "/password" && path !== "/recovery") onSessionOver();
  throw error;
}

async function json<T>(
  method: Method,
  path: string,
  body?: unknown,
  timeout_ms?: number,
): Promise<T> {
  const response = await request(method, path, body, timeout_ms);
  return noteVersion(response, (await response.json()) as T);
}

function noteVersion<T>(response: Response, value: T): T {
  const version = response.headers.get("ETag");
  if (version && typeof value === "object" && value !== null) versions.set(value, version);
  return value;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The members that change by body, of what is there; for most they have the same names. */
type Members = (of: object) => object;

/**
 * Changes what was read as `of`. What somebody else has changed since is kept where it is not what
 * changes here; where it is, that is a conflict.
 */
async function change<T extends object>(
  path: string,
  body: object,
  of?: T,
  membersOf: Members = (whole) => whole,
  query = "",
): Promise<T> {
  let base = of;
  for (;;) {
    try {
      const response = await request("PATCH", path + query, body, TIMEOUT_MS, base);
      const changed = noteVersion(response, (await response.json()) as T);
      if (of) renew(of, changed, body, membersOf, base === of);
      return changed;
    } catch (error) {
      if (!of || !(error instanceof ApiError && error.status === 412)) throw error;
      const now = await json<T>("GET", path);
      const [before, after] = [membersOf(of), membersOf(now)] as Record<string, unknown>[];
      if (Object.keys(body).some((name) => !same(before?.[name], after?.[name]))) {
        throw new ConflictError(() => versions.delete(of));
      }
      base = now;
    }
  }
}

/**
 * Of what was changed here `of` now says what it is: a second form of the same page is not refused
 * for the first. Of the rest it says what the page shows.
 */
function renew(of: object, changed: object, body: object, membersOf: Members, alone: boolean): void {
  const [before, after] = [membersOf(of), membersOf(changed)] as Record<string, unknown>[];
  for (const name of Object.keys(body)) if (before && after) before[name] = after[name];
  const version = versions.get(changed);
  if (alone && version) versions.set(of, version);
}

async function nothing(method: Method, path: string, body?: unknown): Promise<void> {
  await request(method, path, body);
}

export type EventQuery = {
  camera?: string;
  condition?: string;
  state?: "all" | "open" | "ended";
  from_s?: number;
  to_s?: number;
  before?: number;
  limit?: number;
  /** They are taken away, which comes into the audit log. */
  export?: true;
};

export type EventPage = { events: Api.Event[]; next_before: number | null };

/** What a person says of an event. */
export type EventMark = { acknowledged?: boolean; false_alarm?: boolean; comment?: string };

function eventPath(query: EventQuery): string {
  const parameters = new URLSearchParams();
  if (query.camera) parameters.set("camera", query.camera);
  if (query.condition) parameters.set("condition", query.condition);
  if (query.state) parameters.set("state", query.state);
  if (query.from_s !== undefined) parameters.set("from", query.from_s.toFixed(3));
  if (query.to_s !== undefined) parameters.set("to", query.to_s.toFixed(3));
  if (query.before !== undefined) parameters.set("before", String(query.before));
  if (query.limit !== undefined) parameters.set("limit", String(query.limit));
  if (query.export) parameters.set("export", "true");
  return `/events?${parameters}`;
}

const cameraPath = (id: string): string => `/cameras/${encodeURIComponent(id)}`;

const userPath = (name: string): string => `/users/${encodeURIComponent(name)}`;
const actionPath = (id: string): string => `/actions/${encodeURIComponent(id)}`;
const rulePath = (id: string): string => `/rules/${encodeURIComponent(id)}`;

export type ConfigImport = {
  yaml: string;
  passphrase?: string;
  /** Remove what a section of the file does not name. */
  prune: boolean;
  /** Only say what would change. */
  dry_run: boolean;
};

/** A library; as: the one whose text is its own, too. */
export type Licence = { name: string; version: string; licence: string; text: string; as: string };

export type ActionKind = { name: string; help: string; settings: Record<string, unknown> };
export type ActionTest = { done: boolean; answer: string; error: string; hint: string };

type Span = { from_s: number; to_s: number };
/** As a form has them. */
export type PreviewSettings = { sensitivity: string; duration_s: string; clear_duration_s: string };

/** The schedule of a camera, and which conditions are armed now. */
export type Arming = { schedule: Api.ArmingSchedule; armed: Record<string, boolean> };

export const api = {
  /** Without a session only whether there is one, and an administrator. */
  status: () => json<Api.Status>("GET", "/status"),
  /** Which rules a new password must meet; asked without a session, too. */
  setup: () => json<Api.Setup>("GET", "/setup"),
  activate: (body: Api.Activation) => json<Api.Session>("POST", "/setup", body),
  session: () => json<Api.Session>("GET", "/session"),
  login: (body: Api.Login) => json<Api.Session>("POST", "/session", body),
  logout: () => nothing("DELETE", "/session"),

  /** Somebody does something: the session goes on. */
  stay: () => nothing("POST", "/session/stay"),

  changePassword: (body: Api.PasswordChange) => nothing("POST", "/password", body),
  account: () => json<Api.Account>("GET", "/account"),
  changeAccount: (body: Api.AccountPatch, of: Api.Account) =>
    change<Api.Account>("/account", body, of),
  recovery: () => json<Api.Recovery>("GET", "/recovery"),
  mailRecoveryCode: (body: Api.RecoveryUser) =>
    json<Api.RecoveryMailed>("POST", "/recovery/mail", body),
  askRecoveryQuestions: (body: Api.RecoveryUser) =>
    json<Api.RecoveryQuestions>("POST", "/recovery/questions", body),
  recover: (body: Api.RecoveryRequest) => nothing("POST", "/recovery", body),
  reinforcement: () => json<Api.Reinforcement>("GET", "/security/reinforcement"),
  setReinforcement: (body: Api.ReinforcementPatch, of: Api.Reinforcement) =>
    change<Api.Reinforcement>("/security/reinforcement", body, of),
  beginSecondFactor: (body: Api.OwnPassword) =>
    json<Api.SecondFactorSecret>("POST", "/account/second-factor", body),
  confirmSecondFactor: (body: Api.SecondFactorCode) =>
    json<Api.RecoveryCodes>("POST", "/account/second-factor/confirm", body),
  renewRecoveryCodes: (body: Api.OwnPassword) =>
    json<Api.RecoveryCodes>("POST", "/account/second-factor/codes", body),
  removeSecondFactor: (body: Api.OwnPassword) =>
    nothing("POST", "/account/second-factor/remove", body),
  certificates: () => json<Api.CertificateList>("GET", "/certificates"),
  certificate: (id: string) =>
    json<Api.CertificateTexts>("GET", `/certificates/${encodeURIComponent(id)}`),
  importCertificate: (body: Api.CertificateImport) =>
    json<Api.CertificateTexts>("POST", "/certificates", body),
  requestCertificate: (body: Api.CertificateRequest) =>
    json<Api.CertificateTexts>("POST", "/certificate/request", body),
  makeCertificate: (body: Api.SelfSignedRequest) =>
    json<Api.CertificateTexts>("POST", "/certificate/self-signed", body),
  useCertificate: (id: string) =>
    json<Api.CertificateTexts>("POST", `/certificates/${encodeURIComponent(id)}/use`),
  removeCertificate: (id: string) =>
    nothing("DELETE", `/certificates/${encodeURIComponent(id)}`),
  audit: async (query: URLSearchParams) => {
    const page = await json<{ records: Api.AuditRecord[]; next_before: number | null }>(
      "GET",
      `/audit?${query}`,
    );
    return { rows: page.records, next_before: page.next_before };
  },
  verifyAudit: () => json<Api.AuditVerdict>("GET", "/audit/verify"),
  log: async (query: URLSearchParams) => {
    const page = await json<{ lines: Api.LogLine[]; next_before: number | null }>(
      "GET",
      `/log?${query}`,
    );
    return { rows: page.lines, next_before: page.next_before };
  },
  users: async () => (await json<{ users: Api.User[] }>("GET", "/users")).users,
  addUser: (body: Api.UserRequest) => json<Api.User>("POST", "/users", body),
  /** of: as it was shown, in a list, which knows no versions. */
  changeUser: async (of: Api.User, body: Api.UserPatch) => {
    const now = await json<Api.User>("GET", userPath(of.name));
    const members = Object.keys(body) as Array<keyof Api.User & keyof Api.UserPatch>;
    if (!insisted.delete(of) && members.some((name) => !same(of[name], now[name]))) {
      throw new ConflictError(() => insisted.add(of));
    }
    return change<Api.User>(userPath(of.name), body, now);
  },
  removeUser: (name: string) => nothing("DELETE", userPath(name)),
  removeSecondFactorOf: (name: string) => nothing("DELETE", `${userPath(name)}/second-factor`),
  unlockUser: (name: string) => nothing("POST", `${userPath(name)}/unlock`),
  sessions: async () =>
    (await json<{ sessions: Api.LoginSession[] }>("GET", "/sessions")).sessions,
  endSession: (id: string) => nothing("DELETE", `/sessions/${encodeURIComponent(id)}`),
  tokens: async () => (await json<{ tokens: Api.Token[] }>("GET", "/tokens")).tokens,
  createToken: (body: Api.TokenRequest) =>
    json<{ token: Api.Token; secret: string }>("POST", "/tokens", body),
  deleteToken: (id: string) => nothing("DELETE", `/tokens/${encodeURIComponent(id)}`),
  logOutUser: (name: string) => nothing("POST", `${userPath(name)}/logout`),

  cameras: async () => (await json<{ cameras: Api.Camera[] }>("GET", "/cameras")).cameras,
  camera: (id: string) => json<Api.Camera>("GET", cameraPath(id)),
  addCamera: (body: Api.CameraSettings) => json<Api.Camera>("POST", "/cameras", body),
  changeCamera: (id: string, body: Api.CameraPatch, of?: Api.Camera) =>
    change<Api.Camera>(cameraPath(id), body, of),
  removeCamera: (id: string) => nothing("DELETE", cameraPath(id)),
  /** With the limits of a condition, or with a number that is not always given. */
  measurements: (
    id: string,
    from_s: number,
    to_s: number,
    limit: number,
    also: { condition?: string | null; column?: string } = {},
  ) => {
    const query = new URLSearchParams({
      from: from_s.toFixed(3),
      to: to_s.toFixed(3),
      limit: String(limit),
      ...(also.condition ? { condition: also.condition } : {}),
      ...(also.column !== undefined && isAsked(also.column) ? { measure: also.column } : {}),
    });
    return json<Api.Measurements>("GET", `${cameraPath(id)}/measurements?${query}`);
  },
  /** What is empty is as the camera is set. */
  preview: (id: string, condition: string, span: Span, settings: PreviewSettings) => {
    const query = new URLSearchParams({
      condition,
      from: span.from_s.toFixed(3),
      to: span.to_s.toFixed(3),
      ...Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== "")),
    });
    return json<Api.Preview>("GET", `${cameraPath(id)}/preview?${query}`);
  },

  baselines: async (id: string) =>
    (await json<Api.Baselines>("GET", `${cameraPath(id)}/baselines`)).baselines,
  resetBaseline: (id: string, body: Api.BaselineReset) =>
    nothing("POST", `${cameraPath(id)}/baseline/reset`, body),

  arming: (id: string) => json<Arming>("GET", `${cameraPath(id)}/arming`),
  setArming: (id: string, body: Api.ArmingSchedule, of?: Arming) =>
    change<Arming>(`${cameraPath(id)}/arming`, body, of, (whole) => (whole as Arming).schedule),

  /** The newest, oldest first. */
  recordings: (id: string, from_s: number, limit: number, to_s?: number) =>
    json<Api.Recordings>(
      "GET",
      `${cameraPath(id)}/recordings?from=${from_s.toFixed(3)}&limit=${limit}${
        to_s === undefined ? "" : `&to=${to_s.toFixed(3)}`
      }`,
    ),
  /** 0: no longer. */
  record: (id: string, seconds: number) => nothing("POST", `${cameraPath(id)}/record`, { seconds }),

  /** Keeps a picture of now. */
  capture: (id: string) => json<Api.Recording>("POST", `${cameraPath(id)}/capture`),

  sharpness: (id: string) => json<Api.Sharpness>("GET", `${cameraPath(id)}/sharpness`),
  lens: (id: string) => json<Api.Lens>("GET", `${cameraPath(id)}/focus`),
  ptz: (id: string) => json<Api.Ptz>("GET", `${cameraPath(id)}/ptz`),
  turn: (id: string, order: Api.PtzOrder) => nothing("POST", `${cameraPath(id)}/ptz`, order),
  savePreset: (id: string, save: string) =>
    json<Api.Ptz>("POST", `${cameraPath(id)}/ptz`, { save }),
  holdCamera: (id: string) => nothing("POST", `${cameraPath(id)}/ptz/hold`),
  stopCamera: (id: string) => nothing("POST", `${cameraPath(id)}/ptz/stop`),
  moveLens: (id: string, body: Api.LensOrder) =>
    json<Api.Lens>("POST", `${cameraPath(id)}/focus`, body),

  explain: (id: string, condition: string) =>
    json<Api.Explanation>(
      "GET",
      `${cameraPath(id)}/explain?condition=${encodeURIComponent(condition)}`,
    ),

  predict: (picture: Blob) => json<Api.Prediction>("POST", PREDICT, picture),

  exportConfig: (body: { passphrase?: string }) =>
    json<{ yaml: string; left_out: string[] }>("POST", "/config/export", body),
  /** force: also what keeps oneself out. */
  importConfig: (body: ConfigImport, force = false) =>
    json<Api.ConfigPlan>("POST", `/config/import${force ? "?force=true" : ""}`, body),
  /** Of whatever size: it takes as long as it takes. */
  checkBackup: (file: Blob) => json<Api.Backup>("POST", "/backup/check", file, UPLOAD_TIMEOUT_MS),
  restoreBackup: (body: Api.BackupRestore, force = false) =>
    json<Api.Restart>("POST", `/backup/restore${force ? "?force=true" : ""}`, body),
  resetSettings: (body: Api.SettingsReset) => json<Api.Restart>("POST", "/settings/reset", body),
  licences: () => json<Licence[]>("GET", LICENCES),

  settings: () => json<Api.Settings>("GET", "/settings"),
  /** force: also what keeps oneself out. */
  changeSettings: (body: Api.Settings, of?: Api.Settings, force = false) =>
    change<Api.Settings>("/settings", body, of, undefined, force ? "?force=true" : ""),

  syslog: () => json<Api.SyslogState>("GET", "/settings/syslog"),
  testSyslog: () =>
    json<{ done: boolean; error: string; hint: string }>("POST", "/settings/syslog/test"),

  scan: () => json<Api.Scan>("GET", "/scan"),
  startScan: (body: Api.ScanRequest) => json<Api.Scan>("POST", "/scan", body),
  cancelScan: () => json<Api.Scan>("POST", "/scan/cancel"),
  addFound: (found: number[]) => json<Api.ScanAdded>("POST", "/scan/add", { found }),

  actionKinds: async () => (await json<{ kinds: ActionKind[] }>("GET", "/action-kinds")).kinds,
  actions: async () => (await json<{ actions: Api.Action[] }>("GET", "/actions")).actions,
  addAction: (body: Api.ActionRequest) => json<Api.Action>("POST", "/actions", body),
  action: (id: string) => json<Api.Action>("GET", actionPath(id)),
  changeAction: (id: string, body: Api.ActionPatch, of?: Api.Action) =>
    change<Api.Action>(actionPath(id), body, of),
  removeAction: (id: string) => nothing("DELETE", actionPath(id)),
  testAction: (id: string, body: { camera?: string }) =>
    json<ActionTest>("POST", `${actionPath(id)}/test`, body, TEST_TIMEOUT_MS),
  rules: async () => (await json<{ rules: Api.Rule[] }>("GET", "/rules")).rules,
  addRule: (body: Api.RuleRequest) => json<Api.Rule>("POST", "/rules", body),
  rule: (id: string) => json<Api.Rule>("GET", rulePath(id)),
  changeRule: (id: string, body: Api.RulePatch, of?: Api.Rule) =>
    change<Api.Rule>(rulePath(id), body, of),
  removeRule: (id: string) => nothing("DELETE", rulePath(id)),
  outbox: async (limit: number) =>
    (await json<{ outbox: Api.OutboxRow[] }>("GET", `/outbox?limit=${limit}`)).outbox,
  changeRow: (id: number, what: "cancel" | "retry") => nothing("POST", `/outbox/${id}/${what}`),

  /** Which cameras are otherwise than then. */
  changes: (from_s: number) => json<Api.Changes>("GET", `/changes?from=${from_s.toFixed(3)}`),
  events: (query: EventQuery) => json<EventPage>("GET", eventPath(query)),
  event: (id: number) => json<Api.Event>("GET", `/events/${id}`),
  markEvent: (id: number, mark: EventMark) => json<Api.Event>("PATCH", `/events/${id}`, mark),
};

/** `tick` makes the address new, so that the browser asks again. */
export const snapshotUrl = (id: string, tick: number): string =>
  `${BASE}${cameraPath(id)}/snapshot.jpg?t=${tick}`;
export const liveUrl = (id: string, of: Stream, width: number): string =>
  `${BASE}${cameraPath(id)}/live.mjpeg?width=${width}&stream=${of}`;
export const DIAGNOSIS_URL = `${BASE}/diagnosis`;
export const logExportUrl = (
  book: "audit" | "log",
  query: URLSearchParams,
  format: "csv" | "jsonl",
): string => `${BASE}/${book}/export?${query.toString() === "" ? "" : `${query}&`}format=${format}`;
export const liveVideoUrl = (id: string, of: Stream): string =>
  `${BASE}${cameraPath(id)}/live.mp4?stream=${of}`;
export const wallUrl = (cameras: readonly string[], of: Stream, width: number): string =>
  `${BASE}/live?cameras=${cameras.join(",")}&width=${width}&stream=${of}`;
export const meterUrl = (id: string): string => `${BASE}${cameraPath(id)}/meter`;
/** Its state does not count. */
export const eventReportUrl = ({ state, limit, ...query }: EventQuery): string =>
  `${BASE}${eventPath(query).replace("?", ".pdf?")}`;
export const foundPictureUrl = (id: number): string => `${BASE}/scan/found/${id}/picture.jpg`;
export const BACKUP_URL = `${BASE}/backup`;
export const STREAM_URL = `${BASE}/stream`;
