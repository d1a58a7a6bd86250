-- SPDX-License-Identifier: BSD-2-Clause
-- Copyright (c) 2026, the Lenswatch authors
--
-- Version 2 keeps what the watch of each camera has learnt.

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
