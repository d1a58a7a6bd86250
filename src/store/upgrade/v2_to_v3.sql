-- SPDX-License-Identifier: BSD-2-Clause
-- Copyright (c) 2026, the Lenswatch authors
--
-- Version 3 keeps the events that cameras report themselves, and what was done about an event:
-- two columns more. The table is made anew, for the text of a table is compared with that of a
-- new database; the pictures go on naming "event".

pragma legacy_alter_table = on;
alter table event rename to event_v2;
pragma legacy_alter_table = off;
drop index event_one_open;
drop index event_by_camera;

create table event (
    -- Never used again: it stands in URLs, messages and pictures that left the machine.
    id integer primary key autoincrement,
    camera_key integer not null references camera (key) on delete cascade,
    -- What is wrong: "defocus", "signal_lost", ...
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
    -- Who says so: empty where we saw it, "camera" where the camera reported it itself.
    source text not null default '' check (source in ('', 'camera')),
    -- What was done about it, one clause for a person: "refocused by itself". Empty: nothing yet.
    note text not null default '' check (length(note) <= 159),
    check ((ended_ns is null) = (end_reason = ''))
) strict;

insert into event (id, camera_key, condition, started_ns, confirmed_ns, refreshed_ns, ended_ns,
    score, reason, end_reason)
    select id, camera_key, condition, started_ns, confirmed_ns, refreshed_ns, ended_ns, score,
        reason, end_reason from event_v2;
-- No id is used again, not even one whose event has gone.
delete from sqlite_sequence where name = 'event';
insert into sqlite_sequence select 'event', seq from sqlite_sequence where name = 'event_v2';
drop table event_v2;

create unique index event_one_open on event (camera_key, condition, source) where ended_ns is null;
create index event_by_camera on event (camera_key, id);
