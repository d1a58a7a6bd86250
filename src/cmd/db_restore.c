/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* lenswatch db restore: back to a backup, while no daemon runs. */
#include "cmd/db_restore.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/backup_settings.h"
#include "api/https.h"
#include "base/error.h"
#include "base/log.h"
#include "cmd/cmd.h"
#include "cmd/data_dir.h"
#include "cmd/note.h"
#include "cmd/options.h"
#include "store/restore.h"

#define OPERATION "restoreBackup"
#define COMMAND   "db restore"

enum {
    OPTION_DATA,
    OPTION_FORCE,
};

static const struct lwi_option options[] = {
    {"data", "DIR", "the daemon's data folder; default: where serve keeps it"},
    {"force", NULL, "also settings that keep out addresses which are let in now"},
    {NULL, NULL, NULL},
};

static void print_help(FILE *out)
{
    (void) fprintf(out, "Usage: lenswatch db restore [OPTIONS] FILE\n\n"
                        "Puts a backup in the place of the database. No daemon may run; to go\n"
                        "back while it runs, use its page. FILE is looked through first: one that\n"
                        "is damaged or too new changes nothing. The database that was there is\n"
                        "kept beside it. secret.key stays as it is. While the security\n"
                        "reinforcement is on, one that was made while it was off is refused.\n"
                        "Exit status 0: it is done; 2: it could not be; 64: wrong usage.\n\n"
                        "Options:\n");
    lwi_options_print(out, options);
    (void) fprintf(out, "\nExample:\n  lenswatch db restore --data /var/lib/lenswatch "
                        "/backup/lenswatch-2026-11-21.db\n");
}

struct asked {
    const char *dir, *file;
    int force, argc;
    char **argv;
};

static int check_lockout(const struct lwi_system_config *now, const struct lwi_system_config *then,
                         struct lw_error *reterr)
{
    static const char *const why[] = {
        [LWI_LOCKOUT_ADDRESS] = "The address filter of the backup keeps out who is let in now",
        [LWI_LOCKOUT_MOVED] = "The backup has another address of HTTPS",
        [LWI_LOCKOUT_REDIRECT] = "In the backup plain HTTP leads to HTTPS, and now it does not",
    };
    enum lwi_lockout lockout = lwi_https_lockout(now, then, /* address= */ NULL, /* by_https= */ 0);
    if (lockout == LWI_LOCKOUT_NONE)
        return 0;
    (void) lwi_error_set(reterr, -EALREADY, "%s", why[lockout]);
    lwi_error_hint(reterr, "Say --force to do it all the same. This host itself is always let in.");
    return -EALREADY;
}

/* As the daemon would refuse it. What cannot be read of the database that is there holds nothing:
 * that may be why one goes back to a backup. */
static int may_restore(void *cookie, struct lw_error *reterr)
{
    const struct asked *asked = cookie;
    struct lwi_backup_settings now, then;
    char *path = NULL;
    if (asprintf(&path, "%s/lenswatch.db", asked->dir) < 0)
        return lwi_error_set(reterr, -ENOMEM, "There is not enough memory");
    int is_known = access(path, F_OK) == 0 && lwi_backup_settings_read(asked->dir, path, &now) == 0;
    free(path);
    (void) lwi_backup_settings_read(asked->dir, asked->file, &then);
    int r = is_known ? lwi_backup_settings_check(now.is_reinforced, &then, reterr) : 0;
    if (r == 0 && is_known && !asked->force)
        r = check_lockout(&now.config, &then.config, reterr);
    if (r == 0) /* into the database that is put aside */
        lwi_note_change(asked->dir, OPERATION, COMMAND, asked->argc, asked->argv, NULL);
    return r;
}

static int restore(struct asked *asked)
{
    struct lw_error error = {0};
    const struct lwi_log log = {.write = lwi_log_write_stderr, .max = LWI_LOG_NOTICE};
    int r = lwi_store_restore(asked->dir, asked->file, may_restore, asked, &log, &error);
    lwi_note_change(asked->dir, OPERATION, COMMAND, asked->argc, asked->argv,
                    r < 0 ? &error : NULL);
    if (r < 0) {
        (void) fprintf(stderr, "lenswatch db restore: %s\n%s%s", error.message, error.hint,
                       error.hint[0] ? "\n" : "");
        return LWI_EXIT_UNREAD;
    }
    (void) printf("%s: restored. Start the daemon.\n", asked->file);
    return LWI_EXIT_OK;
}

int lwi_db_restore(int argc, char **argv)
{
    const char *values[LWI_OPTIONS_MAX];
    char standard[4096];
    /* The file comes first, or last. */
    int first = argc > 1 && argv[1][0] != '-';
    int last = !first && argc > 1 && argv[argc - 1][0] != '-';
    const char *file = first ? argv[1] : last ? argv[argc - 1] : NULL;
    int r = lwi_options_read("db restore", options, argc - first - last, argv + first, values);
    if (r > 0) {
        print_help(stdout);
        return LWI_EXIT_OK;
    }
    if (r == 0 && !file) {
        (void) fprintf(stderr, "lenswatch db restore: name the backup\n"
                               "Try 'lenswatch db restore --help'.\n");
        r = -EINVAL;
    }
    if (r < 0)
        return LWI_EXIT_USAGE;
    const char *dir = values[OPTION_DATA];
    if (!dir && lwi_data_dir_default(standard, sizeof(standard)) < 0) {
        (void) fprintf(stderr, "lenswatch db restore: say with --data where the data is\n");
        return LWI_EXIT_USAGE;
    }
    struct asked asked = {dir ? dir : standard, file, values[OPTION_FORCE] != NULL, argc, argv};
    return restore(&asked);
}
