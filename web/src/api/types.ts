// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// Made from src/api/openapi.json by `npm run types`. Changes here are lost.

export type Error = {
  /** what went wrong, one sentence */
  error: string;
  /** what to do about it; empty where there is nothing to say */
  hint: string;
};

export type Setup = {
  activated: boolean;
  /** characters that a new password has at least */
  password_length: number;
  /** in words */
  password_rules: string;
};

export type Activation = {
  user?: string;
  password: string;
};

export type Login = {
  user: string;
  password: string;
  /** of the second factor, or a recovery code; needed where the answer without it says code_needed */
  code?: string;
};

export type Session = {
  user: string;
  role: "viewer" | "operator" | "administrator";
  /** ids of the cameras that are there for this user or token; null: all */
  cameras: Array<string> | null;
  /** RFC 3339, UTC, milliseconds */
  expires: string | null;
  by: "session" | "token" | "digest";
  /** a token that changes nothing */
  read_only: boolean;
  /** why the password must be changed before anything else: somebody else chose it, or it is too old; null: it need not be */
  must_change: "given" | "old" | null;
  /** a second factor must be set up before anything else */
  second_factor_due: boolean;
};

export type PasswordChange = {
  /** needed, but not with the token of the daemon's own host */
  current?: string;
  new: string;
  /** with the token of the daemon's own host only: whose password is set */
  user?: string;
};

export type Token = {
  id: string;
  user: string;
  label: string;
  /** what it may do at most; null: all that its user may */
  role: "viewer" | "operator" | "administrator" | null;
  /** it changes nothing */
  read_only: boolean;
  /** of those that are there for its user, these alone; null: all */
  cameras: Array<string> | null;
  /** RFC 3339, UTC, milliseconds */
  created: string;
  /** RFC 3339, UTC, milliseconds */
  expires: string | null;
  /** RFC 3339, UTC, milliseconds */
  used: string | null;
};

export type TokenRequest = {
  label: string;
  expires_days?: number | null;
  /** what it may do at most; with cameras of its own no token administers */
  role?: "viewer" | "operator" | "administrator" | null;
  read_only?: boolean;
  /** null, or missing: all that are there for its user */
  cameras?: Array<string> | null;
  /** whose; only with the host's own token */
  user?: string;
};

export type ConditionSettings = {
  enabled?: boolean;
  /** signal_lost has none */
  sensitivity?: number;
  /** how long a fault lasts before it is an event; null, of signal_lost alone: the camera's own */
  duration_s?: number | null;
  /** how long it must be gone; null, of signal_lost alone: the camera's own */
  clear_duration_s?: number | null;
};

export type CameraSettings = {
  name: string;
  /** rtsp:, rtsps:, http:, https:, a file, a folder or /dev/videoN; a user and password in it are taken out and kept apart */
  url: string;
  user?: string;
  password?: string;
  /** A smaller stream of the same camera, for looking at many at once: opened while somebody looks at it, with the same user and password. Empty: there is none, and so it is once the url is given another host without this one. */
  sub_url?: string;
  /** for rules */
  group?: string;
  /** for rules; names around commas */
  tags?: string;
  enabled?: boolean;
  transport?: "tcp" | "udp";
  /** serial number of the camera, by which a scan finds it elsewhere */
  device_serial?: string;
  /** its MAC address, for the same */
  device_mac?: string;
  tls_verify?: boolean;
  /** the camera's programming interface, for its lens and its own events */
  driver?: "none" | "auto" | "axis" | "dahua" | "generic" | "hikvision" | "onvif";
  /** where that interface is; empty: http:// and the host of url */
  address?: string;
  channel?: number;
  /** public key of the interface's certificate, kept when it is first seen */
  tls_pin?: string;
  /** Where tls_verify is off: public key of the stream's certificate, kept when it is first seen; another one is refused. Empty: take the next one. */
  stream_pin?: string;
  own_events?: boolean;
  /** how often the lens is asked to focus when it is out of focus */
  refocus?: number;
  interval_s?: number;
  timeout_s?: number;
  sensitivity?: number;
  duration_s?: number;
  clear_duration_s?: number;
  /** a fault that comes for the fourth time within so long is one event until it has been gone for as long; 0: each is one */
  flap_s?: number;
  presets?: number;
  /** another scene that stays is learnt as the new one after so long, what looks like dirt after 7 times as long; 0: only when told to */
  relearn_hours?: number;
  record?: "off" | "events" | "always";
  record_before_s?: number;
  record_after_s?: number;
  record_segment_s?: number;
  record_keep_days?: number;
  record_quota_gb?: number;
  record_overwrite?: boolean;
  capture_interval_s?: number;
  /** enabled, sensitivity, duration_s and clear_duration_s of each condition */
  conditions?: Record<string, ConditionSettings>;
  /** what is watched: polygons of [x, y], each from 0 to 1; none: all */
  areas?: Array<Array<Array<number>>>;
  /** what is left out: polygons of [x, y], each from 0 to 1 */
  shields?: Array<Array<Array<number>>>;
};

