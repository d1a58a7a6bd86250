/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "base/module.h"
#include "record/clip.h"

const struct lwi_clip_writer *lwi_clip_writer(struct lw_error *reterr)
{
    static struct lwi_module_table table = {
        .module = LWI_MODULE_AV,
        .symbol = "lwi_clip_writer_table",
    };
    return lwi_module_find(&table, reterr);
}
