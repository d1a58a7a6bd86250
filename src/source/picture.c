/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "source/picture.h"

#include <string.h>

int lwi_picture_begins(const uint8_t *data, size_t size)
{
    static const struct {
        size_t offset, length;
        const char *bytes;
    } kinds[] = {
        {0, 3, "\xff\xd8\xff"}, {0, 8, "\x89PNG\r\n\x1a\n"},
        {8, 4, "WEBP"},         {0, 2, "BM"},
        {0, 4, "II*\0"},        {0, 4, "MM\0*"},
    };
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (size >= kinds[i].offset + kinds[i].length &&
            memcmp(data + kinds[i].offset, kinds[i].bytes, kinds[i].length) == 0)
            return 1;
    return 0;
}
