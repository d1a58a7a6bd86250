/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "lenswatch/version.h"

const char *lw_version(void)
{
    return LW_VERSION;
}

unsigned lw_version_api(void)
{
    return (LW_API_VERSION_MAJOR << 16) | LW_API_VERSION_MINOR;
}
