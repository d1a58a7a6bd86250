/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* paths.tsv, which says what the columns are, as a table. */
#ifndef LWI_DRIVER_PATHS_H
#define LWI_DRIVER_PATHS_H

struct lwi_known_paths {
    const char *brand, *marks;
    int port;
    const char *main, *sub, *snapshot; /* "-": none */
};

/* Its end has a NULL brand. */
extern const struct lwi_known_paths lwi_known_paths[];

#endif
