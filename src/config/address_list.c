/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "config/address_list.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "base/parse.h"

#define SEPARATORS ", \t"
#define V4_BITS    96 /* that an address of IPv4 has before its own 32 */
/* Two addresses with a dash between. */
#define RANGE_SIZE (2 * INET6_ADDRSTRLEN + 1)

static const uint8_t mapped[V4_BITS / 8] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

int lwi_address_bytes(const char *text, uint8_t ret_address[LWI_ADDRESS_BYTES])
{
    uint8_t v4[4];
    if (inet_pton(AF_INET, text, v4) == 1) {
        memcpy(ret_address, mapped, sizeof(mapped));
        memcpy(ret_address + sizeof(mapped), v4, sizeof(v4));
        return 0;
    }
    return inet_pton(AF_INET6, text, ret_address) == 1 ? 0 : -EINVAL;
}

int lwi_address_is_v4(const uint8_t address[LWI_ADDRESS_BYTES])
{
    return memcmp(address, mapped, sizeof(mapped)) == 0;
}

int lwi_address_is_loopback(const uint8_t address[LWI_ADDRESS_BYTES])
{
    static const uint8_t v6[LWI_ADDRESS_BYTES] = {[LWI_ADDRESS_BYTES - 1] = 1};
    return (lwi_address_is_v4(address) && address[sizeof(mapped)] == 127) ||
           memcmp(address, v6, sizeof(v6)) == 0;
}

/* The network of so many bits that the address is in. */
static void network_of(struct lwi_address_range *range, int bits)
{
    memcpy(range->last, range->first, sizeof(range->last));
    for (int i = bits; i < 8 * LWI_ADDRESS_BYTES; i++) {
        range->first[i / 8] &= (uint8_t) ~(0x80u >> i % 8);
        range->last[i / 8] |= (uint8_t) (0x80u >> i % 8);
    }
}

/* text is changed. */
static int parse_range(char *text, struct lwi_address_range *ret_range)
{
    int64_t bits;
    char *rest = strpbrk(text, "/-");
    char mark = rest ? *rest : '\0';
    if (rest)
        *rest++ = '\0';
    if (lwi_address_bytes(text, ret_range->first) < 0)
        return -EINVAL;
    if (mark == '-') {
        if (lwi_address_bytes(rest, ret_range->last) < 0 ||
            lwi_address_is_v4(ret_range->first) != lwi_address_is_v4(ret_range->last) ||
            memcmp(ret_range->first, ret_range->last, LWI_ADDRESS_BYTES) > 0)
            return -EINVAL;
        return 0;
    }
    int is_v4 = !strchr(text, ':');
    int most = is_v4 ? 8 * LWI_ADDRESS_BYTES - V4_BITS : 8 * LWI_ADDRESS_BYTES;
    if (mark == '\0')
        bits = most;
    else if (lwi_parse_int(rest, 0, most, &bits) < 0)
        return -EINVAL;
    network_of(ret_range, (int) bits + (is_v4 ? V4_BITS : 0));
    return 0;
}

int lwi_address_list_parse(const char *text, struct lwi_address_list *ret_list,
                           struct lw_error *reterr)
{
    ret_list->count = 0;
    for (const char *at = text + strspn(text, SEPARATORS); *at; at += strspn(at, SEPARATORS)) {
        char word[RANGE_SIZE] = "";
        size_t length = strcspn(at, SEPARATORS);
        if (length < sizeof(word))
            memcpy(word, at, length);
        if (ret_list->count == LWI_ADDRESS_RANGES_MAX)
            return lwi_error_set(reterr, -EINVAL, "there are more than %d ranges of addresses",
                                 LWI_ADDRESS_RANGES_MAX);
        if (!word[0] || parse_range(word, &ret_list->ranges[ret_list->count]) < 0) {
            (void) lwi_error_set(reterr, -EINVAL, "'%.*s' is no range of addresses",
                                 length < 60 ? (int) length : 60, at);
            lwi_error_hint(reterr, "Write 192.0.2.7, 192.0.2.0/24, 192.0.2.7-192.0.2.9 or "
                                   "2001:db8::/32, with commas between");
            return -EINVAL;
        }
        ret_list->count++;
        at += length;
    }
    return 0;
}

int lwi_address_list_has(const struct lwi_address_list *list,
                         const uint8_t address[LWI_ADDRESS_BYTES])
{
    int is_v4 = lwi_address_is_v4(address);
    for (size_t i = 0; i < list->count; i++) {
        const struct lwi_address_range *range = &list->ranges[i];
        /* ::/0 holds every address of IPv6, among which IPv4 is only written. */
        if (lwi_address_is_v4(range->first) == is_v4 &&
            memcmp(range->first, address, LWI_ADDRESS_BYTES) <= 0 &&
            memcmp(address, range->last, LWI_ADDRESS_BYTES) <= 0)
            return 1;
    }
    return 0;
}
