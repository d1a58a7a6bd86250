-- SPDX-License-Identifier: BSD-2-Clause
-- Copyright (c) 2026, the Lenswatch authors
--
-- Version 12 keeps further numbers of each picture, for charts.

alter table measurement add column measures blob
        -- Of enum lwi_measure, in its order, 2 bytes each, little-endian: hundredths of a level, 0
        -- to 25500. NULL: not measured, or not kept then.
        check (length(measures) between 2 and 32);
alter table hour add column measures blob
        -- 10 bytes for each of the same numbers: how many, the least and the most, 16 bits each,
        -- and the sum, 32 bits, all little-endian. NULL: none were kept.
        check (length(measures) between 10 and 160);
