-- SPDX-License-Identifier: BSD-2-Clause
-- Copyright (c) 2026, the Lenswatch authors
--
-- Version 11 keeps a picture of each baseline, and finds the events since a time at once.

create index event_by_end on event (ended_ns);

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
