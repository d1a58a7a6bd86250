/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Sessions and API tokens: hashes of their secrets, and what they may do. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "store/internal.h"

/* In all. As many as there can be users have together, and again as many that have expired: who
 * asks for tokens without end is stopped long before the disk is full. */
#define TOKENS_MAX 10000
/* A user's; the newest stay. */
#define ADDRESSES_MAX 16

/* In the order in which read_token() takes them; where a token is looked up, u is its user. */
#define COLUMNS                                                                                    \
    "t.id, t.user, t.label, t.is_session, t.created_ns, t.expires_ns, t.used_ns, t.address,"       \
    " t.role, t.is_read_only, t.is_limited, u.role, u.password_ns, u.must_change"

static const struct lwi_cameras_sql token_cameras = {
    "delete from token_camera where token = ?1",
    "update token set is_limited = ?2 where id = ?1",
    "insert or ignore into token_camera select ?1, key from camera"
    " where id in (select value from json_each(?2))",
};

struct token_put {
    const uint8_t *hash;
    const struct lwi_store_token *token;
};

/* Those that have expired give way. Not a full disk, hence no -ENOSPC: the store's health is made
 * of that. */
static int make_room(sqlite3 *db, int64_t now_ns, struct lw_error *reterr)
{
    int64_t count;
    int r = lwi_db_integer(db, &count, reterr, "select count(*) from token");
    if (r < 0 || count < TOKENS_MAX)
        return r;
    r = lwi_db_run(db, reterr, "delete from token where expires_ns <> 0 and expires_ns <= ?", "i",
                   now_ns);
    if (r < 0 || sqlite3_changes(db) > 0)
        return r;
    (void) lwi_error_set(reterr, -EDQUOT, "there are %d sessions and API tokens already",
                         TOKENS_MAX);
    lwi_error_hint(reterr, "Delete API tokens that are no longer used, or log users out.");
    return -EDQUOT;
}

static int note_address(sqlite3 *db, const struct lwi_store_token *token, struct lw_error *reterr)
{
    int r = lwi_db_run(db, reterr,
                       "insert into known_address values (?, ?, ?)"
                       " on conflict (user, address) do update set seen_ns = excluded.seen_ns",
                       "tti", token->user, token->network, token->created_ns);
    return r < 0 ? r
                 : lwi_db_run(db, reterr,
                              "delete from known_address where user = ?1 and address in"
                              " (select address from known_address where user = ?1"
                              "  order by seen_ns desc, address limit -1 offset ?2)",
                              "ti", token->user, (int64_t) ADDRESSES_MAX);
}

static int token_put(struct lwi_store *store, sqlite3 *db, void *argument, struct lw_error *reterr)
{
    const struct token_put *put = argument;
    const struct lwi_store_token *t = put->token;
    int r = make_room(db, t->created_ns, reterr);
    if (r == 0)
        r = lwi_db_run(db, reterr,
                       "insert into token (hash, id, user, label, is_session, created_ns,"
                       " expires_ns, used_ns, address, role, is_read_only, is_limited)"
                       " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
                       "btttiiiitti", put->hash, (size_t) 32, t->id, t->user, t->label,
                       (int64_t) (t->is_session != 0), t->created_ns, t->expires_ns, t->used_ns,
                       t->address, t->role, (int64_t) (t->is_read_only != 0));
    if (r == 0 && t->cameras)
        r = lwi_cameras_put(db, &token_cameras, t->id, t->cameras, reterr);
    return r == 0 && t->network[0] ? note_address(db, t, reterr) : r;
}

int lwi_store_token_put(struct lwi_store *store, const uint8_t hash[32],
                        const struct lwi_store_token *token, struct lw_error *reterr)
{
    struct token_put put = {hash, token};
    return lwi_writer_call(store, token_put, &put, reterr);
}

/* COLUMNS, and the cameras behind them. 0 or -ENOMEM. */
static int read_token(sqlite3_stmt *statement, struct lwi_store_token *ret_token)
{
    uint8_t *cameras = NULL;
    size_t size;
    *ret_token = (struct lwi_store_token){
        .is_session = sqlite3_column_int(statement, 3),
        .created_ns = sqlite3_column_int64(statement, 4),
        .expires_ns = sqlite3_column_int64(statement, 5),
        .used_ns = sqlite3_column_int64(statement, 6),
        .is_read_only = sqlite3_column_int(statement, 9),
        .is_limited = sqlite3_column_int(statement, 10),
        .password_ns = sqlite3_column_int64(statement, 12),
        .must_change = sqlite3_column_int(statement, 13),
    };
    lwi_db_text(statement, 0, ret_token->id, sizeof(ret_token->id));
    lwi_db_text(statement, 1, ret_token->user, sizeof(ret_token->user));
    lwi_db_text(statement, 2, ret_token->label, sizeof(ret_token->label));
    lwi_db_text(statement, 7, ret_token->address, sizeof(ret_token->address));
    lwi_db_text(statement, 8, ret_token->role, sizeof(ret_token->role));
    lwi_db_text(statement, 11, ret_token->user_role, sizeof(ret_token->user_role));
    int r = lwi_db_copy(statement, 14, &cameras, &size);
    ret_token->cameras = (char *) cameras;
    return r;
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
                       "select " COLUMNS ", case when u.is_limited or t.is_limited then"
                       " (select json_group_array(c.id) from camera c"
                       "  where (not u.is_limited or c.key in"
                       "   (select camera_key from user_camera where user = u.name))"
                       "  and (not t.is_limited or c.key in"
                       "   (select camera_key from token_camera where token = t.id))) end"
                       " from token t join user u on u.name = t.user where t.hash = ?",
                       "b", hash, (size_t) 32);
    if (r == 0) {
        r = lwi_db_step(statement, reterr);
        if (r == 1)
            r = read_token(statement, ret_token);
        else if (r == 0)
            r = lwi_error_set(reterr, -ENOENT, "there is no such session or token");
        (void) sqlite3_finalize(statement);
    }
    lwi_reader_put(store, db);
    return r;
}

void lwi_store_token_list_free(struct lwi_store_token *tokens, size_t count)
{
    for (size_t i = 0; tokens && i < count; i++)
        free(tokens[i].cameras);
    free(tokens);
}

static int list_tokens(sqlite3 *db, const char *user, struct lwi_store_token **ret_tokens,
                       size_t *ret_count, struct lw_error *reterr)
{
    sqlite3_stmt *statement;
    int r = lwi_db_prepare(
        db, &statement, reterr,
        "select " COLUMNS ", case when t.is_limited then (select json_group_array(id) from"
        "  (select id from token_camera join camera on key = camera_key where token = t.id"
        "   order by id)) end"
        " from token t join user u on u.name = t.user where ?1 is null or t.user = ?1"
        " order by t.created_ns, t.id limit ?2",
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
        r = read_token(statement, &tokens[count++]);
        if (r < 0)
            break;
    }
    (void) sqlite3_finalize(statement);
    if (r < 0) {
        lwi_store_token_list_free(tokens, count);
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
