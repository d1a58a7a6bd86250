/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "store/upgrade.h"

#include <errno.h>
#include <time.h>

#include "base/clock.h"
#include "base/error.h"
#include "lenswatch/version.h"
#include "store/db.h"

/* "Lens": tells our databases from others, also to file(1). */
#define APPLICATION_ID 0x4c656e73

int lwi_upgrade_target(const char *const *steps)
{
    int version = 1;
    while (steps[version - 1])
        version++;
    return version;
}

int lwi_upgrade_version(sqlite3 *db, int *ret_version, struct lw_error *reterr)
{
    int64_t tables, id, version;
    int r = lwi_db_integer(db, &tables, reterr, "select count(*) from sqlite_master");
    if (r < 0)
        return r;
    r = lwi_db_integer(db, &id, reterr, "pragma application_id");
    if (r < 0)
        return r;
    if (tables == 0 && (id == 0 || id == APPLICATION_ID)) {
        *ret_version = 0;
        return 0;
    }
    if (id != APPLICATION_ID) {
        (void) lwi_error_set(reterr, -EBADMSG, "the database belongs to another program");
        lwi_error_hint(reterr, "Move the file away, or choose another folder with --data.");
        return -EBADMSG;
    }
    r = lwi_db_integer(db, &version, reterr, "select coalesce(max(version), -1) from version");
    if (r < 0)
        return r;
    if (version < 1 || version > INT32_MAX)
        return lwi_error_set(reterr, -EBADMSG, "the database has no version");
    *ret_version = (int) version;
    return 0;
}

/* One step: the text, the new version, all references whole; together or not at all. */
static int run_step(sqlite3 *db, const char *sql, int version, struct lw_error *reterr)
{
    int r = lwi_db_exec(db, "begin immediate", reterr);
    if (r < 0)
        return r;
    r = lwi_db_exec(db, sql, reterr);
    if (r == 0)
        r = lwi_db_run(db, reterr, "insert into version values (?, ?, ?)", "iit", (int64_t) version,
                       lwi_clock_realtime(&lwi_clock_system), lw_version());
    if (r == 0) {
        sqlite3_stmt *statement;
        r = lwi_db_prepare(db, &statement, reterr, "pragma foreign_key_check", "");
        if (r == 0) {
            r = lwi_db_step(statement, reterr);
            (void) sqlite3_finalize(statement);
            if (r > 0)
                r = lwi_error_set(reterr, -EBADMSG, "step to version %d breaks a reference",
                                  version);
        }
    }
    if (r == 0)
        r = lwi_db_exec(db, "commit", reterr);
    if (r < 0)
        (void) sqlite3_exec(db, "rollback", NULL, NULL, NULL);
    return r;
}

int lwi_upgrade_run(sqlite3 *db, const char *schema, const char *const *steps,
                    struct lw_error *reterr)
{
    int version;
    int target = lwi_upgrade_target(steps);
    int r = lwi_upgrade_version(db, &version, reterr);
    if (r < 0)
        return r;
    if (version > target) {
        (void) lwi_error_set(reterr, -ENOTSUP,
                             "the database is of version %d, this program knows %d", version,
                             target);
        lwi_error_hint(reterr, "Run the newer lenswatch that wrote it.");
        return -ENOTSUP;
    }
    if (version == 0) {
        r = lwi_db_exec(db, "pragma application_id = 0x4c656e73", reterr);
        return r < 0 ? r : run_step(db, schema, target, reterr);
    }
    /* A step may rebuild a table that others refer to; run_step() checks all references. */
    r = lwi_db_exec(db, "pragma foreign_keys = off", reterr);
    for (; r == 0 && version < target; version++)
        r = run_step(db, steps[version - 1], version + 1, reterr);
    int restored = lwi_db_exec(db, "pragma foreign_keys = on", r < 0 ? NULL : reterr);
    return r < 0 ? r : restored;
}
