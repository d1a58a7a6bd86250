/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Any bytes to what reads the answers of a network: the first byte says which of WS-Discovery,
 * SSDP, mDNS and banners. Whatever comes, texts end, and counts stay within their limits.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "discover/announce.h"
#include "discover/banner.h"
#include "fuzz.h"

static void check(const struct lwi_announced *said)
{
    assert(said->url_count <= LWI_ANNOUNCED_URLS);
    assert(memchr(said->id, '\0', sizeof(said->id)));
    assert(memchr(said->name, '\0', sizeof(said->name)));
    assert(memchr(said->hardware, '\0', sizeof(said->hardware)));
    for (size_t i = 0; i < said->url_count; i++)
        assert(memchr(said->urls[i], '\0', sizeof(said->urls[i])));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int (*const parsers[])(const uint8_t *, size_t, struct lwi_announced *) = {
        lwi_wsd_parse, lwi_ssdp_parse, lwi_mdns_parse};
    struct lwi_announced said;
    char server[64];
    if (size < 1)
        return 0;
    const unsigned which = data[0] % 4;
    if (which < 3) {
        const int r = parsers[which](data + 1, size - 1, &said);
        check(&said);
        assert(r != 0 || said.url_count > 0 || said.port > 0);
    } else {
        (void) lwi_banner_parse(data + 1, size - 1, server, sizeof(server));
        assert(memchr(server, '\0', sizeof(server)));
    }
    return 0;
}
