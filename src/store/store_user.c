/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Users, sessions and API tokens: hashes only. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "store/internal.h"

#define TOKENS_MAX 10000
#define USERS_MAX  64 /* more than anybody makes */
#define COLUMNS    "id, user, label, is_session, created_ns, expires_ns, used_ns"

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

struct user_change {
    const char *name, *hash, *role;
    size_t most;
};

static int user_add(struct lwi_store *store, sqlite3 *db, void *argument, struct lw_error *reterr)
{
    const struct user_change *new = argument;
    int64_t count;
    int r = lwi_db_run(db, reterr, "insert or ignore into user values (?, ?, ?)", "ttt", new->name,
                       new->hash, new->role);
    if (r == 0 && sqlite3_changes(db) == 0)
        return lwi_error_set(reterr, -EEXIST, "there is a user '%s' already", new->name);
    if (r == 0)
        r = lwi_db_integer(db, &count, reterr, "select count(*) from user");
    if (r == 0 && count > (int64_t) new->most)
        r = lwi_error_set(reterr, -EEXIST, "there are %zu users already", new->most);
    return r;
}

int lwi_store_user_add(struct lwi_store *store, const char *name, const char *password_hash,
                       const char *role, size_t most, struct lw_error *reterr)
{
    struct user_change new = {name, password_hash, role, most};
    return lwi_writer_call(store, user_add, &new, reterr);
}

static int no_such_user(const char *name, struct lw_error *reterr)
{
    return lwi_error_set(reterr, -ENOENT, "there is no user '%s'", name);
}

static int user_password(struct lwi_store *store, sqlite3 *db, void *argument,
                         struct lw_error *reterr)
{
    const struct user_change *new = argument;
    int r = lwi_db_run(db, reterr, "update user set password_hash = ?2 where name = ?1", "tt",
                       new->name, new->hash);
    return r == 0 && sqlite3_changes(db) == 0 ? no_such_user(new->name, reterr) : r;
}

int lwi_store_user_password(struct lwi_store *store, const char *name, const char *password_hash,
                            struct lw_error *reterr)
{
    struct user_change new = {.name = name, .hash = password_hash};
    return lwi_writer_call(store, user_password, &new, reterr);
}

/* role NULL: the user goes. Whoever is the last administrator stays one. */
static int user_change(struct lwi_store *store, sqlite3 *db, void *argument,
                       struct lw_error *reterr)
{
    const struct user_change *new = argument;
    int64_t others;
    int r = new->role ? lwi_db_run(db, reterr, "update user set role = ?2 where name = ?1", "tt",
                                   new->name, new->role)
                      : lwi_db_run(db, reterr, "delete from user where name = ?", "t", new->name);
    if (r == 0 && sqlite3_changes(db) == 0)
        return no_such_user(new->name, reterr);
    if (r == 0)
        r = lwi_db_integer(db, &others, reterr,
                           "select count(*) from user where role = 'administrator'");
    if (r < 0 || others > 0)
        return r;
    (void) lwi_error_set(reterr, -EPERM, "'%s' is the last administrator", new->name);
    lwi_error_hint(reterr, "Make somebody else one first.");
    return -EPERM;
}

int lwi_store_user_role(struct lwi_store *store, const char *name, const char *role,
                        struct lw_error *reterr)
{
    struct user_change new = {.name = name, .role = role};
    return lwi_writer_call(store, user_change, &new, reterr);
}

