/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The version of a database, and the steps from one to the next. The texts are
 * schema.sql and upgrade/vN_to_vM.sql beside this file, built in.
 */
#ifndef LWI_STORE_UPGRADE_H
#define LWI_STORE_UPGRADE_H

#include <sqlite3.h>

#include "lenswatch/error.h"

/* The present schema. */
extern const char *const lwi_store_schema;
/* steps[0] leads from version 1 to 2, steps[1] from 2 to 3, ...; NULL-ended. The
 * present version is one more than there are steps. */
extern const char *const lwi_store_steps[];

/* Version of the database: 0 where it is empty. -EBADMSG: damaged or not ours. */
int lwi_upgrade_version(sqlite3 *db, int *ret_version, struct lw_error *reterr);

/* The version that `steps` lead to. */
int lwi_upgrade_target(const char *const *steps);

/*
 * Makes an empty database with `schema`, or runs the steps that are missing,
 * each in a transaction of its own. A version beyond the last step is refused
 * with -ENOTSUP and nothing is changed.
 */
int lwi_upgrade_run(sqlite3 *db, const char *schema, const char *const *steps,
                    struct lw_error *reterr);

#endif
