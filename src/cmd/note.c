/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "cmd/note.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/audit.h"

/* By the account of this host; the name of a user of ours it is not. */
static void say_who(char *ret_text, size_t size)
{
    struct passwd entry, *found = NULL;
    char buffer[4096];
    (void) getpwuid_r(getuid(), &entry, buffer, sizeof(buffer), &found);
    (void) snprintf(ret_text, size, "by the account %.60s (%lu) of this host, from the shell",
                    found ? found->pw_name : "without a name", (unsigned long) getuid());
}

static void note(const char *dir, struct lwi_audit_record *record, const char *operation,
                 const char *command, int argc, char *const *argv)
{
    struct lw_error error = {0};
    (void) snprintf(record->user, sizeof(record->user), "local");
    (void) snprintf(record->via, sizeof(record->via), "shell");
    (void) snprintf(record->operation, sizeof(record->operation), "%s", operation);
    int n = snprintf(record->target, sizeof(record->target), "%s", command);
    for (int i = 1; i < argc && n > 0 && n < (int) sizeof(record->target); i++)
        n += snprintf(record->target + n, sizeof(record->target) - (size_t) n, " %s", argv[i]);
    int r = lwi_audit_file_add(dir, record, &error);
    /* Where there is no such database, or another one, nothing can be taken out of it either. */
    if (r < 0 && r != -ENOENT && r != -ENOTSUP && r != -EBADMSG)
        (void) fprintf(stderr, "lenswatch %s: this is not in the audit log: %s\n", command,
                       error.message);
}

void lwi_note_export(const char *dir, const char *operation, const char *command, int argc,
                     char *const *argv)
{
    struct lwi_audit_record record = {.kind = "export", .result = "success"};
    say_who(record.text, sizeof(record.text));
    note(dir, &record, operation, command, argc, argv);
}

void lwi_note_change(const char *dir, const char *operation, const char *command, int argc,
                     char *const *argv, const struct lw_error *error)
{
    struct lwi_audit_record record = {.kind = "change", .result = "success"};
    say_who(record.text, sizeof(record.text));
    if (error) {
        size_t n = strlen(record.text);
        int is_refused = error->code == -EPERM || error->code == -EALREADY;
        (void) snprintf(record.result, sizeof(record.result), is_refused ? "refused" : "failed");
        (void) snprintf(record.text + n, sizeof(record.text) - n, ": %s", error->message);
    }
    note(dir, &record, operation, command, argc, argv);
}
