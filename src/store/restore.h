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

struct lwi_store;

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

/* A setting of type "system" in a backup, as this data folder's key opens it; *ret_json malloc'ed.
 * -ENOENT: there is none; -EBADMSG: it is of another key. */
int lwi_store_restore_setting(struct lwi_store *store, const char *path, const char *id,
                              char **ret_json, struct lw_error *reterr);

/* Checks path and lays a copy of it in the data folder dir, for the next opening. The folder may
 * be in use. As above, and -ENOSPC. */
int lwi_store_restore_stage(const char *dir, const char *path, struct lw_error *reterr);

/* The same with a file of the data folder itself, which was checked: it is moved. */
int lwi_store_restore_take(const char *dir, const char *path, struct lw_error *reterr);

/* At the next opening the database is a new one. */
int lwi_store_restore_nothing(const char *dir, struct lw_error *reterr);

/* Copies path over the database of a folder that nobody uses. As lwi_store_restore_stage(), and
 * -EBUSY: a daemon uses it. */
int lwi_store_restore(const char *dir, const char *path, const struct lwi_log *log,
                      struct lw_error *reterr);

#endif
