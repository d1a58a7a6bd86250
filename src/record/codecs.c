/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "record/codecs.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Bytes that are read of each configuration record, after its box header. */
#define AVCC_SIZE 4u
#define HVCC_SIZE 13u

/* What a box holds. NULL: there is none of that type, or less than `least` bytes of it. */
static const uint8_t *find_box(const uint8_t *data, size_t size, const char type[4], size_t least)
{
    const uint8_t *at = memmem(data, size, type, 4);
    return at && size - (size_t) (at + 4 - data) >= least ? at + 4 : NULL;
}

/* The constraint bytes without the zeros at their end, each after a dot. */
static size_t put_constraints(char *to, size_t size, const uint8_t bytes[6])
{
    size_t n = 0;
    int count = 6;
    while (count > 0 && bytes[count - 1] == 0)
        count--;
    for (int i = 0; i < count; i++)
        n += (size_t) snprintf(to + n, size - n, ".%X", bytes[i]);
    return n;
}

static void describe_hevc(const uint8_t record[HVCC_SIZE], char ret_codecs[LWI_CODECS_SIZE])
{
    static const char *const spaces[] = {"", "A", "B", "C"};
    uint32_t flags = 0;
    /* The compatibility flags are written with their bits in reverse. */
    for (int i = 0; i < 32; i++)
        flags |= (uint32_t) (record[2 + i / 8] >> (7 - i % 8) & 1) << i;
    int n = snprintf(ret_codecs, LWI_CODECS_SIZE, "hev1.%s%u.%X.%c%u", spaces[record[1] >> 6],
                     record[1] & 31u, flags, record[1] & 32 ? 'H' : 'L', record[12]);
    (void) put_constraints(ret_codecs + n, LWI_CODECS_SIZE - (size_t) n, record + 6);
}

int lwi_codecs_find(const uint8_t *header, size_t size, char ret_codecs[LWI_CODECS_SIZE])
{
    const uint8_t *record = find_box(header, size, "avcC", AVCC_SIZE);
    if (record) {
        (void) snprintf(ret_codecs, LWI_CODECS_SIZE, "avc1.%02x%02x%02x", record[1], record[2],
                        record[3]);
        return 0;
    }
    record = find_box(header, size, "hvcC", HVCC_SIZE);
    if (!record)
        return -ENOTSUP;
    describe_hevc(record, ret_codecs);
    return 0;
}
