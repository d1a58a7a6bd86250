/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The table behind the Off-focus vote; made from model/offocus/table.csv at build time. */
#ifndef LWI_VERDICT_OFFOCUS_TABLE_H
#define LWI_VERDICT_OFFOCUS_TABLE_H

#include <stddef.h>

#include "verdict/offocus.h"

struct lwi_offocus_row {
    double value[LWI_OFFOCUS_FEATURES];
    int blurry;
};

extern const struct lwi_offocus_row lwi_offocus_table[];
extern const size_t lwi_offocus_table_size;

#endif
