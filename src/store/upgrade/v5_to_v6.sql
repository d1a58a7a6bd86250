-- SPDX-License-Identifier: BSD-2-Clause
-- Copyright (c) 2026, the Lenswatch authors
--
-- The audit log and the system log.

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