export type CameraPatch = {
  name?: string;
  /** rtsp:, rtsps:, http:, https:, a file, a folder or /dev/videoN; a user and password in it are taken out and kept apart */
  url?: string;
  user?: string;
  password?: string;
  /** A smaller stream of the same camera, for looking at many at once: opened while somebody looks at it, with the same user and password. Empty: there is none, and so it is once the url is given another host without this one. */
  sub_url?: string;
  /** for rules */
  group?: string;
  /** for rules; names around commas */
  tags?: string;
  enabled?: boolean;
  transport?: "tcp" | "udp";
  /** serial number of the camera, by which a scan finds it elsewhere */
  device_serial?: string;
  /** its MAC address, for the same */
  device_mac?: string;
  tls_verify?: boolean;
  /** the camera's programming interface, for its lens and its own events */
  driver?: "none" | "auto" | "axis" | "dahua" | "generic" | "hikvision" | "onvif";
  /** where that interface is; empty: http:// and the host of url */
  address?: string;
  channel?: number;
  /** public key of the interface's certificate, kept when it is first seen */
  tls_pin?: string;
  /** Where tls_verify is off: public key of the stream's certificate, kept when it is first seen; another one is refused. Empty: take the next one. */
  stream_pin?: string;
  own_events?: boolean;
  /** how often the lens is asked to focus when it is out of focus */
  refocus?: number;
  interval_s?: number;
  timeout_s?: number;
  sensitivity?: number;
  duration_s?: number;
  clear_duration_s?: number;
  /** a fault that comes for the fourth time within so long is one event until it has been gone for as long; 0: each is one */
  flap_s?: number;
  presets?: number;
  /** another scene that stays is learnt as the new one after so long, what looks like dirt after 7 times as long; 0: only when told to */
  relearn_hours?: number;
  record?: "off" | "events" | "always";
  record_before_s?: number;
  record_after_s?: number;
  record_segment_s?: number;
  record_keep_days?: number;
  record_quota_gb?: number;
  record_overwrite?: boolean;
  capture_interval_s?: number;
  /** enabled, sensitivity, duration_s and clear_duration_s of each condition */
  conditions?: Record<string, ConditionSettings>;
  /** what is watched: polygons of [x, y], each from 0 to 1; none: all */
  areas?: Array<Array<Array<number>>>;
  /** what is left out: polygons of [x, y], each from 0 to 1 */
  shields?: Array<Array<Array<number>>>;
};

export type ConditionStatus = {
  state: "ok" | "fault" | "not assessable";
  /** a fault from 0.5, at the sensitivity that is set */
  score: number | null;
  reason: string;
  /** how much, in the unit */
  value: number | null;
  unit: string;
  /** little of the picture can be used */
  severe: boolean;
};

export type CameraStatus = {
  state: "disabled" | "connecting" | "watching" | "lost";
  /** why it is lost; else empty */
  reason: string;
  /** what to do about it; else empty */
  hint: string;
  /** RFC 3339, UTC, milliseconds */
  since: string;
  /** RFC 3339, UTC, milliseconds */
  retry: string | null;
  /** it is lost because the user or the password is refused, or missing; they are tried again rarely, so that no account is locked, and at once when the settings change */
  wrong_password: boolean;
  /** RFC 3339, UTC, milliseconds */
  picture_time: string | null;
  width: number;
  height: number;
  /** it sends video, so live.mp4 may be had */
  live_video: boolean;
  /** why the sub stream could not be opened when it was last; empty: it could, or was not */
  sub_problem: string;
  verdict: "CLEAR" | "BLURRY" | "NOT ASSESSABLE";
  verdict_reason: string;
  blur_probability: number | null;
  sharpness: number | null;
  brightness: number | null;
  open_event_id: number | null;
  open_condition: string | null;
  frames_read: number;
  frames_assessed: number;
  frames_replaced: number;
  frames_bad: number;
  reconnects: number;
  assess_ms_mean: number;
  /** each condition on the newest picture */
  conditions: Record<string, ConditionStatus>;
  /** whose baseline is used */
  light: "unknown" | "day" | "night";
  /** whose baseline is used; 0 where the camera has none */
  preset: number;
  /** by the baseline of that light */
  learning: {
    pictures: number;
    needed: number;
  };
  /** usable: with edges enough to judge by, and no overlay */
  tiles: {
    total: number;
    usable: number;
  };
  recording: {
    /** what is being recorded; null: nothing is */
    kind: "event" | "always" | "manual" | "capture" | null;
    since: string | null;
    /** of all recordings of the camera, when one ended last */
    bytes: number;
    /** pictures were lost because the disk was too slow */
    gaps: number;
    /** why it cannot record */
    error: string;
    hint: string;
  };
};

export type Camera = {
  id: string;
  name: string;
  /** without credentials */
  url: string;
  /** A smaller stream of the same camera, for looking at many at once: opened while somebody looks at it, with the same user and password. Empty: there is none, and so it is once the url is given another host without this one. */
  sub_url?: string;
  user?: string;
  has_password: boolean;
  /** for rules */
  group?: string;
  /** for rules; names around commas */
  tags?: string;
  enabled: boolean;
  transport?: "tcp" | "udp";
  /** serial number of the camera, by which a scan finds it elsewhere */
  device_serial?: string;
  /** its MAC address, for the same */
  device_mac?: string;
  tls_verify?: boolean;
  /** the camera's programming interface, for its lens and its own events */
  driver?: "none" | "auto" | "axis" | "dahua" | "generic" | "hikvision" | "onvif";
  /** where that interface is; empty: http:// and the host of url */
  address?: string;
  channel?: number;
  /** public key of the interface's certificate, kept when it is first seen */
  tls_pin?: string;
  /** Where tls_verify is off: public key of the stream's certificate, kept when it is first seen; another one is refused. Empty: take the next one. */
  stream_pin?: string;
  own_events?: boolean;
  /** how often the lens is asked to focus when it is out of focus */
  refocus?: number;
  interval_s?: number;
  timeout_s?: number;
  sensitivity?: number;
  duration_s?: number;
  clear_duration_s?: number;
  /** a fault that comes for the fourth time within so long is one event until it has been gone for as long; 0: each is one */
  flap_s?: number;
  presets?: number;
  relearn_hours?: number;
  record?: "off" | "events" | "always";
  record_before_s?: number;
  record_after_s?: number;
  record_segment_s?: number;
  record_keep_days?: number;
  record_quota_gb?: number;
  record_overwrite?: boolean;
  capture_interval_s?: number;
  /** enabled, sensitivity, duration_s and clear_duration_s of each condition */
  conditions: Record<string, ConditionSettings>;
  /** what is watched: polygons of [x, y], each from 0 to 1; none: all */
  areas: Array<Array<Array<number>>>;
  /** what is left out: polygons of [x, y], each from 0 to 1 */
  shields: Array<Array<Array<number>>>;
  status: CameraStatus;
};

