/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Any multipart body to POST /predict, whose length is said rightly, so that what looks into it
 * gets it. The first line of the input is what stands behind "boundary=" in the Content-Type. The
 * server answers as HTTP, never with a 500, and the same however the body came in pieces.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "fuzz.h"
#include "fuzz_server.h"

#define INPUT_MAX 16384

/* Returns its status; 0: none was there in time. */
static int status_of(const char *request, size_t size, size_t piece)
{
    const char *answer;
    const size_t n = lwi_fuzz_ask(request, size, piece, &answer);
    int status = 0;
    assert(n == 0 || strncmp(answer, "HTTP/1.", 7) == 0);
    if (n >= 13 && sscanf(answer + 8, "%3d", &status) != 1)
        status = 0;
    assert(status != 500);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char request[INPUT_MAX + 512];
    const uint8_t *end = memchr(data, '\n', size);
    if (size > INPUT_MAX || !end || memchr(data, '\0', (size_t) (end - data)))
        return 0;
    const size_t length = size - (size_t) (end + 1 - data);
    const int head = snprintf(
        request, sizeof(request),
        "POST /predict HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
        "%s\r\nContent-Length: %zu\r\nContent-Type: multipart/form-data; boundary=%.*s\r\n\r\n",
        lwi_fuzz_token(), length, (int) (end - data), (const char *) data);
    if (head < 0 || (size_t) head + length > sizeof(request))
        return 0;
    memcpy(request + head, end + 1, length);
    const size_t whole = (size_t) head + length;
    const int at_once = status_of(request, whole, whole + 1);
    const int in_pieces = status_of(request, whole, (size_t) head + length / 2 + 1);
    assert(at_once == in_pieces || at_once == 0 || in_pieces == 0);
    return 0;
}
