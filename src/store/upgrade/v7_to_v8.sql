-- SPDX-License-Identifier: BSD-2-Clause
-- Copyright (c) 2026, the Lenswatch authors
--
-- Version 8 keeps what users prove themselves with beside their passwords.

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
