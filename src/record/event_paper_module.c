/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "record/event_paper.h"

const struct lwi_paper_table *lwi_paper_find(struct lw_error *reterr)
{
    static struct lwi_module_table table = {LWI_MODULE_DRAW, "lwi_paper_table", NULL};
    return lwi_module_find(&table, reterr);
}
