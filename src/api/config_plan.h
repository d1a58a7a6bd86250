/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The inside of a plan, for the files that make it and take it. */
#ifndef LWI_API_CONFIG_PLAN_H
#define LWI_API_CONFIG_PLAN_H

#include "api/config_file.h"

struct lwi_config_plan {
    struct lwi_api *api;
    int prune;
    const struct lwi_request *from; /* see struct lwi_config_request; borrowed while it is made */
    int force;
    struct lw_error lockout; /* code 0: it keeps nobody out */
    struct json_t *file;     /* as it was read; secrets put where they belong */
    struct json_t *lines;    /* of its members */
    struct json_t *present;  /* with secrets */
    struct json_t *result;   /* as present, with the file applied */
    struct json_t *findings, *changes;
    size_t errors;
};

#endif
