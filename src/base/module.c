/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "base/module.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>

#include "base/error.h"

/* The loader looks where the program's DT_RUNPATH says: the place of the modules relative to the
 * program, so that an installed tree can be moved. It takes care of threads, too. */
const void *lwi_module_find(struct lwi_module_table *table, struct lw_error *reterr)
{
    const void *found = atomic_load(&table->found);
    if (found)
        return found;
    char name[64];
    (void) snprintf(name, sizeof(name), "%s.so", table->module);
    void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    found = library ? dlsym(library, table->symbol) : NULL;
    if (!found) {
        const char *reason = dlerror();
        (void) lwi_error_set(reterr, -ELIBACC, "%s cannot be loaded: %.180s", name,
                             reason ? reason : "it is damaged");
        lwi_error_hint(reterr, "Install Lenswatch again, with the libraries that it needs.");
        return NULL;
    }
    atomic_store(&table->found, found);
    return found;
}
