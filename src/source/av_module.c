/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "source/av_module.h"

#include "base/module.h"

const struct lwi_source_av *lwi_source_av(struct lw_error *reterr)
{
    static struct lwi_module_table table = {
        .module = LWI_MODULE_AV,
        .symbol = "lwi_source_av_table",
    };
    return lwi_module_find(&table, reterr);
}
