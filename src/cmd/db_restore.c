/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* lenswatch db restore: back to a backup, while no daemon runs. */
#include "cmd/db_restore.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "cmd/cmd.h"
#include "cmd/data_dir.h"
#include "cmd/options.h"
#include "store/restore.h"

static const struct lwi_option options[] = {
    {"data", "DIR", "the daemon's data folder; default: where serve keeps it"},
    {NULL, NULL, NULL},
};

static void print_help(FILE *out)
{
    (void) fprintf(out, "Usage: lenswatch db restore [OPTIONS] FILE\n\n"
                        "Puts a backup in the place of the database. No daemon may run; to go\n"
                        "back while it runs, use its page. FILE is looked through first: one that\n"
                        "is damaged or too new changes nothing. The database that was there is\n"
                        "kept beside it. secret.key stays as it is.\n"
                        "Exit status 0: it is done; 2: it could not be; 64: wrong usage.\n\n"
                        "Options:\n");
    lwi_options_print(out, options);
    (void) fprintf(out, "\nExample:\n  lenswatch db restore --data /var/lib/lenswatch "
                        "/backup/lenswatch-2026-11-21.db\n");
}

int lwi_db_restore(int argc, char **argv)
{
    const char *values[LWI_OPTIONS_MAX];
    char standard[4096];
    struct lw_error error = {0};
    const struct lwi_log log = {.write = lwi_log_write_stderr, .max = LWI_LOG_NOTICE};
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
    const char *dir = values[0];
    if (!dir && lwi_data_dir_default(standard, sizeof(standard)) < 0) {
        (void) fprintf(stderr, "lenswatch db restore: say with --data where the data is\n");
        return LWI_EXIT_USAGE;
    }
    r = lwi_store_restore(dir ? dir : standard, file, &log, &error);
    if (r < 0) {
        (void) fprintf(stderr, "lenswatch db restore: %s\n%s%s", error.message, error.hint,
                       error.hint[0] ? "\n" : "");
        return LWI_EXIT_UNREAD;
    }
    (void) printf("%s: restored. Start the daemon.\n", file);
    return LWI_EXIT_OK;
}
