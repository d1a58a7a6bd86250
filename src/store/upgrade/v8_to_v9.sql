-- SPDX-License-Identifier: BSD-2-Clause
-- Copyright (c) 2026, the Lenswatch authors
--
-- Version 9 keeps certificates of the HTTPS server.

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
