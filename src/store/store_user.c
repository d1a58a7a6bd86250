/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Users: what they may do and see, and hashes of their passwords. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "store/internal.h"

#define USERS_MAX 64 /* more than anybody makes */

int lwi_store_user_count(struct lwi_store *store, size_t *ret_count, struct lw_error *reterr)
{
    sqlite3 *db;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    int64_t count;
    r = lwi_db_integer(db, &count, reterr, "select count(*) from user");
    lwi_reader_put(store, db);
    if (r == 0)
        *ret_count = (size_t) count;
    return r;
}

static int no_such_user(const char *name, struct lw_error *reterr)
{
    return lwi_error_set(reterr, -ENOENT, "there is no user '%s'", name);
}

int lwi_cameras_put(sqlite3 *db, const struct lwi_cameras_sql *sql, const char *owner,
                    const char *cameras, struct lw_error *reterr)
{
    int r = lwi_db_run(db, reterr, sql->clear, "t", owner);
    if (r == 0)
        r = lwi_db_run(db, reterr, sql->limit, "ti", owner, (int64_t) (cameras != NULL));
    if (r < 0 || !cameras)
        return r;
    sqlite3_stmt *statement;
    r = lwi_db_prepare(db, &statement, reterr,
                       "select value from json_each(?1) where value not in (select id from camera)"
                       " limit 1",
                       "t", cameras);
    if (r < 0)
        return r;
    r = lwi_db_step(statement, reterr);
    if (r == 1) {
        char id[65];
        lwi_db_text(statement, 0, id, sizeof(id));
        r = lwi_error_set(reterr, -EINVAL, "cameras: there is no camera '%s'", id);
    }
    (void) sqlite3_finalize(statement);
    return r < 0 ? r : lwi_db_run(db, reterr, sql->fill, "tt", owner, cameras);
}

static const struct lwi_cameras_sql user_cameras = {
    "delete from user_camera where user = ?1",
    "update user set is_limited = ?2 where name = ?1",
    "insert or ignore into user_camera select ?1, key from camera"
    " where id in (select value from json_each(?2))",
};

struct user_add {
    const struct lwi_store_user *user;
    const char *hash;
    size_t most;
};

static int user_add(struct lwi_store *store, sqlite3 *db, void *argument, struct lw_error *reterr)
{
    const struct user_add *new = argument;
    const struct lwi_store_user *user = new->user;
    int64_t count;
    int r = lwi_db_run(db, reterr, "insert or ignore into user values (?, ?, ?, ?, ?, 0)", "tttii",
                       user->name, new->hash, user->role, user->password_ns,
                       (int64_t) (user->must_change != 0));
    if (r == 0 && sqlite3_changes(db) == 0)
        return lwi_error_set(reterr, -EEXIST, "there is a user '%s' already", user->name);
    if (r == 0)
        r = lwi_db_integer(db, &count, reterr, "select count(*) from user");
    if (r == 0 && count > (int64_t) new->most) {
        (void) lwi_error_set(reterr, -EEXIST, "there are %zu users already", new->most);
        lwi_error_hint(reterr, "Remove one who is no longer needed first.");
        return -EEXIST;
    }
    return r < 0 ? r : lwi_cameras_put(db, &user_cameras, user->name, user->cameras, reterr);
}

int lwi_store_user_add(struct lwi_store *store, const struct lwi_store_user *user,
                       const char *password_hash, size_t most, struct lw_error *reterr)
{
    struct user_add new = {user, password_hash, most};
    return lwi_writer_call(store, user_add, &new, reterr);
}

struct user_password {
    const char *name;
    const struct lwi_store_password *password;
};

static int user_password(struct lwi_store *store, sqlite3 *db, void *argument,
                         struct lw_error *reterr)
{
    const struct user_password *new = argument;
    int r = lwi_db_run(db, reterr,
                       "update user set password_hash = ?2, password_ns = ?3, must_change = ?4"
                       " where name = ?1",
                       "ttii", new->name, new->password->hash, new->password->time_ns,
                       (int64_t) (new->password->must_change != 0));
    if (r == 0 && sqlite3_changes(db) == 0)
        return no_such_user(new->name, reterr);
    if (r == 0 && new->password->forget)
        r = lwi_db_run(db, reterr, "delete from known_address where user = ?", "t", new->name);
    return r;
}

int lwi_store_user_password(struct lwi_store *store, const char *name,
                            const struct lwi_store_password *password, struct lw_error *reterr)
{
    struct user_password new = {name, password};
    return lwi_writer_call(store, user_password, &new, reterr);
}

/* Whoever is the last administrator stays one. */
static int keep_an_administrator(sqlite3 *db, const char *name, struct lw_error *reterr)
{
    int64_t administrators;
    int r = lwi_db_integer(db, &administrators, reterr,
                           "select count(*) from user where role = 'administrator'");
    if (r < 0 || administrators > 0)
        return r;
    (void) lwi_error_set(reterr, -EPERM, "'%s' is the last administrator", name);
    lwi_error_hint(reterr, "Make somebody else one first.");
    return -EPERM;
}

struct user_change {
    const char *name;
    const struct lwi_store_user_change *change;
};

static int is_administrator(sqlite3 *db, const char *name, struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    int r = lwi_db_prepare(db, &statement, reterr,
                           "select role = 'administrator' from user where name = ?", "t", name);
    if (r < 0)
        return r;
    r = lwi_db_step(statement, reterr);
    int is_one = r == 1 && sqlite3_column_int(statement, 0);
    (void) sqlite3_finalize(statement);
    return r < 0 ? r : r == 0 ? no_such_user(name, reterr) : is_one;
}

