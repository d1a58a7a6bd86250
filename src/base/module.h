/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Parts of the program that are loaded when they are first needed, because the
 * libraries below them take longer to load than a small job takes to do.
 *
 * A module is a shared object that exports tables of functions. Who needs one asks
 * for it by name, and gets NULL and a reason where it cannot be loaded. Modules stay
 * loaded. Tests link the same tables and answer from those.
 */
#ifndef LWI_BASE_MODULE_H
#define LWI_BASE_MODULE_H

#include <stdatomic.h>

#include "lenswatch/error.h"

/* Video: what uses FFmpeg. Training: what uses XGBoost, and H.264 encoding. */
#define LWI_MODULE_AV    "lenswatch-av"
#define LWI_MODULE_TRAIN "lenswatch-train"

/* Before the definition of a table. */
#define LWI_MODULE_EXPORT __attribute__((visibility("default")))

struct lwi_module_table {
    const char *module, *symbol;
    _Atomic(const void *) found; /* once it is loaded */
};

/* The table, loaded if need be; from any thread. NULL with *reterr filled in, code -ELIBACC:
 * the module is not there, or what it needs is not. A later call tries again. */
const void *lwi_module_find(struct lwi_module_table *table, struct lw_error *reterr);

#endif
