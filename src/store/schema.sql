-- SPDX-License-Identifier: BSD-2-Clause
-- Copyright (c) 2026, the Lenswatch authors
--
-- What Lenswatch stores, and why: the present version of DIR/lenswatch.db.
--
-- This file makes a new database. A database of an earlier version is brought
-- here step by step by the files in upgrade/, which never change once released.
-- Whoever changes this file adds such a step and raises the version below.
--
-- Times are nanoseconds since 1970-01-01 UTC, from the realtime clock, which may
-- jump: nothing is computed from the difference of two of them but what is shown,
-- and an end that would lie before its start is stored as equal to it.
--
-- The connection sets: journal_mode wal (readers never wait for the writer),
-- synchronous full (a commit is on the disk when it returns: an event is stored
-- before anybody acts on it), foreign_keys on, auto_vacuum incremental (space that
-- retention frees goes back to the file system without a rewrite of the file).

-- One row for each version that this database has had; the present one is the largest.
create table version (
    -- Of this schema. 1: the first.
    version integer primary key check (version >= 1),
    -- When the database became that version.
    since_ns integer not null,
    -- The program that did it, e.g. "0.1.0": tells which release wrote what is found here.
    program text not null
) strict;

-- A camera and its settings.
create table camera (
    -- For references from this database only. Never used again after a removal, so that a
    -- camera added under an old name does not inherit the measurements of its predecessor,
    -- which are removed little by little.
    key integer primary key autoincrement,
    -- The name in URLs and on the command line; made from the camera's name, never changes.
    id text not null unique check (length(id) between 1 and 32 and id not glob '*[^a-z0-9-]*'),
    -- All settings but the password, as one JSON object. Text and not columns, because the
    -- table of options in config/ is the one place where options are listed and checked.
    settings text not null check (json_valid(settings)),
    -- The camera's own password, which must be sent to it and so cannot be a hash: XChaCha20-
    -- Poly1305, 24 bytes of nonce, then the sealed text; the camera's id is authenticated with
    -- it, so that a sealed password moved to another row does not open. The key is in
    -- DIR/secret.key, outside of this file: a copy of the database alone gives no password
    -- away. NULL: the camera has none.
    password_sealed blob check (length(password_sealed) between 40 and 4096)
) strict;

-- A fault that lasted: one row an event, open while ended_ns is NULL.
create table event (
    -- Never used again: it stands in URLs, messages and pictures that left the machine.
    id integer primary key autoincrement,
    -- NULL: of the system itself, of no camera.
    camera_key integer references camera (key) on delete cascade,
    -- What is wrong: "defocus", "signal_lost", "disk_full", ...
    condition text not null check (length(condition) between 1 and 31),
    -- When the fault began: the first verdict of the run, not when it was confirmed.
    started_ns integer not null,
    -- When it had lasted the duration and became an event.
    confirmed_ns integer not null check (confirmed_ns >= started_ns),
    -- When it was last seen to go on.
    refreshed_ns integer not null check (refreshed_ns >= started_ns),
    -- When it was over. NULL: it is open.
    ended_ns integer check (ended_ns >= started_ns),
    -- Worst score of the condition so far, 0 (no fault) to 1.
    score real not null check (score between 0 and 1),
    -- Why, one clause for a person.
    reason text not null check (length(reason) <= 159),
    -- What ended it: "cleared", "camera removed", "restart", ... Empty while it is open.
    end_reason text not null default '' check (length(end_reason) <= 63),
    -- Who says so: empty where we saw it in the picture or its stream, "camera" where the camera
    -- reported it itself, "system" where something else is wrong: a disk, a network, a login.
    source text not null default '' check (source in ('', 'camera', 'system')),
    -- What was done about it, one clause for a person: "refocused by itself". Empty: nothing yet.
    note text not null default '' check (length(note) <= 159),
    check ((ended_ns is null) = (end_reason = '')),
    check (camera_key is not null or source = 'system')
) strict;

-- A camera has at most one open event of a condition, and says so itself at most once; so has the
-- system.
create unique index event_one_open on event (coalesce(camera_key, 0), condition, source)
    where ended_ns is null;
-- Newest events of a camera.
create index event_by_camera on event (camera_key, id);
-- What is otherwise than a day ago, among years of events: those that have ended since, or go on.
create index event_by_end on event (ended_ns);

