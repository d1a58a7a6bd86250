-- SPDX-License-Identifier: BSD-2-Clause
-- Copyright (c) 2026, the Lenswatch authors
--
-- Measurements get the light and the limits of the conditions, and a short form that is kept for
-- years. Columns are added, and not the table made anew: it may be larger than what is free on
-- the disk.

alter table measurement add column light integer
        -- Before this comma: as in version 1. Whose baseline was used: 0 not known, 1 day, 2
        -- night. NULL: not kept then.
        check (light between 0 and 2);
alter table measurement add column limits blob
        -- A byte for each condition, in the order of the library's table: how it would have been
        -- judged at every sensitivity (lw_watch_limits). NULL: not kept then.
        check (length(limits) between 1 and 32);

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
    limits blob check (length(limits) between 8 and 256),
    primary key (camera_key, hour)
) strict, without rowid;

insert into hour
select camera_key, time_ns / 3600000000000, count(*), sum(verdict = 1), sum(verdict = 2), 0, 0,
    count(sharpness), min(blur_probability), sum(blur_probability), max(blur_probability),
    min(sharpness), sum(sharpness), max(sharpness),
    min(brightness), sum(brightness), max(brightness), null
from measurement group by 1, 2;
