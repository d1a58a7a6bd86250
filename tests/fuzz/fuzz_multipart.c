/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Any bytes as the body of an MJPEG camera, in pieces of any size: a part is
 * never larger than allowed, and how the bytes were cut must not matter.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "source/multipart.h"

#define PART_MAX 4096

/* Feeds everything in pieces of `piece` bytes; returns the result of the last. */
static int feed(struct lwi_multipart *parser, const uint8_t *data, size_t size, size_t piece)
{
    for (size_t i = 0; i < size; i += piece) {
        const int r = lwi_multipart_feed(parser, data + i, size - i < piece ? size - i : piece);
        if (r < 0)
            return r;
    }
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    const size_t pieces[2] = {1 + data[0], size};
    uint8_t *parts[2] = {NULL, NULL};
    size_t sizes[2] = {0, 0};
    int results[2];
    for (int i = 0; i < 2; i++) {
        struct lwi_multipart *parser;
        if (lwi_multipart_new(&parser, PART_MAX) < 0)
            abort();
        results[i] = feed(parser, data + 1, size - 1, pieces[i]);
        if (results[i] == 0 && lwi_multipart_take(parser, &parts[i], &sizes[i]))
            assert(sizes[i] <= PART_MAX);
        lwi_multipart_free(&parser);
        assert(!parser);
    }
    assert(results[0] == results[1]);
    assert(sizes[0] == sizes[1]);
    assert(!parts[0] == !parts[1] && (!parts[0] || memcmp(parts[0], parts[1], sizes[0]) == 0));
    free(parts[0]);
    free(parts[1]);
    return 0;
}