export type Explanation = {
  camera_id: string;
  condition: string;
  help: string;
  /** what cameras call it */
  also_known_as: string;
  state: "ok" | "fault" | "not assessable";
  /** a fault from 0.5, at the sensitivity that is set */
  score: number | null;
  reason: string;
  /** how much, in the unit */
  value: number | null;
  unit: string;
  /** little of the picture can be used */
  severe: boolean;
  /** what was measured, and what the baseline has */
  numbers: Array<{
    name: string;
    value: number | null;
    reference: number | null;
    unit: string;
  }>;
  /** 0 before the first picture */
  tiles_x: number;
  tiles_y: number;
  /** row by row: detail lost against the baseline, 0 none to 1 all; null where a tile is left out */
  tiles: Array<number | null>;
  /** from when on the healthy reference was learnt */
  reference_time: string | null;
};

export type Sharpness = {
  camera_id: string;
  time: string;
  /** of the picture; 0: none came */
  width: number;
  height: number;
  verdict: "CLEAR" | "BLURRY" | "NOT ASSESSABLE";
  reason: string;
  blur_probability: number | null;
  /** variance of the Laplacian, as in the curve of the lens: more is sharper, of one and the same scene */
  sharpness: number | null;
  tiles_x: number;
  tiles_y: number;
  /** row by row: 0 sharp to 1 blurred; null where there is too little detail to tell */
  tiles: Array<number | null>;
  /** of a meter: seconds until it ends */
  left_s?: number;
};

export type Device = {
  driver: string;
  brand: string;
  model: string;
  firmware: string;
  serial: string;
  mac: string;
  presets: Array<{
    token: string;
    name: string;
  }>;
  outputs: Array<{
    token: string;
    active: boolean | null;
  }>;
  /** its own defocus detection; null: it has none */
  own_defocus: {
    enabled: boolean;
    sensitivity: number | null;
  } | null;
};

export type DeviceChange = {
  /** token of a preset to go to */
  preset?: string;
  output?: {
    token: string;
    active: boolean;
  };
  own_defocus?: {
    enabled: boolean;
    sensitivity?: number | null;
  };
};

export type LensOrder = {
  /** auto: find the focus once; reset: find the end stops; sweep: go through the range and stay where it is sharpest */
  do: "auto" | "near" | "far" | "reset" | "sweep";
  /** how far near and far move, of the range */
  amount?: number;
};

export type Ptz = {
  /** it can be turned */
  move: boolean;
  zoom: boolean;
  /** where it looks can be kept as a preset */
  save: boolean;
  presets: Array<{
    /** what the camera calls it */
    token: string;
    name: string;
  }>;
};

export type PtzOrder = {
  /** to the right; negative: to the left */
  pan?: number;
  /** upwards; negative: downwards */
  tilt?: number;
  /** closer; negative: wider */
  zoom?: number;
  /** token of the preset to go to */
  preset?: string;
  /** name under which to keep where it looks; a preset of that name is replaced */
  save?: string;
};

export type Lens = {
  /** empty: the camera's interface was not reached yet */
  driver: string;
  brand: string;
  model: string;
  /** why the interface is not reached now */
  problem: string;
  state: "idle" | "running" | "done" | "failed";
  do: string | null;
  /** an event of defocus asked for it */
  by_event: boolean;
  started: string | null;
  ended: string | null;
  /** sharpness of the same scene, in no unit */
  before: number | null;
  after: number | null;
  /** of the lens: 0 near, 1 far */
  position: number | null;
  /** it was worse, and the lens went back to where it was */
  restored: boolean;
  message: string;
  hint: string;
  curve: Array<{
    position: number;
    sharpness: number;
  }>;
};

export type Preset = {
  /** where the camera looks; null: recognise it from the picture */
  preset: number | null;
};

export type BaselineReset = {
  /** what was learnt in the present light, or in all */
  what?: "now" | "all";
  /** what was learnt in this light; at all presets where none is named. Not with what */
  light?: "day" | "night" | "lamps";
  /** what was learnt at this preset; in all lights where none is named. Not with what */
  preset?: number;
};

export type Baseline = {
  /** day: in colour; night: grey, under infra-red light; lamps: a night in colour */
  light: "day" | "night" | "lamps";
  /** 0 of a camera that does not move */
  preset: number;
  /** the newest picture belongs to it */
  current: boolean;
  /** learnt */
  pictures: number;
  /** before it is used */
  pictures_needed: number;
  /** from when on the healthy reference was learnt */
  since: string;
  /** when it learnt last */
  learnt: string;
  tiles: {
    total: number;
    /** with edges enough, and no overlay */
    usable: number;
  };
  /** where its picture is; null: there is none yet */
  picture: string | null;
  /** when that was taken */
  picture_time: string | null;
  /** by name */
  conditions: Record<string, {
    /** it can be judged in this light at this preset, on a healthy picture */
    assessable: boolean;
    /** why not; empty where it can */
    reason: string;
  }>;
};

