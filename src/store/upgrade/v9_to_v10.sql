-- SPDX-License-Identifier: BSD-2-Clause
-- Copyright (c) 2026, the Lenswatch authors
--
-- Version 10 keeps which cameras a user and an API token may see, how old a password is, and where
-- a session comes from. Tables whose columns change are made anew, for the text of a table is
-- compared with that of a new database. The age of a password that is there counts from now on.

pragma legacy_alter_table = on;
alter table user rename to user_v9;
alter table token rename to token_v9;
pragma legacy_alter_table = off;
drop index token_by_user;

-- People who may log in.
create table user (
    name text primary key check (length(name) between 1 and 64),
    -- Argon2id, libsodium's string form: slow and salted, since people choose poor passwords and
    -- use them twice.
    password_hash text not null,
    -- What the user may do, e.g. "administrator".
    role text not null check (length(role) between 1 and 32),
    -- When the password was set, for its age.
    password_ns integer not null,
    -- Somebody else chose the password: it is changed at the next login.
    must_change integer not null check (must_change in (0, 1)),
    -- Only the cameras in user_camera are there for this user. An administrator sees all.
    is_limited integer not null check (is_limited in (0, 1)),
    check (is_limited = 0 or role <> 'administrator')
) strict, without rowid;

insert into user select name, password_hash, role,
    cast(strftime('%s', 'now') as integer) * 1000000000, 0, 0 from user_v9;

-- The cameras that a limited user may see. By key: a camera that is added later under an old name
-- is another one, and nobody may see it yet.
create table user_camera (
    user text not null references user (name) on delete cascade,
    camera_key integer not null references camera (key) on delete cascade,
    primary key (user, camera_key)
) strict, without rowid;

create index user_camera_by_camera on user_camera (camera_key);

-- Where a user has logged in from: these addresses are let try also while others guess at the
-- user's password. At most 16 a user, the newest.
create table known_address (
    user text not null references user (name) on delete cascade,
    address text not null check (length(address) between 2 and 45),
    -- The last login from it.
    seen_ns integer not null,
    primary key (user, address)
) strict, without rowid;

-- Sessions of browsers and API tokens. Only a hash of the secret is stored: who reads the database
-- cannot log in with it. The secret is 256 random bits, so a fast hash is enough.
create table token (
    -- Public name of the token, to list and delete it.
    id text primary key check (length(id) between 1 and 32),
    hash blob not null unique check (length(hash) = 32),
    user text not null references user (name) on delete cascade,
    -- What the user called it. Empty for a session.
    label text not null check (length(label) <= 64),
    is_session integer not null check (is_session in (0, 1)),
    created_ns integer not null,
    -- 0: never.
    expires_ns integer not null,
    -- When it was last used; of a session the last action of its user. 0: not yet.
    used_ns integer not null,
    -- Where the session was begun. Empty for an API token.
    address text not null check (length(address) <= 45),
    -- What it may do at most. Empty: all that its user may.
    role text not null check (length(role) <= 32),
    -- It changes nothing.
    is_read_only integer not null check (is_read_only in (0, 1)),
    -- Of the cameras that its user may see, only those in token_camera are there for it.
    is_limited integer not null check (is_limited in (0, 1))
) strict, without rowid;

create index token_by_user on token (user);

insert into token select id, hash, user, label, is_session, created_ns, expires_ns, used_ns, '',
    '', 0, 0 from token_v9;
drop table token_v9;
drop table user_v9;

create table token_camera (
    token text not null references token (id) on delete cascade,
    camera_key integer not null references camera (key) on delete cascade,
    primary key (token, camera_key)
) strict, without rowid;

create index token_camera_by_camera on token_camera (camera_key);
