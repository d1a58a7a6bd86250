/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Commands that take something out of a data folder, or change it, without asking the daemon leave
 * a record in its audit log, as the same does that the daemon is asked for. Who can read the folder
 * could copy it as well, so where it cannot be written this is said on standard error, and no more.
 */
#ifndef LWI_CMD_NOTE_H
#define LWI_CMD_NOTE_H

#include "lenswatch/error.h"

/* Before anything is taken out. operation: as the API calls it, such as "exportLog"; command and
 * its words: "log export" and the rest. */
void lwi_note_export(const char *dir, const char *operation, const char *command, int argc,
                     char *const *argv);

/* A change; error: why it was not made, or NULL. */
void lwi_note_change(const char *dir, const char *operation, const char *command, int argc,
                     char *const *argv, const struct lw_error *error);

#endif