-- Pictures of an event. Here, and not files: they are stored in the same commit as the event, so
-- neither can exist without the other after a crash, and one file is the whole backup. At one
-- or two hundred kilobytes a picture SQLite reads a blob about as fast as the file system
-- reads a file (sqlite.org/intern-v-extern-blob.html); events are few.
create table picture (
    event_id integer not null references event (id) on delete cascade,
    -- At the start of the fault, of the same camera when it was healthy, at the end.
    which text not null check (which in ('start', 'reference', 'end')),
    -- Of the JPEG: adding up all sizes, which retention does, must not read the pictures.
    bytes integer not null check (bytes between 4 and 16777216),
    jpeg blob not null check (length(jpeg) = bytes),
    primary key (event_id, which)
) strict;

create index picture_bytes on picture (event_id, bytes);

-- The newest picture of a camera that was judged CLEAR, so that an event can show what it should
-- look like, also when the fault was there at the start of the program.
create table reference (
    camera_key integer primary key references camera (key) on delete cascade,
    -- When it was taken.
    time_ns integer not null,
    -- JPEG.
    jpeg blob not null check (length(jpeg) between 4 and 16777216)
) strict;

-- What the watch of a camera has learnt, so that a restart forgets nothing. One row a camera, not
-- one a light or preset: the library saves all of them together, in a format of its own that it
-- versions and checks. Saved every few minutes, for it is megabytes an hour for each camera.
create table baseline (
    camera_key integer primary key references camera (key) on delete cascade,
    -- When it was saved.
    time_ns integer not null,
    -- As lw_watch_save() of the library wrote it.
    bytes blob not null check (length(bytes) between 1 and 1048576)
) strict;

-- What a camera looks like when it is healthy, in each light and at each preset: a small picture
-- for people, of those that its watch learnt from. At most 24 a camera; the oldest make way.
create table baseline_picture (
    camera_key integer not null references camera (key) on delete cascade,
    -- 1 day, 2 night, 3 a night in colour, under lamps.
    light integer not null check (light between 1 and 3),
    -- Number of the preset; 0 where the camera is fixed.
    preset integer not null check (preset between 0 and 4294967294),
    -- When it was taken.
    time_ns integer not null,
    -- JPEG, 480 pixels wide.
    jpeg blob not null check (length(jpeg) between 4 and 1048576),
    primary key (camera_key, light, preset)
) strict;

-- One row a camera and analysed picture. By far the most rows, hence scaled integers, which take
-- 1 or 2 bytes where a real takes 8, and no row id: rows lie in the order in which
-- a chart reads them.
create table measurement (
    -- Of the camera. No foreign key: when a camera is removed, its millions of rows go little by
    -- little, without holding up the storing of an event.
    camera_key integer not null,
    -- When the picture was received.
    time_ns integer not null,
    -- 0: NOT ASSESSABLE, 1: CLEAR, 2: BLURRY.
    verdict integer not null check (verdict in (0, 1, 2)),
    -- Probability of blur in 1/10000. NULL: none.
    blur_probability integer check (blur_probability between 0 and 10000),
    -- The number that the chart shows, in 1/10000. NULL: none.
    sharpness integer check (sharpness between 0 and 10000),
    -- Mean luma, in tenths of a level: 0 to 2550.
    brightness integer not null check (brightness between 0 and 2550), light integer
        -- Before this comma: as in version 1. Whose baseline was used: 0 not known, 1 day, 2
        -- night. NULL: not kept then.
        check (light between 0 and 2), limits blob
        -- A byte for each condition, in the order of the library's table: how it would have been
        -- judged at every sensitivity (lw_watch_limits). NULL: not kept then.
        check (length(limits) between 1 and 32), measures blob
        -- Of enum lwi_measure, in its order, 2 bytes each, little-endian: hundredths of a level, 0
        -- to 25500. NULL: not measured, or not kept then.
        check (length(measures) between 2 and 32),
    primary key (camera_key, time_ns)
) strict, without rowid;

-- One row a camera and hour: its measurements in short. A chart of a year reads these, and they are
-- kept for years, when the measurements are long gone.
create table hour (
    -- As in measurement.
    camera_key integer not null,
    -- Hours since 1970-01-01 UTC.
    hour integer not null,
    -- How many pictures there were; of these CLEAR, BLURRY; by day, by night.
    pictures integer not null check (pictures >= 1),
    clear integer not null check (clear between 0 and pictures),
    blurry integer not null check (blurry between 0 and pictures),
    day integer not null check (day between 0 and pictures),
    night integer not null check (night between 0 and pictures),
    -- How many of them had a probability of blur and a sharpness. The numbers below are in the
    -- units of measurement; NULL where none had.
    judged integer not null check (judged between 0 and pictures),
    blur_min integer, blur_sum integer, blur_max integer,
    sharpness_min integer, sharpness_sum integer, sharpness_max integer,
    brightness_min integer not null, brightness_sum integer not null,
    brightness_max integer not null,
    -- 8 bytes for each condition: its lowest and its highest limit, without the flag; how many
    -- pictures could be judged, 16 bits; the sum of their limits, 32 bits, both little-endian.
    -- NULL: none were kept.
    limits blob check (length(limits) between 8 and 256), measures blob
        -- 10 bytes for each of the same numbers: how many, the least and the most, 16 bits each,
        -- and the sum, 32 bits, all little-endian. NULL: none were kept.
        check (length(measures) between 10 and 160),
    primary key (camera_key, hour)
) strict, without rowid;