export type Baselines = {
  camera_id: string;
  baselines: Array<Baseline>;
};

export type Event = {
  id: number;
  /** empty: of the system itself */
  camera_id: string;
  /** as it is now; the id where the camera is gone; Lenswatch for the system */
  camera_name: string;
  /** defocus, signal_lost, covered, disk_full, ... */
  condition: string;
  state: "open" | "ended";
  /** when the fault began */
  started: string;
  /** when it had lasted for the duration */
  confirmed: string;
  /** RFC 3339, UTC, milliseconds */
  refreshed: string;
  /** RFC 3339, UTC, milliseconds */
  ended: string | null;
  /** 0..1, the worst so far */
  score: number;
  reason: string;
  end_reason: string | null;
  /** who saw it: we, the camera itself, or we at the system, which is no camera */
  source: "lenswatch" | "camera" | "system";
  /** what was done about it, such as: refocused by itself */
  note: string;
  /** paths of the pictures; null where none was kept */
  pictures: {
    start: string | null;
    reference: string | null;
    end: string | null;
  };
  severity: "info" | "warning" | "critical";
  /** RFC 3339, UTC, milliseconds */
  acknowledged: string | null;
  acknowledged_by: string;
  comment: string;
  false_alarm: boolean;
};

export type CameraChange = {
  camera_id: string;
  /** worse: it had no fault then, and has one now; better: it had one, and has none now; passed: it had one in between */
  change: "worse" | "better" | "passed";
  /** how many events say so: of a camera that is worse those that go on, else all that went on since then */
  events: number;
  /** of these events */
  newest: Array<{
    id: number;
    condition: string;
    /** when the fault began */
    started: string;
    /** RFC 3339, UTC, milliseconds */
    ended: string | null;
  }>;
};

export type Changes = {
  /** what it is compared with */
  from: string;
  changes: Array<CameraChange>;
};

export type Measurements = {
  camera_id: string;
  /** names of the columns in data: time_s (seconds since 1970 UTC), verdict (0 NOT ASSESSABLE, 1 CLEAR, 2 BLURRY; the worst), blur_probability, sharpness, brightness (the mean), pictures (how many a row stands for), light (0 not known, 1 day, 2 night; of most), and of each number its least and its most, such as sharpness_min and sharpness_max. With a measure also that one. With a condition also limit: the lowest sensitivity at which the condition was a fault, 1 to 100, or 101 where it was one at none; only of pictures that could be judged */
  columns: Array<string>;
  /** one array a column, all of the same length, oldest first; null: no value. Where there are more measurements than the limit, evenly spaced groups of them are one row */
  data: Array<Array<number | null>>;
};

export type Preview = {
  camera_id: string;
  condition: string;
  /** 0 where the condition has none */
  sensitivity: number;
  duration_s: number;
  clear_duration_s: number;
  from: string;
  to: string;
  /** what is stored of that time: all of it, only from history_from on, nothing yet, or never anything, as this condition is not judged from pictures */
  history: "whole" | "short" | "nothing" | "never";
  history_from: string | null;
  /** stored measurements that were judged again */
  pictures: number;
  /** of these, those that can be judged at this sensitivity */
  judged: number;
  /** of these, those with the fault */
  faults: number;
  /** of the pictures, those when the condition was not armed */
  disarmed: number;
  event_count: number;
  /** how long all events last together */
  event_s: number;
  /** the first 1000 of them */
  events: Array<{
    started: string;
    /** null: it goes on at the end */
    ended: string | null;
  }>;
};

export type Status = {
  /** an administrator password has been set */
  activated: boolean;
  /** this request carried a valid session or token; the members below are answered only then */
  authenticated: boolean;
  version?: string;
  /** what it is called; empty: Lenswatch */
  site_name?: string;
  model?: string;
  /** RFC 3339, UTC, milliseconds */
  time?: string;
  /** RFC 3339, UTC, milliseconds */
  started?: string;
  cameras?: {
    total: number;
    disabled: number;
    connecting: number;
    watching: number;
    lost: number;
    /** with an open event */
    fault: number;
  };
  events_open?: number;
  store?: {
    bytes: number;
    version: number;
    measurements_dropped: number;
  };
  predict?: {
    running: number;
    max: number;
  };
  clients?: {
    /** open live views and event streams */
    streams: number;
    streams_max: number;
  };
};

export type Prediction = {
  /** the file name given in the multipart part, else "-" */
  path: string;
  time_s?: number | null;
  width?: number;
  height?: number;
  verdict: "CLEAR" | "BLURRY" | "NOT ASSESSABLE";
  blur_probability: number | null;
  /** of a BLURRY picture */
  blur_kind?: "defocus" | "motion" | "both" | null;
  /** of a BLURRY picture: estimated radius of its point spread function, px@1080p */
  psf_radius?: number | null;
  /** two of three radii are within so much, px@1080p */
  psf_radius_error?: number | null;
  /** of a picture that moved: along which direction, 0 to 180 degrees, 0 across, 45 rising to the right */
  motion_angle?: number | null;
  /** of a picture that moved: the path of a point, px@1080p */
  motion_length?: number | null;
  reason: string;
  features?: Record<string, number | null>;
  invalid?: Record<string, string>;
  error?: string | null;
  /** with tiles=1 alone; 0: there is no map, as of a torn picture */
  tiles_x?: number;
  tiles_y?: number;
  /** rows of tiles_x: 0 sharp to 1 blurred; null: too little detail to tell */
  tiles?: Array<number | null>;
};

