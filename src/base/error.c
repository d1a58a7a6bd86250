/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

int lwi_error_set(struct lw_error *error, int code, const char *format, ...)
{
    if (error) {
        va_list args;
        va_start(args, format);
        error->code = code;
        (void) vsnprintf(error->message, sizeof(error->message), format, args);
        error->hint[0] = '\0';
        va_end(args);
    }
    return code;
}

void lwi_error_hint(struct lw_error *error, const char *format, ...)
{
    if (!error)
        return;
    va_list args;
    va_start(args, format);
    (void) vsnprintf(error->hint, sizeof(error->hint), format, args);
    va_end(args);
}
