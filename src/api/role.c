/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/role.h"

#include <string.h>

static const char *const names[] = {
    [LWI_ROLE_NONE] = "",
    [LWI_ROLE_VIEWER] = "viewer",
    [LWI_ROLE_OPERATOR] = "operator",
    [LWI_ROLE_ADMINISTRATOR] = "administrator",
};

const char *lwi_role_name(enum lwi_role role)
{
    return names[role];
}

enum lwi_role lwi_role_parse(const char *name)
{
    for (int i = LWI_ROLE_VIEWER; i <= LWI_ROLE_ADMINISTRATOR; i++)
        if (strcmp(names[i], name) == 0)
            return (enum lwi_role) i;
    return LWI_ROLE_NONE;
}
