-- SPDX-License-Identifier: BSD-2-Clause
-- Copyright (c) 2026, the Lenswatch authors
--
-- Version 4 keeps actions, their rules and their outbox, and what people say of events.

-- Settings that hold secrets, and what belongs to them: the actions, the rules that set them off,
-- when cameras are armed.
create table setting (
    type text not null check (type in ('action', 'arming', 'rule')),
    -- Of an action or rule its name in URLs; of an arming schedule the camera's id, or '*'.
    id text not null check (length(id) between 1 and 32 and id not glob '*[^a-z0-9*-]*'),
    -- One JSON object, as the API has it, sealed like the passwords of cameras: "TYPE/ID" is
    -- authenticated with it.
    sealed blob not null check (length(sealed) between 40 and 1048576),
    primary key (type, id)
) strict, without rowid;

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

create view event_document as
select e.id, json_object(
    'event', json_object('id', e.id, 'condition', e.condition, 'started_ns', e.started_ns,
        'confirmed_ns', e.confirmed_ns, 'refreshed_ns', e.refreshed_ns,
        'ended_ns', coalesce(e.ended_ns, 0), 'score', e.score, 'reason', e.reason,
        'end_reason', e.end_reason, 'source', e.source, 'note', e.note),
    'camera', json_object('id', c.id, 'name', json_extract(c.settings, '$.name'),
        'group', json_extract(c.settings, '$.group'), 'tags', json_extract(c.settings, '$.tags'),
        'url', json_extract(c.settings, '$.url'))) as document
from event e join camera c on c.key = e.camera_key;

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

create trigger event_ends after update of ended_ns on event
when old.ended_ns is null and new.ended_ns is not null
    and exists (select 1 from setting where type = 'rule')
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