-- People who may log in.
create table user (
    name text primary key check (length(name) between 1 and 64),
    -- Argon2id, libsodium's string form: slow and salted, since people choose poor passwords and
    -- use them twice.
    password_hash text not null,
    -- What the user may do, e.g. "administrator".
    role text not null check (length(role) between 1 and 32),
    -- When the password was set, for its age.
    password_ns integer not null,
    -- Somebody else chose the password: it is changed at the next login.
    must_change integer not null check (must_change in (0, 1)),
    -- Only the cameras in user_camera are there for this user. An administrator sees all.
    is_limited integer not null check (is_limited in (0, 1)),
    check (is_limited = 0 or role <> 'administrator')
) strict, without rowid;

-- The cameras that a limited user may see. By key: a camera that is added later under an old name
-- is another one, and nobody may see it yet.
create table user_camera (
    user text not null references user (name) on delete cascade,
    camera_key integer not null references camera (key) on delete cascade,
    primary key (user, camera_key)
) strict, without rowid;

create index user_camera_by_camera on user_camera (camera_key);

-- Where a user has logged in from: these addresses are let try also while others guess at the
-- user's password. At most 16 a user, the newest.
create table known_address (
    user text not null references user (name) on delete cascade,
    address text not null check (length(address) between 2 and 45),
    -- The last login from it.
    seen_ns integer not null,
    primary key (user, address)
) strict, without rowid;

-- Sessions of browsers and API tokens. Only a hash of the secret is stored: who reads the database
-- cannot log in with it. The secret is 256 random bits, so a fast hash is enough.
create table token (
    -- Public name of the token, to list and delete it.
    id text primary key check (length(id) between 1 and 32),
    hash blob not null unique check (length(hash) = 32),
    user text not null references user (name) on delete cascade,
    -- What the user called it. Empty for a session.
    label text not null check (length(label) <= 64),
    is_session integer not null check (is_session in (0, 1)),
    created_ns integer not null,
    -- 0: never.
    expires_ns integer not null,
    -- When it was last used; of a session the last action of its user. 0: not yet.
    used_ns integer not null,
    -- Where the session was begun. Empty for an API token.
    address text not null check (length(address) <= 45),
    -- What it may do at most. Empty: all that its user may.
    role text not null check (length(role) <= 32),
    -- It changes nothing.
    is_read_only integer not null check (is_read_only in (0, 1)),
    -- Of the cameras that its user may see, only those in token_camera are there for it.
    is_limited integer not null check (is_limited in (0, 1))
) strict, without rowid;

create index token_by_user on token (user);

create table token_camera (
    token text not null references token (id) on delete cascade,
    camera_key integer not null references camera (key) on delete cascade,
    primary key (token, camera_key)
) strict, without rowid;

create index token_camera_by_camera on token_camera (camera_key);

-- Settings that hold secrets, and what belongs to them: the actions, the rules that set them off,
-- when cameras are armed, and what is set for all of them.
create table setting (
    type text not null check (type in ('action', 'arming', 'rule', 'system')),
    -- Of an action or rule its name in URLs; of an arming schedule the camera's id; 'all' of the
    -- system.
    id text not null check (length(id) between 1 and 32 and id not glob '*[^a-z0-9*-]*'),
    -- One JSON object, as the API has it, sealed like the passwords of cameras: "TYPE/ID" is
    -- authenticated with it.
    sealed blob not null check (length(sealed) between 40 and 1048576),
    primary key (type, id)
) strict, without rowid;

-- Certificates of the HTTPS server, with their keys, and requests for such.
create table certificate (
    -- The name in URLs; made, never chosen, never used again.
    id text primary key check (length(id) between 1 and 32 and id not glob '*[^a-z0-9-]*'),
    created_ns integer not null,
    -- PEM, the server's first and then those above it. Empty: an authority has not made it yet.
    chain text not null check (length(chain) <= 131072),
    -- PEM of what an authority is asked to certify. Empty: nobody was asked.
    request text not null check (length(request) <= 131072),
    -- The private key in PEM, sealed like the passwords of cameras: "certificate/ID" is
    -- authenticated with it.
    key_sealed blob not null check (length(key_sealed) between 40 and 131072),
    -- The one that HTTPS is served with.
    in_use integer not null default 0 check (in_use = 0 or (in_use = 1 and chain <> ''))
) strict, without rowid;