static int user_change(struct lwi_store *store, sqlite3 *db, void *argument,
                       struct lw_error *reterr)
{
    const struct user_change *new = argument;
    const struct lwi_store_user_change *change = new->change;
    const int to_administrator = change->role && strcmp(change->role, "administrator") == 0;
    int r = 0;
    if (change->role)
        r = lwi_db_run(db, reterr,
                       "update user set role = ?2, is_limited = is_limited and not ?3"
                       " where name = ?1",
                       "tti", new->name, change->role, (int64_t) to_administrator);
    if (r == 0)
        r = is_administrator(db, new->name, reterr);
    if (r < 0)
        return r;
    if (r == 1 && change->set_cameras && change->cameras) {
        (void) lwi_error_set(reterr, -EINVAL, "cameras: an administrator sees all of them");
        lwi_error_hint(reterr, "Make the user an operator or a viewer.");
        return -EINVAL;
    }
    r = change->set_cameras || r == 1
            ? lwi_cameras_put(db, &user_cameras, new->name, change->cameras, reterr)
            : 0;
    return r < 0 ? r : keep_an_administrator(db, new->name, reterr);
}

int lwi_store_user_change(struct lwi_store *store, const char *name,
                          const struct lwi_store_user_change *change, struct lw_error *reterr)
{
    struct user_change new = {name, change};
    return lwi_writer_call(store, user_change, &new, reterr);
}

static int user_delete(struct lwi_store *store, sqlite3 *db, void *argument,
                       struct lw_error *reterr)
{
    const char *name = argument;
    int r = lwi_db_run(db, reterr, "delete from user where name = ?", "t", name);
    if (r == 0 && sqlite3_changes(db) == 0)
        return no_such_user(name, reterr);
    return r < 0 ? r : keep_an_administrator(db, name, reterr);
}

int lwi_store_user_delete(struct lwi_store *store, const char *name, struct lw_error *reterr)
{
    return lwi_writer_call(store, user_delete, (void *) name, reterr);
}

void lwi_store_user_list_free(struct lwi_store_user *users, size_t count)
{
    for (size_t i = 0; users && i < count; i++)
        free(users[i].cameras);
    free(users);
}

/* 0 or negative errno. */
static int read_user(sqlite3_stmt *statement, struct lwi_store_user *ret_user)
{
    uint8_t *cameras = NULL;
    size_t size;
    lwi_db_text(statement, 0, ret_user->name, sizeof(ret_user->name));
    lwi_db_text(statement, 1, ret_user->role, sizeof(ret_user->role));
    ret_user->sessions = sqlite3_column_int64(statement, 2);
    ret_user->tokens = sqlite3_column_int64(statement, 3);
    ret_user->used_ns = sqlite3_column_int64(statement, 4);
    ret_user->password_ns = sqlite3_column_int64(statement, 5);
    ret_user->must_change = sqlite3_column_int(statement, 6);
    int r = lwi_db_copy(statement, 7, &cameras, &size);
    ret_user->cameras = (char *) cameras;
    return r;
}

static int list_users(sqlite3 *db, int64_t now_ns, struct lwi_store_user **ret_users,
                      size_t *ret_count, struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    size_t count = 0;
    struct lwi_store_user *users = calloc(USERS_MAX, sizeof(*users));
    if (!users)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int r = lwi_db_prepare(
        db, &statement, reterr,
        "select name, u.role, total(is_session), total(not is_session), max(used_ns), password_ns,"
        " must_change, case when u.is_limited then (select json_group_array(id) from"
        "  (select id from user_camera join camera on key = camera_key where user = u.name"
        "   order by id)) end"
        " from user u left join token t on t.user = name and (expires_ns = 0 or expires_ns > ?)"
        " group by name order by name",
        "i", now_ns);
    if (r < 0) {
        free(users);
        return r;
    }
    while (count < USERS_MAX && (r = lwi_db_step(statement, reterr)) == 1) {
        r = read_user(statement, &users[count++]);
        if (r < 0)
            break;
    }
    (void) sqlite3_finalize(statement);
    if (r < 0) {
        lwi_store_user_list_free(users, count);
        return r;
    }
    *ret_users = users;
    *ret_count = count;
    return 0;
}

int lwi_store_user_list(struct lwi_store *store, int64_t now_ns, struct lwi_store_user **ret_users,
                        size_t *ret_count, struct lw_error *reterr)
{
    sqlite3 *db;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    r = list_users(db, now_ns, ret_users, ret_count, reterr);
    lwi_reader_put(store, db);
    return r;
}

int lwi_store_user_hash(struct lwi_store *store, const char *name, char **ret_hash,
                        struct lw_error *reterr)
{
    sqlite3 *db;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    sqlite3_stmt *statement;
    r = lwi_db_prepare(db, &statement, reterr, "select password_hash from user where name = ?", "t",
                       name);
    if (r == 0) {
        r = lwi_db_step(statement, reterr);
        uint8_t *text;
        size_t size;
        if (r == 1 && (r = lwi_db_copy(statement, 0, &text, &size)) == 0)
            *ret_hash = (char *) text;
        else if (r == 0)
            r = lwi_error_set(reterr, -ENOENT, "there is no user '%s'", name);
        (void) sqlite3_finalize(statement);
    }
    lwi_reader_put(store, db);
    return r;
}

int lwi_store_address_is_known(struct lwi_store *store, const char *name, const char *address,
                               struct lw_error *reterr)
{
    sqlite3 *db;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    sqlite3_stmt *statement;
    r = lwi_db_prepare(db, &statement, reterr,
                       "select 1 from known_address where user = ? and address = ?", "tt", name,
                       address);
    if (r == 0) {
        r = lwi_db_step(statement, reterr);
        (void) sqlite3_finalize(statement);
    }
    lwi_reader_put(store, db);
    return r;
}
