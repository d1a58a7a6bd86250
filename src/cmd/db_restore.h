/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* lenswatch db restore. */
#ifndef LWI_CMD_DB_RESTORE_H
#define LWI_CMD_DB_RESTORE_H

/* Returns an exit status. */
int lwi_db_restore(int argc, char **argv);

#endif