export type OffocusRequest = {
  Variance?: number;
  "Max Variance"?: number;
  Scharr?: number;
  Noise?: number;
};

export type OffocusAnswer = {
  /** 1 = blurry: all four features; Max Variance and Scharr; Variance and Noise; Variance and Scharr */
  ESTIMATE: Array<0 | 1>;
  MISSING_DATA: boolean;
};

export type Recording = {
  start: string;
  /** when it was last written to */
  end: string;
  kind: "event" | "always" | "manual" | "capture";
  event_id: number | null;
  bytes: number;
  /** it is still written to */
  open: boolean;
  /** of the file */
  path: string;
};

export type Recordings = {
  recordings: Array<Recording>;
  /** there are older ones, beyond the limit */
  more: boolean;
};

export type RecordRequest = {
  /** 0 ends it */
  seconds: number;
};

export type ActionPatch = {
  name?: string;
  enabled?: boolean;
  /** hours after which a job that could not be done is given up */
  expires_h?: number;
  /** as GET /api/v1/action-kinds describes them; a secret is shown as true or false, and true sent back leaves it */
  settings?: Record<string, unknown>;
};

export type ActionRequest = {
  id: string;
  kind: string;
  name?: string;
  enabled?: boolean;
  /** hours after which a job that could not be done is given up */
  expires_h?: number;
  /** as GET /api/v1/action-kinds describes them; a secret is shown as true or false, and true sent back leaves it */
  settings?: Record<string, unknown>;
};

export type Action = {
  id: string;
  name: string;
  kind: string;
  enabled: boolean;
  expires_h: number;
  /** as GET /api/v1/action-kinds describes them; a secret is shown as true or false, and true sent back leaves it */
  settings: Record<string, unknown>;
  queue?: {
    waiting: number;
    done: number;
    failed: number;
    /** RFC 3339, UTC, milliseconds */
    oldest: string | null;
    /** RFC 3339, UTC, milliseconds */
    tried: string | null;
    answer: string;
    error: string;
  };
};

export type RulePatch = {
  name?: string;
  enabled?: boolean;
  /** none: every one */
  conditions?: Array<string>;
  /** at least so serious */
  severity?: "info" | "warning" | "critical";
  /** by id; with groups and tags none: every one */
  cameras?: Array<string>;
  /** cameras of these groups, too */
  groups?: Array<string>;
  /** cameras with one of these tags, too */
  tags?: Array<string>;
  /** start, refresh, end; none: start and end */
  on?: Array<string>;
  /** ids */
  actions?: Array<string>;
  /** only if the event lasts so long */
  delay_s?: number;
  /** no other start or refresh in it; the end always */
  cooldown_s?: number;
  unless_acknowledged?: boolean;
  /** seconds to wait for events of other cameras */
  fold_s?: number;
  /** so many make one message */
  fold_min?: number;
};

export type RuleRequest = {
  id: string;
  name?: string;
  enabled?: boolean;
  /** none: every one */
  conditions?: Array<string>;
  /** at least so serious */
  severity?: "info" | "warning" | "critical";
  /** by id; with groups and tags none: every one */
  cameras?: Array<string>;
  /** cameras of these groups, too */
  groups?: Array<string>;
  /** cameras with one of these tags, too */
  tags?: Array<string>;
  /** start, refresh, end; none: start and end */
  on?: Array<string>;
  /** ids */
  actions: Array<string>;
  /** only if the event lasts so long */
  delay_s?: number;
  /** no other start or refresh in it; the end always */
  cooldown_s?: number;
  unless_acknowledged?: boolean;
  /** seconds to wait for events of other cameras */
  fold_s?: number;
  /** so many make one message */
  fold_min?: number;
};

export type Rule = {
  id: string;
  name: string;
  enabled: boolean;
  /** none: every one */
  conditions: Array<string>;
  /** at least so serious */
  severity: "info" | "warning" | "critical";
  /** by id; with groups and tags none: every one */
  cameras: Array<string>;
  /** cameras of these groups, too */
  groups: Array<string>;
  /** cameras with one of these tags, too */
  tags: Array<string>;
  /** start, refresh, end; none: start and end */
  on: Array<string>;
  /** ids */
  actions: Array<string>;
  /** only if the event lasts so long */
  delay_s: number;
  /** no other start or refresh in it; the end always */
  cooldown_s: number;
  unless_acknowledged: boolean;
  /** seconds to wait for events of other cameras */
  fold_s: number;
  /** so many make one message */
  fold_min: number;
};

export type OutboxRow = {
  id: number;
  /** idempotency key */
  key: string;
  action: string;
  rule: string;
  camera_id: string;
  event: number;
  condition: string;
  phase: "start" | "refresh" | "end";
  state: "waiting" | "done" | "expired" | "cancelled" | "refused" | "folded";
  /** RFC 3339, UTC, milliseconds */
  created: string;
  /** RFC 3339, UTC, milliseconds */
  due: string;
  /** RFC 3339, UTC, milliseconds */
  next: string | null;
  /** RFC 3339, UTC, milliseconds */
  expires: string;
  /** RFC 3339, UTC, milliseconds */
  tried: string | null;
  /** RFC 3339, UTC, milliseconds */
  finished: string | null;
  attempts: number;
  answer: string;
  error: string;
  folded_into: number | null;
};