create unique index certificate_in_use on certificate (in_use) where in_use = 1;

-- What people said of an event.
create table mark (
    event_id integer primary key references event (id) on delete cascade,
    -- When somebody took it up, and who. 0 and empty: nobody yet.
    acknowledged_ns integer not null default 0,
    acknowledged_by text not null default '' check (length(acknowledged_by) <= 64),
    comment text not null default '' check (length(comment) <= 1000),
    -- There was no fault.
    is_false_alarm integer not null default 0 check (is_false_alarm in (0, 1))
) strict;

-- A step of an event that the rules have not been asked about yet. Written by the triggers below
-- in the commit of the event itself: neither can be without the other. No foreign key: what was
-- set off goes on when its event or camera is removed.
create table step (
    id integer primary key autoincrement,
    event_id integer not null,
    -- 0: start, 1: refresh, 2: end.
    phase integer not null check (phase in (0, 1, 2)),
    time_ns integer not null,
    -- The event and its camera as they were in that moment.
    document text not null check (json_valid(document))
) strict;

-- The system itself stands where a camera would, so that messages can name it.
create view event_document as
select e.id, json_object(
    'event', json_object('id', e.id, 'condition', e.condition, 'started_ns', e.started_ns,
        'confirmed_ns', e.confirmed_ns, 'refreshed_ns', e.refreshed_ns,
        'ended_ns', coalesce(e.ended_ns, 0), 'score', e.score, 'reason', e.reason,
        'end_reason', e.end_reason, 'source', e.source, 'note', e.note),
    'camera', case when c.key is null then json_object('id', 'system', 'name', 'Lenswatch')
        else json_object('id', c.id, 'name', json_extract(c.settings, '$.name'),
            'group', json_extract(c.settings, '$.group'),
            'tags', json_extract(c.settings, '$.tags'),
            'url', json_extract(c.settings, '$.url')) end) as document
from event e left join camera c on c.key = e.camera_key;

create trigger event_starts after insert on event
when new.ended_ns is null and exists (select 1 from setting where type = 'rule')
begin
    insert into step (event_id, phase, time_ns, document)
    select new.id, 0, new.started_ns, document from event_document where id = new.id;
end;

create trigger event_goes_on after update of refreshed_ns on event
when new.ended_ns is null and exists (select 1 from setting where type = 'rule')
begin
    insert into step (event_id, phase, time_ns, document)
    select new.id, 1, new.refreshed_ns, document from event_document where id = new.id;
end;

-- Also where there is no rule any more: who was told of the start is told of the end.
create trigger event_ends after update of ended_ns on event
when old.ended_ns is null and new.ended_ns is not null
    and (exists (select 1 from setting where type = 'rule')
        or exists (select 1 from outbox where event_id = new.id and wants_end = 1))
begin
    insert into step (event_id, phase, time_ns, document)
    select new.id, 2, new.ended_ns, document from event_document where id = new.id;
end;

-- The outbox: one row an action and step that set it off, there before it is tried. Of one action
-- and camera it is done in the order of (due_ns, id).
create table outbox (
    id integer primary key autoincrement,
    -- Idempotency key: the same for every attempt, also after a restart.
    key text not null unique check (length(key) = 32),
    -- Ids in table setting; they may be gone meanwhile.
    action text not null,
    rule text not null,
    camera text not null,
    event_id integer not null,
    condition text not null,
    phase integer not null check (phase in (0, 1, 2)),
    document text not null check (json_valid(document)),
    state text not null default 'waiting'
        check (state in ('waiting', 'done', 'expired', 'cancelled', 'refused', 'folded')),
    -- The row whose message tells of this one, too.
    folded_into integer,
    -- The start of an event whose end must be told, whatever becomes of the rule meanwhile.
    wants_end integer not null check (wants_end in (0, 1)),
    -- Dropped when its event has ended before it was due.
    needs_open integer not null check (needs_open in (0, 1)),
    -- Dropped when its event was acknowledged before it was due.
    needs_silence integer not null check (needs_silence in (0, 1)),
    -- As many or more of the same rule, action, condition and phase become one. 0: never.
    fold_min integer not null check (fold_min >= 0),
    created_ns integer not null,
    -- Not tried before: the rule's delay.
    due_ns integer not null,
    -- Not tried again before.
    next_ns integer not null,
    -- Given up then.
    expires_ns integer not null,
    attempts integer not null default 0,
    -- When it was last tried. 0: never.
    tried_ns integer not null default 0,
    -- When it left the state 'waiting'. 0: it has not.
    finished_ns integer not null default 0,
    -- What the peer said last, and what went wrong.
    answer text not null default '',
    error text not null default ''
) strict;

