/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Conditions: one file each, which ends with a const descriptor; condition/table.c lists them. */
#ifndef LWI_VERDICT_CONDITION_H
#define LWI_VERDICT_CONDITION_H

#include "lenswatch/watch.h"

#define LWI_CONDITION_COUNT 17

struct lwi_condition_info {
    struct lw_condition_desc desc;
};

/* The table; its order is that of settings and results. */
extern const struct lwi_condition_info *const lwi_conditions[LWI_CONDITION_COUNT];

#endif
