/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "event/exception.h"

#include <string.h>

static const char *const names[LWI_EXCEPTIONS] = {
    [LWI_EXCEPTION_DISK_FULL] = "disk_full",
    [LWI_EXCEPTION_DISK_ERROR] = "disk_error",
    [LWI_EXCEPTION_NETWORK_LOST] = "network_lost",
    [LWI_EXCEPTION_ILLEGAL_LOGIN] = "illegal_login",
    [LWI_EXCEPTION_CERTIFICATE] = "certificate_expiring",
};

const char *lwi_exception_name(int exception)
{
    return names[exception];
}

int lwi_exception_find(const char *name)
{
    for (int i = 0; i < LWI_EXCEPTIONS; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}
