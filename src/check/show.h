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

#endif
