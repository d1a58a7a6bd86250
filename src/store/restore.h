/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Going back to a backup. A file that is to take the place of the database is first looked
 * through, then laid beside it whole, and only at the next opening of the store, when nobody
 * else has the database, put in its place. The old one stays beside it. Whenever this is
 * killed, one of them is the database, whole, and the next opening goes on.
 */
#ifndef LWI_STORE_RESTORE_H
#define LWI_STORE_RESTORE_H

#include <stdint.h>

#include "base/log.h"
#include "lenswatch/error.h"

/* What is in a backup. */
struct lwi_store_backup_info {
    int version;
    int64_t bytes, cameras, events, users;
    int64_t newest_ns; /* realtime of its newest event; 0: there is none */
};

/* Looks through a file, without changing it. -ENOENT and others of open(2); -EBADMSG: damaged, or
 * no database of lenswatch; -ENOTSUP: of a newer version. */
int lwi_store_restore_check(const char *path, struct lwi_store_backup_info *ret_info,
                            struct lw_error *reterr);

/* A setting of type "system" in a backup, or in the database itself, as the key of the data folder
 * dir opens it; *ret_json malloc'ed. -ENOENT: there is none; -EBADMSG: it is of another key. */
int lwi_store_restore_setting(const char *dir, const char *path, const char *id, char **ret_json,
                              struct lw_error *reterr);

/* Lays a file of the data folder dir, which was checked, beside its database, for the next opening.
 * The folder may be in use. */
int lwi_store_restore_take(const char *dir, const char *path, struct lw_error *reterr);

/* At the next opening the database is a new one. */
int lwi_store_restore_nothing(const char *dir, struct lw_error *reterr);

/* Copies path over the database of a folder that nobody uses. may: asked when nobody can begin to
 * use it any more and path is known to be whole; what it returns below 0 is returned, and nothing
 * was changed. As lwi_store_restore_check(), and -ENOSPC; -EBUSY: a daemon uses it. */
int lwi_store_restore(const char *dir, const char *path,
                      int (*may)(void *cookie, struct lw_error *reterr), void *cookie,
                      const struct lwi_log *log, struct lw_error *reterr);

#endif
