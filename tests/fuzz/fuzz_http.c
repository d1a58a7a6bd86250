/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Any bytes to the whole HTTP server, with a store and a fleet behind it. "$T" in
 * the input becomes the local administrator's token. Whatever comes, the server
 * answers as HTTP or hangs up, never with a 500, and answers the next one.
 */
#include <assert.h>
#include <string.h>

#include "fuzz.h"
#include "fuzz_server.h"

#define INPUT_MAX 16384
#define TOKEN_MAX 128

/* Replaces each "$T"; returns the new size. */
static size_t fill_in(const uint8_t *data, size_t size, char *ret_text, size_t room)
{
    size_t n = 0;
    const char *token = lwi_fuzz_token();
    const size_t length = strlen(token);
    for (size_t i = 0; i < size && n + length < room; i++) {
        if (data[i] == '$' && i + 1 < size && data[i + 1] == 'T') {
            memcpy(ret_text + n, token, length);
            n += length;
            i++;
        } else {
            ret_text[n++] = (char) data[i];
        }
    }
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char request[INPUT_MAX + TOKEN_MAX];
    const char *answer;
    if (size > INPUT_MAX)
        return 0;
    const size_t length = fill_in(data, size, request, sizeof(request));
    const size_t n = lwi_fuzz_ask(request, length, length + 1, &answer);
    if (n > 0)
        assert(strncmp(answer, "HTTP/1.", 7) == 0);
    assert(n < 13 || strncmp(answer + 8, " 500", 4) != 0);
    return 0;
}
