/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "base/parse.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "lenswatch/assess.h"

int lwi_parse_int(const char *text, int64_t min, int64_t max, int64_t *ret_value)
{
    /* strtoll() skips leading white space; we do not. */
    if (text[0] == '\0' || text[strspn(text, "+-0123456789")] != '\0')
        return -EINVAL;
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (end == text || *end != '\0')
        return -EINVAL;
    if (errno == ERANGE || value < min || value > max)
        return -ERANGE;
    *ret_value = value;
    return 0;
}

int lwi_parse_double(const char *text, double min, double max, double *ret_value)
{
    if (text[0] == '\0' || text[strspn(text, "+-.0123456789eE")] != '\0')
        return -EINVAL;
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end != '\0')
        return -EINVAL;
    if (!(value >= min && value <= max)) /* an overflow is infinite */
        return -ERANGE;
    *ret_value = value;
    return 0;
}

int lwi_parse_cpu_mask(const char *text, unsigned *ret_mask)
{
    static const struct {
        const char *name;
        unsigned mask;
    } levels[] = {
        {"none", 0},
        {"avx2", LW_CPU_AVX2},
        {"avx512", LW_CPU_AVX2 | LW_CPU_AVX512},
        {"all", LW_CPU_ALL},
    };
    for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
        if (strcmp(text, levels[i].name) == 0) {
            *ret_mask = levels[i].mask;
            return 0;
        }
    }
    return -EINVAL;
}
