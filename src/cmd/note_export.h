/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Commands that take something out of a data folder without asking the daemon leave a record in its
 * audit log, as the daemon's own exports do. */
#ifndef LWI_CMD_NOTE_EXPORT_H
#define LWI_CMD_NOTE_EXPORT_H

/*
 * Before anything is taken out. operation: as the API calls it, such as "exportLog"; command and
 * its words: "log export" and the rest. Who can read the folder could copy it as well, so
 * where it cannot be written this is said on standard error, and no more.
 */
void lwi_note_export(const char *dir, const char *operation, const char *command, int argc,
                     char *const *argv);

#endif