export type ArmingSchedule = {
  time_zone?: string | null;
  days?: Record<string, unknown> | null;
  conditions?: Record<string, unknown> | null;
  /** days, as above, on which the camera may record */
  recording?: Record<string, unknown> | null;
  holidays?: Array<string> | null;
  manual?: "armed" | "disarmed" | null;
  until?: string | null;
};

export type Settings = {
  /** IANA name; empty: the system's */
  time_zone?: string;
  /** what this Lenswatch is called; empty: Lenswatch */
  site_name?: string;
  measurement_days?: number;
  history_days?: number;
  database_gb?: number;
  picture_days?: number;
  pictures_gb?: number;
  event_days?: number;
  events_max?: number;
  audit_days?: number;
  audit_max?: number;
  log_days?: number;
  log_max?: number;
  /** udp://HOST, tcp://HOST or tls://HOST, with a port or without; empty: none */
  syslog_server?: string;
  /** PEM; empty: the authorities of this machine */
  syslog_ca?: string;
  disk_full?: boolean;
  disk_free_mb?: number;
  disk_error?: boolean;
  network_lost?: boolean;
  interfaces?: string;
  illegal_login?: boolean;
  login_failures?: number;
  login_window_s?: number;
  certificate_expiring?: boolean;
  certificate_days?: number;
  /** Address and port where HTTPS is served; empty: it is off */
  https_listen?: string;
  /** Whether plain HTTP is sent on to HTTPS */
  https_redirect?: boolean;
  /** Whether that holds for this host itself, too */
  https_redirect_local?: boolean;
  /** Days for which browsers are told to ask by HTTPS only; 0: they are not */
  hsts_days?: number;
  /** Whether TLS 1.2 is spoken beside 1.3 */
  tls_1_2?: boolean;
  /** Whether the next two hold */
  address_filter?: boolean;
  /** Ranges of addresses that may connect; empty: all */
  addresses_allowed?: string;
  /** Ranges of addresses that may not */
  addresses_forbidden?: string;
  /** Whose X-Forwarded-For is believed */
  trusted_proxies?: string;
  /** failed logins that lock an address, or an account */
  login_attempts?: number;
  /** for so long */
  login_lock_minutes?: number;
  /** of a user at the same time */
  sessions_max?: number;
  /** without an action; 0: never */
  session_idle_minutes?: number;
  /** in any case; 0: never */
  session_hours?: number;
  /** viewers whose logins do not end by time, with commas between */
  always_on?: string;
  /** then it is changed at the next login; 0: never */
  password_days?: number;
  second_factor_administrators?: boolean;
  password_length?: number;
  recovery_questions?: boolean;
  recovery_mail?: boolean;
  recovery_action?: string;
  http_digest?: boolean;
  http_digest_md5?: boolean;
};

export type Backup = {
  /** for POST /api/v1/backup/restore */
  id: string;
  /** of the database */
  version: number;
  bytes: number;
  cameras: number;
  events: number;
  users: number;
  /** when its newest event began; RFC 3339, UTC, milliseconds */
  newest_event: string | null;
};

export type BackupRestore = {
  /** of the backup that was checked */
  id: string;
  /** of the one who asks, once more; not asked of the user of this host */
  password?: string;
};

export type SettingsReset = {
  what: "settings" | "everything";
  /** of the one who asks, once more; not asked of the user of this host */
  password?: string;
};

export type Restart = {
  /** the daemon begins anew, and is away for a moment */
  restarts: boolean;
};

export type ScanRequest = {
  /** each 192.0.2.0/24, 192.0.2.10-192.0.2.80, 192.0.2.10-80, an address, or the name of a host; none: the networks of this machine */
  ranges?: Array<string>;
  /** tried in this order */
  credentials?: Array<{
    user: string;
    password: string;
  }>;
  ports?: string;
  /** ask the network by multicast, too */
  announce?: boolean;
  /** passwords that a camera may refuse before it is left alone: most lock the account after 3 to 5 */
  max_attempts?: number;
  /** of a camera's silence */
  timeout_s?: number;
  /** more than 65,536 addresses are meant */
  large?: boolean;
};

export type Scan = {
  /** idle: there was none */
  state: "idle" | "running" | "done" | "cancelled" | "failed";
  /** as they were given; none: the networks of this machine */
  ranges: Array<string>;
  /** RFC 3339, UTC, milliseconds */
  started: string | null;
  /** RFC 3339, UTC, milliseconds */
  ended: string | null;
  /** the network was asked by multicast */
  announced: boolean;
  progress: {
    addresses: number;
    addresses_done: number;
    /** addresses that answer */
    hosts: number;
    hosts_done: number;
    cameras: number;
  };
  /** about; null: not known yet, or it is over */
  seconds_left: number | null;
  /** why it failed */
  error: string;
  hint: string;
  /** in the order in which they were found */
  found: Array<FoundCamera>;
};

