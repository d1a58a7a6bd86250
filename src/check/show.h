/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Opening a report in the user's browser. */
#ifndef LWI_CHECK_SHOW_H
#define LWI_CHECK_SHOW_H

/*
 * Opens a file with $BROWSER or xdg-open where there is a display. Does not wait
 * for it. Returns 0, -ENODEV (no display) or -errno (no browser).
 */
int lwi_show(const char *path);

/* A place for a report that is to be shown and kept nowhere: a new file, readable for nobody else.
 * 0 or -errno; *ret_path is malloc'ed. */
int lwi_show_place(char **ret_path);

/* Opens it, and says on standard error where it is. */
void lwi_show_told(const char *path);

#endif