int lwi_store_user_delete(struct lwi_store *store, const char *name, struct lw_error *reterr)
{
    struct user_change gone = {.name = name};
    return lwi_writer_call(store, user_change, &gone, reterr);
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
        "select name, role, total(is_session), total(not is_session), max(used_ns) from user"
        " left join token on user = name and (expires_ns = 0 or expires_ns > ?)"
        " group by name order by name",
        "i", now_ns);
    if (r < 0) {
        free(users);
        return r;
    }
    while (count < USERS_MAX && (r = lwi_db_step(statement, reterr)) == 1) {
        struct lwi_store_user *user = &users[count++];
        lwi_db_text(statement, 0, user->name, sizeof(user->name));
        lwi_db_text(statement, 1, user->role, sizeof(user->role));
        user->sessions = sqlite3_column_int64(statement, 2);
        user->tokens = sqlite3_column_int64(statement, 3);
        user->used_ns = sqlite3_column_int64(statement, 4);
    }
    (void) sqlite3_finalize(statement);
    if (r < 0) {
        free(users);
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

struct token_put {
    const uint8_t *hash;
    const struct lwi_store_token *token;
};

static int token_put(struct lwi_store *store, sqlite3 *db, void *argument, struct lw_error *reterr)
{
    const struct token_put *put = argument;
    const struct lwi_store_token *t = put->token;
    int64_t count;
    int r = lwi_db_integer(db, &count, reterr, "select count(*) from token");
    if (r == 0 && count >= TOKENS_MAX) {
        (void) lwi_error_set(reterr, -ENOSPC, "there are %d sessions and tokens already",
                             TOKENS_MAX);
        lwi_error_hint(reterr, "Delete tokens that are no longer used.");
        return -ENOSPC;
    }
    if (r < 0)
        return r;
    return lwi_db_run(db, reterr,
                      "insert into token (hash, " COLUMNS ") values (?, ?, ?, ?, ?, ?, ?, ?)",
                      "btttiiii", put->hash, (size_t) 32, t->id, t->user, t->label,
                      (int64_t) (t->is_session != 0), t->created_ns, t->expires_ns, t->used_ns);
}

int lwi_store_token_put(struct lwi_store *store, const uint8_t hash[32],
                        const struct lwi_store_token *token, struct lw_error *reterr)
{
    struct token_put put = {hash, token};
    return lwi_writer_call(store, token_put, &put, reterr);
}

static void read_token(sqlite3_stmt *statement, struct lwi_store_token *ret_token)
{
    *ret_token = (struct lwi_store_token){
        .is_session = sqlite3_column_int(statement, 3),
        .created_ns = sqlite3_column_int64(statement, 4),
        .expires_ns = sqlite3_column_int64(statement, 5),
        .used_ns = sqlite3_column_int64(statement, 6),
    };
    lwi_db_text(statement, 0, ret_token->id, sizeof(ret_token->id));
    lwi_db_text(statement, 1, ret_token->user, sizeof(ret_token->user));
    lwi_db_text(statement, 2, ret_token->label, sizeof(ret_token->label));
}

int lwi_store_token_find(struct lwi_store *store, const uint8_t hash[32],
                         struct lwi_store_token *ret_token, struct lw_error *reterr)
{
    sqlite3 *db;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    sqlite3_stmt *statement;
    r = lwi_db_prepare(db, &statement, reterr,
                       "select " COLUMNS
                       ", role from token join user on name = user where hash = ?",
                       "b", hash, (size_t) 32);
    if (r == 0) {
        r = lwi_db_step(statement, reterr);
        if (r == 1) {
            read_token(statement, ret_token);
            lwi_db_text(statement, 7, ret_token->role, sizeof(ret_token->role));
            r = 0;
        } else if (r == 0) {
            r = lwi_error_set(reterr, -ENOENT, "there is no such session or token");
        }
        (void) sqlite3_finalize(statement);
    }
    lwi_reader_put(store, db);
    return r;
}

static int list_tokens(sqlite3 *db, const char *user, struct lwi_store_token **ret_tokens,
                       size_t *ret_count, struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    int r = lwi_db_prepare(db, &statement, reterr,
                           "select " COLUMNS " from token where ?1 is null or user = ?1"
                           " order by created_ns, id limit ?2",
                           "ti", user, (int64_t) TOKENS_MAX);
    if (r < 0)
        return r;
    struct lwi_store_token *tokens = NULL;
    size_t count = 0, room = 0;
    while ((r = lwi_db_step(statement, reterr)) == 1) {
        if (count == room) {
            room = room ? 2 * room : 16;
            struct lwi_store_token *more = realloc(tokens, room * sizeof(*more));
            if (!more) {
                r = lwi_error_set(reterr, -ENOMEM, "out of memory");
                break;
            }
            tokens = more;
        }
        read_token(statement, &tokens[count++]);
    }
    (void) sqlite3_finalize(statement);
    if (r < 0) {
        free(tokens);
        return r;
    }
    *ret_tokens = tokens;
    *ret_count = count;
    return 0;
}

int lwi_store_token_list(struct lwi_store *store, const char *user,
                         struct lwi_store_token **ret_tokens, size_t *ret_count,
                         struct lw_error *reterr)
{
    sqlite3 *db;
    int r = lwi_reader_get(store, &db, reterr);
    if (r < 0)
        return r;
    r = list_tokens(db, user, ret_tokens, ret_count, reterr);
    lwi_reader_put(store, db);
    return r;
}

static int token_delete(struct lwi_store *store, sqlite3 *db, void *argument,
                        struct lw_error *reterr)
{
    const char *id = argument;
    int r = lwi_db_run(db, reterr, "delete from token where id = ?", "t", id);
    if (r == 0 && sqlite3_changes(db) == 0)
        r = lwi_error_set(reterr, -ENOENT, "there is no token '%s'", id);
    return r;
}

int lwi_store_token_delete(struct lwi_store *store, const char *id, struct lw_error *reterr)
{
    return lwi_writer_call(store, token_delete, (void *) id, reterr);
}

void lwi_store_token_touch(struct lwi_store *store, const uint8_t hash[32], int64_t used_ns,
                           int64_t expires_ns)
{
    (void) pthread_mutex_lock(&store->lock);
    size_t i = 0;
    while (i < store->touch_count && memcmp(store->touches[i].hash, hash, 32) != 0)
        i++;
    /* Where there is no room the use is not noted: only the next one will be. */
    if (i < LWI_STORE_TOUCHES) {
        struct lwi_store_touch *touch = &store->touches[i];
        memcpy(touch->hash, hash, 32);
        touch->used_ns = used_ns;
        touch->expires_ns = expires_ns;
        if (i == store->touch_count)
            store->touch_count++;
    }
    (void) pthread_mutex_unlock(&store->lock);
}

int lwi_touches_write(sqlite3 *db, const struct lwi_store_touch *touches, size_t count,
                      struct lw_error *reterr)
{
    int r = 0;
    for (size_t i = 0; r == 0 && i < count; i++)
        r = lwi_db_run(db, reterr, "update token set used_ns = ?2, expires_ns = ?3 where hash = ?1",
                       "bii", touches[i].hash, (size_t) 32, touches[i].used_ns,
                       touches[i].expires_ns);
    return r;
}