export type FoundCamera = {
  /** never given to another camera while the daemon runs */
  id: number;
  address: string;
  /** of a recorder; from 1 on */
  channel: number;
  /** the watched camera that it is; null: none */
  camera_id: string | null;
  /** it gave a picture */
  can_be_added: boolean;
  has_picture: boolean;
  width: number;
  height: number;
  verdict: "CLEAR" | "BLURRY" | "NOT ASSESSABLE";
  blur_probability: number | null;
  /** of a BLURRY picture */
  blur_kind: "defocus" | "motion" | "both" | null;
  /** of a BLURRY picture: estimated radius of its point spread function, px@1080p */
  psf_radius: number | null;
  /** two of three radii are within so much, px@1080p */
  psf_radius_error: number | null;
  /** of a picture that moved: along which direction, 0 to 180 degrees, 0 across, 45 rising to the right */
  motion_angle: number | null;
  /** of a picture that moved: the path of a point, px@1080p */
  motion_length: number | null;
  reason: string;
  error: string | null;
  camera: {
    brand: string;
    model: string;
    firmware: string;
    serial: string;
    mac: string;
    name: string;
    /** hikvision, dahua, axis, onvif, generic; empty: RTSP alone */
    driver: string;
    /** URL to watch it by, without user and password; empty: none is known */
    stream: string;
    /** a smaller stream of the same, likewise; empty: none is known */
    sub_stream: string;
    /** ok: there is a picture; else why there is none */
    state: "ok" | "closed" | "wrong password" | "locked" | "unsupported codec" | "timed out" | "error";
    /** when the picture was taken, or was not */
    date: string;
  };
};

export type ScanAddRequest = {
  /** ids of cameras that were found */
  found: Array<number>;
};

export type ScanAdded = {
  results: Array<{
    id: number;
    /** moved: it is watched already and has its new address now */
    result: "added" | "moved" | "known" | "failed";
    camera_id: string | null;
    error: string;
    hint: string;
  }>;
};

export type ConfigPlan = {
  applied: boolean;
  /** findings that keep it from being taken */
  errors: number;
  changes: Array<{
    what: string;
    change: "added" | "changed" | "removed";
    members: Array<string>;
  }>;
  findings: Array<{
    where: string;
    line: number | null;
    level: "error" | "warning";
    problem: string;
  }>;
};

export type User = {
  name: string;
  role: "viewer" | "operator" | "administrator";
  /** ids of the cameras that are there for this user; null: all */
  cameras: Array<string> | null;
  /** browsers that are logged in */
  sessions: number;
  /** API tokens that have not expired */
  tokens: number;
  /** when one of them was used last; RFC 3339, UTC, milliseconds */
  used: string | null;
  /** when the password was set; RFC 3339, UTC, milliseconds */
  password_set: string;
  /** the password has to be changed at the next login */
  must_change: boolean;
  /** too many logins failed: until then none is tried from an address that the user has not logged in from before; null: not locked */
  locked_until: string | null;
  /** a code is needed to log in */
  second_factor: boolean;
};

export type UserRequest = {
  name: string;
  password: string;
  role: "viewer" | "operator" | "administrator";
  /** null, or missing: all; an administrator sees all */
  cameras?: Array<string> | null;
  /** the user changes the password at the next login */
  must_change?: boolean;
};

export type UserPatch = {
  password?: string;
  role?: "viewer" | "operator" | "administrator";
  /** null: all */
  cameras?: Array<string> | null;
  /** with a password: the user changes it at the next login */
  must_change?: boolean;
};

export type AuditRecord = {
  /** number of the record; without a gap, and it never goes back as a clock may */
  seq: number;
  /** when, by the clock of the host */
  time: string;
  /** the same, as it is hashed: nanoseconds since 1970 UTC */
  time_ns: number;
  kind: "login" | "logout" | "lock" | "change" | "export" | "deletion" | "system";
  /** operationId of what was asked, or what the program did of itself */
  operation: string;
  /** who; empty: nobody known */
  user: string;
  /** how he was known: session, token, host (the shell of this host), or empty */
  via: string;
  /** public id of the session or token */
  token: string;
  /** where from */
  address: string;
  /** which camera it was about; empty: none */
  camera: string;
  /** what it was about */
  target: string;
  /** HTTP status of the answer; 0: there was none */
  status: number;
  /** interrupted: the program ended meanwhile, and it may have been done or not */
  result: "success" | "refused" | "failed" | "interrupted";
  /** what was answered where it failed */
  text: string;
  /** member to its old and new value; of secrets only that they were set */
  changes: Record<string, Record<string, unknown>>;
  /** the same, as it is hashed */
  changes_text: string;
  /** hash of the record before */
  previous: string;
  /** SHA-256 of that hash and this record */
  hash: string;
};

export type AuditVerdict = {
  ok: boolean;
  /** how many there are */
  records: number;
  /** the first number; 0: there is none */
  first: number;
  /** the last number */
  last: number;
  /** the first record that is wrong or missing; 0: none is */
  broken: number;
  /** what is wrong with it */
  reason: string;
  /** records up to this one were removed, being too old or too many */
  cut_up_to: number;
  /** times that a record is older than the one before it */
  clock_backwards: number;
  /** hash of the last record */
  head: string;
};

export type LoginError = {
  /** what went wrong, one sentence */
  error: string;
  /** what to do about it; empty where there is nothing to say */
  hint: string;
  /** the password is right: send it again with the code of the second factor */
  code_needed?: true;
};

export type Account = {
  user: string;
  second_factor: {
    on: boolean;
    /** that are left */
    recovery_codes: number;
  };
  /** ids of the security questions; empty: none are set up */
  questions: Array<string>;
  /** where codes for a lost password go; empty: nowhere */
  email: string;
};

export type OwnPassword = {
  password: string;
};

export type SecondFactorSecret = {
  /** in base32, to be typed */
  secret: string;
  /** otpauth://, as apps read it */
  uri: string;
  /** the same as a QR code: a row of modules each, 1 is dark; without the quiet zone */
  qr: Array<string> | null;
};

export type SecondFactorCode = {
  code: string;
};

export type RecoveryCodes = {
  /** each is good once, in place of a code; shown this one time */
  recovery_codes: Array<string>;
};