create index outbox_waiting on outbox (action, camera, due_ns, id) where state = 'waiting';
create index outbox_folded on outbox (action, camera, folded_into) where state = 'folded';
-- For the cooldown, and for the end that looks for its start.
create index outbox_by_rule on outbox (rule, camera, condition, phase, id);
create index outbox_by_event on outbox (event_id, rule);
create index outbox_finished on outbox (finished_ns) where state <> 'waiting';

-- Who did what: every login, change, export and deletion, and every attempt at one. Only added to;
-- each record holds the hash of the one before it, so that one that is changed or taken out is seen.
-- docs/design/0007-audit.md says what that protects from, and what not.
create table audit (
    -- Never used again and without a gap: time may jump, this does not.
    seq integer primary key autoincrement,
    time_ns integer not null,
    kind text not null
        check (kind in ('login', 'logout', 'lock', 'change', 'export', 'deletion', 'system')),
    -- The operationId of the API, such as "changeCamera".
    operation text not null check (length(operation) between 1 and 63),
    -- Empty: nobody who is known.
    user text not null check (length(user) <= 64),
    -- How he was known: "session", "token", "host" (the token file of this host), ... or empty.
    via text not null check (length(via) <= 15),
    -- Public id of the session or token.
    token text not null check (length(token) <= 32),
    -- Where from.
    address text not null check (length(address) <= 127),
    -- The camera that it was about; empty: none.
    camera text not null check (length(camera) <= 32),
    -- What it was about: the path that was asked, or the user who was named.
    target text not null check (length(target) <= 255),
    -- The HTTP status; 0: there was no answer.
    status integer not null,
    -- "interrupted": the program ended in the middle of it; it may have been done or not.
    result text not null check (result in ('success', 'refused', 'failed', 'interrupted')),
    text text not null check (length(text) <= 255),
    -- {"MEMBER": {"old": ..., "new": ...}}; never a secret. Empty: nothing, or nothing known.
    changes text not null check (changes = '' or json_valid(changes)),
    -- SHA-256 of the hash before it (of the first: 32 zeros, or the anchor's) and of the other
    -- columns as one JSON array.
    hash blob not null check (length(hash) = 32)
) strict;

-- Where the log was cut to keep it bounded: the last record that was removed. One row, or none.
create table audit_anchor (
    id integer primary key check (id = 1),
    seq integer not null,
    hash blob not null check (length(hash) = 32),
    -- When it was cut.
    time_ns integer not null
) strict;

create trigger audit_stays before update on audit
begin
    select raise(abort, 'the audit log is only added to');
end;

create trigger audit_goes before delete on audit
when old.seq > coalesce((select seq from audit_anchor), 0)
begin
    select raise(abort, 'the audit log is only added to');
end;

-- What is being done at this moment, written before it is begun and removed with its record. What is
-- still here at a start was interrupted, and becomes a record that says so.
create table audit_open (
    id integer primary key autoincrement,
    -- What is known of the record already, as a JSON object.
    record text not null check (json_valid(record))
) strict;

-- What the program said of itself. Written every second or so, unlike the audit log.
create table log (
    id integer primary key autoincrement,
    time_ns integer not null,
    -- As syslog has them: 3 error, 4 warning, 5 notice, 6 information.
    level integer not null check (level between 0 and 7),
    major text not null check (major in ('alarm', 'exception', 'operation', 'information')),
    -- Of an alarm its condition; else such as "camera", "storage", "start".
    minor text not null check (length(minor) between 1 and 31),
    -- Empty: of none.
    camera text not null check (length(camera) <= 32),
    text text not null
) strict;

-- What proves who a user is, beside the password. Only where the user has set it up.
create table user_secret (
    user text not null references user (name) on delete cascade,
    -- 'factor': the secret of the second factor, and hashes of the recovery codes; 'recovery':
    -- questions with the hash of their answers, and where mail goes; 'digest': what HTTP Digest is
    -- checked with.
    kind text not null check (kind in ('factor', 'recovery', 'digest')),
    -- One JSON object, sealed like the passwords of cameras: "user/KIND/USER" is authenticated with
    -- it, so that what is one's own does not open as somebody else's.
    sealed blob not null check (length(sealed) between 40 and 65536),
    primary key (user, kind)
) strict, without rowid;
