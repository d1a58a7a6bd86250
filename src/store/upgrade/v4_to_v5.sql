-- SPDX-License-Identifier: BSD-2-Clause
-- Copyright (c) 2026, the Lenswatch authors
--
-- Version 5 keeps events of the system itself, settings for all of it, and which starts of events
-- want their end told. Tables whose columns or checks change are made anew, for the text of a table
-- is compared with that of a new database.

drop trigger event_starts;
drop trigger event_goes_on;
drop trigger event_ends;
drop view event_document;

pragma legacy_alter_table = on;
alter table event rename to event_v4;
alter table setting rename to setting_v4;
alter table outbox rename to outbox_v4;
pragma legacy_alter_table = off;
drop index event_one_open;
drop index event_by_camera;
drop index outbox_waiting;
drop index outbox_folded;
drop index outbox_by_rule;
drop index outbox_by_event;
drop index outbox_finished;

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

insert into event (id, camera_key, condition, started_ns, confirmed_ns, refreshed_ns, ended_ns,
    score, reason, end_reason, source, note)
    select id, camera_key, condition, started_ns, confirmed_ns, refreshed_ns, ended_ns, score,
        reason, end_reason, source, note from event_v4;
-- No id is used again, not even one whose row has gone.
delete from sqlite_sequence where name = 'event';
insert into sqlite_sequence select 'event', seq from sqlite_sequence where name = 'event_v4';
drop table event_v4;

-- A camera has at most one open event of a condition, and says so itself at most once; so has the
-- system.
create unique index event_one_open on event (coalesce(camera_key, 0), condition, source)
    where ended_ns is null;
create index event_by_camera on event (camera_key, id);

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

insert into setting select type, id, sealed from setting_v4;
drop table setting_v4;

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

insert into outbox (id, key, action, rule, camera, event_id, condition, phase, document, state,
    folded_into, wants_end, needs_open, needs_silence, fold_min, created_ns, due_ns, next_ns,
    expires_ns, attempts, tried_ns, finished_ns, answer, error)
    select id, key, action, rule, camera, event_id, condition, phase, document, state,
        folded_into, 0, needs_open, needs_silence, fold_min, created_ns, due_ns, next_ns,
        expires_ns, attempts, tried_ns, finished_ns, answer, error from outbox_v4;
delete from sqlite_sequence where name = 'outbox';
insert into sqlite_sequence select 'outbox', seq from sqlite_sequence where name = 'outbox_v4';
drop table outbox_v4;

create index outbox_waiting on outbox (action, camera, due_ns, id) where state = 'waiting';
create index outbox_folded on outbox (action, camera, folded_into) where state = 'folded';
-- For the cooldown, and for the end that looks for its start.
create index outbox_by_rule on outbox (rule, camera, condition, phase, id);
create index outbox_by_event on outbox (event_id, rule);
create index outbox_finished on outbox (finished_ns) where state <> 'waiting';

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