export type LogLine = {
  id: number;
  /** when, by the clock of the host */
  time: string;
  level: "error" | "warning" | "notice" | "information";
  major: "alarm" | "exception" | "operation" | "information";
  /** of an alarm the condition; else such as camera_lost, storage, start, unclean_stop */
  minor: string;
  /** which camera it is about; empty: none */
  camera: string;
  text: string;
};

export type SelfSignedRequest = {
  /** Who it is for; left out: the first of the names */
  common_name?: string;
  /** Organization */
  organization?: string;
  /** Part of it */
  organizational_unit?: string;
  /** Town */
  locality?: string;
  /** State or province */
  state?: string;
  /** Two letters, such as DE */
  country?: string;
  /** Host names and addresses by which the server is asked; left out: those of this host */
  names?: Array<string>;
  days?: number;
};

export type CertificateRequest = {
  /** Who it is for; left out: the first of the names */
  common_name?: string;
  /** Organization */
  organization?: string;
  /** Part of it */
  organizational_unit?: string;
  /** Town */
  locality?: string;
  /** State or province */
  state?: string;
  /** Two letters, such as DE */
  country?: string;
  /** Host names and addresses by which the server is asked; left out: those of this host */
  names?: Array<string>;
  /** ECDSA P-256 or RSA 3072 */
  key?: "ecdsa" | "rsa";
};

export type CertificateImport = {
  /** PEM: the server's certificate and those above it, in any order; the key may be among them */
  certificate?: string;
  /** PEM; left out where the request was made here */
  key?: string;
  /** A PKCS#12 file (.p12, .pfx) in base64 */
  pkcs12?: string;
  /** Of the key or of the PKCS#12 file */
  passphrase?: string;
};

export type Certificate = {
  id: string;
  /** requested: an authority has not made it yet */
  state: "ready" | "requested";
  in_use: boolean;
  created: string;
  subject: string;
  names: Array<string>;
  /** Such as ECDSA P-256 */
  key: string;
  /** Of the public key, as curl's --pinnedpubkey takes it */
  pin: string;
  issuer?: string;
  from?: string;
  until?: string;
  /** -1: it has expired */
  days_left?: number;
  serial?: string;
  /** SHA-256, hexadecimal */
  fingerprint?: string;
  self_signed?: boolean;
  chain_length?: number;
};

export type CertificateTexts = {
  id: string;
  /** requested: an authority has not made it yet */
  state: "ready" | "requested";
  in_use: boolean;
  created: string;
  subject: string;
  names: Array<string>;
  /** Such as ECDSA P-256 */
  key: string;
  /** Of the public key, as curl's --pinnedpubkey takes it */
  pin: string;
  issuer?: string;
  from?: string;
  until?: string;
  /** -1: it has expired */
  days_left?: number;
  serial?: string;
  /** SHA-256, hexadecimal */
  fingerprint?: string;
  self_signed?: boolean;
  chain_length?: number;
  /** With those above it */
  certificate?: string;
  request?: string;
};

export type CertificateList = {
  certificates: Array<Certificate>;
  /** Where HTTPS is served */
  https: {
    /** Empty: it is off */
    listen: string;
    /** By the command line of the daemon */
    fixed: boolean;
    /** That is listened on; null: none */
    port: number | null;
    /** Why it is not served; empty: it is, or is off */
    error: string;
  };
  /** How many certificates there may be */
  most: number;
};

export type LoginSession = {
  id: string;
  user: string;
  role: "viewer" | "operator" | "administrator";
  /** where it was begun */
  address: string;
  /** RFC 3339, UTC, milliseconds */
  since: string;
  /** the last action of its user */
  used: string;
  /** RFC 3339, UTC, milliseconds */
  expires: string | null;
  /** this very session */
  own: boolean;
};

export type AccountPatch = {
  password: string;
  email?: string;
  /** null removes them */
  questions?: Array<{
    /** an id of GET /api/v1/recovery */
    question: string;
    /** capitals, blanks and signs do not matter */
    answer: string;
  }> | null;
};

export type Recovery = {
  by_questions: boolean;
  by_mail: boolean;
  /** those that a user can choose from */
  questions: Array<{
    id: string;
    text: string;
  }>;
};

export type RecoveryUser = {
  user: string;
};

export type RecoveryQuestions = {
  /** three ids; for a name that has set up nothing, or nobody has, always the same ones */
  questions: Array<string>;
};

export type RecoveryMailed = {
  /** that a code is good, if one was sent */
  minutes: number;
};

export type RecoveryRequest = {
  user: string;
  new: string;
  answers?: Array<{
    /** an id of GET /api/v1/recovery */
    question: string;
    /** capitals, blanks and signs do not matter */
    answer: string;
  }>;
  /** from the mail */
  code?: string;
};

export type Reinforcement = {
  enabled: boolean;
  settings: Array<{
    /** of GET /api/v1/settings */
    name: string;
    why: string;
    /** now */
    value: boolean | number;
    /** when it is on */
    strict: boolean | number;
    /** when it is switched off */
    before: boolean | number;
    /** the switch changes it */
    changes: boolean;
  }>;
};

export type ReinforcementPatch = {
  enabled: boolean;
};

export type SyslogState = {
  /** the setting syslog_server; empty: it is off */
  server: string;
  state: "off" | "sending" | "failing";
  /** why it is failing */
  error: string;
  /** what to do about it */
  hint: string;
  /** lines since the start */
  sent: number;
  /** when the last one was */
  sent_at: string | null;
  /** lines that it has not got yet */
  waiting: number;
};
