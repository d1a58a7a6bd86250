/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A range is first..last in the lower 64 bits of an IPv6 address, IPv4 among them:
 * no network that can be scanned is larger than that.
 */
#include "discover/range.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/parse.h"

#define RANGES_MAX  4096
#define WORD_MAX    256
#define LOCAL_LARGE 20 /* a shorter prefix than that is no network of one house */

struct range {
    uint64_t high, first, last;
    uint32_t scope;
};

struct lwi_ranges {
    struct range *list;
    size_t count;
};

/* ---- addresses ---- */

int lwi_address_is_ipv4(const struct lwi_address *address)
{
    return address->high == 0 && address->low >> 32 == 0xffff;
}

int lwi_address_equal(const struct lwi_address *a, const struct lwi_address *b)
{
    return a->high == b->high && a->low == b->low && a->scope == b->scope;
}

static void to_bytes(const struct lwi_address *address, uint8_t bytes[16])
{
    for (size_t i = 0; i < 8; i++) {
        bytes[i] = (uint8_t) (address->high >> (56 - 8 * i));
        bytes[8 + i] = (uint8_t) (address->low >> (56 - 8 * i));
    }
}

static void from_bytes(struct lwi_address *ret_address, const uint8_t bytes[16], uint32_t scope)
{
    *ret_address = (struct lwi_address){.scope = scope};
    for (size_t i = 0; i < 8; i++) {
        ret_address->high = ret_address->high << 8 | bytes[i];
        ret_address->low = ret_address->low << 8 | bytes[8 + i];
    }
}

void lwi_address_text(const struct lwi_address *address, char ret_text[LWI_ADDRESS_TEXT])
{
    uint8_t bytes[16];
    char name[IF_NAMESIZE];
    to_bytes(address, bytes);
    const int v4 = lwi_address_is_ipv4(address);
    ret_text[0] = '\0';
    (void) inet_ntop(v4 ? AF_INET : AF_INET6, v4 ? bytes + 12 : bytes, ret_text, INET6_ADDRSTRLEN);
    const size_t n = strlen(ret_text);
    if (address->scope && if_indextoname(address->scope, name))
        (void) snprintf(ret_text + n, LWI_ADDRESS_TEXT - n, "%%%s", name);
}

void lwi_address_host(const struct lwi_address *address, char ret_text[LWI_ADDRESS_TEXT])
{
    char text[LWI_ADDRESS_TEXT];
    lwi_address_text(address, text);
    (void) snprintf(ret_text, LWI_ADDRESS_TEXT, strchr(text, ':') ? "[%.60s]" : "%.60s", text);
}

int lwi_address_parse(struct lwi_address *ret_address, const char *text)
{
    char word[LWI_ADDRESS_TEXT];
    uint8_t bytes[16] = {[10] = 0xff, [11] = 0xff};
    uint32_t scope = 0;
    const size_t n = strlen(text);
    const int brackets = n > 2 && text[0] == '[' && text[n - 1] == ']';
    if (n >= sizeof(word))
        return -EINVAL;
    (void) snprintf(word, sizeof(word), "%.*s", (int) (n - 2 * (size_t) brackets), text + brackets);
    char *percent = strchr(word, '%');
    if (percent) {
        *percent = '\0';
        scope = if_nametoindex(percent + 1);
        if (!scope)
            return -EINVAL;
    }
    if (!brackets && !percent && inet_pton(AF_INET, word, bytes + 12) == 1)
        ;
    else if (inet_pton(AF_INET6, word, bytes) != 1)
        return -EINVAL;
    from_bytes(ret_address, bytes, scope);
    return 0;
}

void lwi_address_from(struct lwi_address *ret_address, const struct sockaddr *from)
{
    uint8_t bytes[16] = {[10] = 0xff, [11] = 0xff};
    uint32_t scope = 0;
    if (from->sa_family == AF_INET) {
        memcpy(bytes + 12, &((const struct sockaddr_in *) (const void *) from)->sin_addr, 4);
    } else {
        const struct sockaddr_in6 *in6 = (const void *) from;
        memcpy(bytes, &in6->sin6_addr, 16);
        scope = IN6_IS_ADDR_LINKLOCAL(&in6->sin6_addr) ? in6->sin6_scope_id : 0;
    }
    from_bytes(ret_address, bytes, scope);
}

socklen_t lwi_address_to(const struct lwi_address *address, uint16_t port,
                         struct sockaddr_storage *ret_to)
{
    uint8_t bytes[16];
    to_bytes(address, bytes);
    memset(ret_to, 0, sizeof(*ret_to));
    if (lwi_address_is_ipv4(address)) {
        struct sockaddr_in *in = (void *) ret_to;
        in->sin_family = AF_INET;
        in->sin_port = htons(port);
        memcpy(&in->sin_addr, bytes + 12, 4);
        return sizeof(*in);
    }
    struct sockaddr_in6 *in6 = (void *) ret_to;
    in6->sin6_family = AF_INET6;
    in6->sin6_port = htons(port);
    in6->sin6_scope_id = address->scope;
    memcpy(&in6->sin6_addr, bytes, 16);
    return sizeof(*in6);
}

/* ---- ranges ---- */

struct lwi_ranges *lwi_ranges_new(void)
{
    return calloc(1, sizeof(struct lwi_ranges));
}

void lwi_ranges_free(struct lwi_ranges **ranges)
{
    if (!ranges || !*ranges)
        return;
    free((*ranges)->list);
    free(*ranges);
    *ranges = NULL;
}

static int add(struct lwi_ranges *ranges, const struct lwi_address *first, uint64_t last,
               struct lw_error *reterr)
{
    if (last - first->low >= LWI_RANGE_MAX)
        return lwi_error_set(reterr, -E2BIG, "that is more than %llu addresses",
                             (unsigned long long) LWI_RANGE_MAX);
    if (ranges->count == RANGES_MAX)
        return lwi_error_set(reterr, -E2BIG, "more than %d ranges", RANGES_MAX);
    struct range *list = realloc(ranges->list, (ranges->count + 1) * sizeof(*list));
    if (!list)
        return lwi_error_set(reterr, -ENOMEM, "no memory");
    ranges->list = list;
    list[ranges->count++] = (struct range){first->high, first->low, last, first->scope};
    return 0;
}

/* ADDRESS/BITS. The network's own address and that of all its hosts are nobody's in IPv4. */
static int add_network(struct lwi_ranges *ranges, struct lwi_address address, const char *bits_text,
                       struct lw_error *reterr)
{
    const int v4 = lwi_address_is_ipv4(&address);
    int64_t bits;
    if (lwi_parse_int(bits_text, 0, v4 ? 32 : 128, &bits) < 0)
        return lwi_error_set(reterr, -EINVAL, "/%.20s is no length of a network's prefix: 0 to %d",
                             bits_text, v4 ? 32 : 128);
    const int rest = (v4 ? 32 : 128) - (int) bits;
    if (rest > 20)
        return lwi_error_set(reterr, -E2BIG, "a /%d has more than %llu addresses", (int) bits,
                             (unsigned long long) LWI_RANGE_MAX);
    const uint64_t mask = (UINT64_C(1) << rest) - 1;
    uint64_t last = address.low | mask;
    address.low &= ~mask;
    if (v4 && rest > 1) {
        address.low++;
        last--;
    }
    return add(ranges, &address, last, reterr);
}

/* FIRST-LAST; LAST may be the last number of an IPv4 address alone. */
static int add_span(struct lwi_ranges *ranges, const struct lwi_address *first, const char *text,
                    struct lw_error *reterr)
{
    struct lwi_address last;
    int64_t number;
    if (lwi_address_is_ipv4(first) && lwi_parse_int(text, 0, 255, &number) == 0) {
        last = *first;
        last.low = (last.low & ~UINT64_C(255)) | (uint64_t) number;
    } else if (lwi_address_parse(&last, text) < 0) {
        return lwi_error_set(reterr, -EINVAL, "%.60s is no address", text);
    }
    if (last.high != first->high || lwi_address_is_ipv4(first) != lwi_address_is_ipv4(&last))
        return lwi_error_set(reterr, -EINVAL, "the two ends are in different networks");
    if (last.low < first->low)
        return lwi_error_set(reterr, -EINVAL, "it ends before it begins");
    return add(ranges, first, last.low, reterr);
}

static int add_name(struct lwi_ranges *ranges, const char *name, struct lw_error *reterr)
{
    const struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    struct lwi_address address;
    if (strspn(name, "0123456789./-") == strlen(name))
        return lwi_error_set(reterr, -EINVAL, "%.60s is no address", name);
    const int r = getaddrinfo(name, NULL, &hints, &found);
    if (r != 0) {
        (void) lwi_error_set(reterr, -ENOENT, "there is no host %.100s: %s", name, gai_strerror(r));
        lwi_error_hint(reterr, "A range is 192.0.2.0/24, 192.0.2.10-192.0.2.80, an address or the "
                               "name of a host.");
        return -ENOENT;
    }
    lwi_address_from(&address, found->ai_addr);
    freeaddrinfo(found);
    return add(ranges, &address, address.low, reterr);
}

static int add_word(struct lwi_ranges *ranges, char *word, struct lw_error *reterr)
{
    struct lwi_address address;
    char *slash = strchr(word, '/');
    if (slash) {
        *slash = '\0';
        if (lwi_address_parse(&address, word) < 0)
            return lwi_error_set(reterr, -EINVAL, "%.60s/%.20s is no network", word, slash + 1);
        return add_network(ranges, address, slash + 1, reterr);
    }
    if (lwi_address_parse(&address, word) == 0)
        return add(ranges, &address, address.low, reterr);
    char *dash = strchr(word, '-');
    if (dash) { /* in a name, too */
        *dash = '\0';
        if (lwi_address_parse(&address, word) == 0)
            return add_span(ranges, &address, dash + 1, reterr);
        *dash = '-';
    }
    return add_name(ranges, word, reterr);
}

int lwi_ranges_add(struct lwi_ranges *ranges, const char *text, struct lw_error *reterr)
{
    char word[WORD_MAX];
    for (;;) {
        const size_t n = strcspn(text, ",");
        if (n == 0 || n >= sizeof(word))
            return lwi_error_set(reterr, -EINVAL, n ? "a range is too long" : "a range is empty");
        (void) snprintf(word, sizeof(word), "%.*s", (int) n, text);
        const int r = add_word(ranges, word, reterr);
        if (r < 0 || text[n] == '\0')
            return r;
        text += n + 1;
    }
}

int lwi_ranges_add_local(struct lwi_ranges *ranges, struct lw_error *reterr)
{
    struct ifaddrs *all = NULL;
    int r = 0;
    if (getifaddrs(&all) < 0)
        return lwi_error_set(reterr, -errno, "the interfaces cannot be listed: %s",
                             strerror(errno));
    for (struct ifaddrs *i = all; i && r == 0; i = i->ifa_next) {
        struct lwi_address address, mask;
        char bits_text[8];
        if (!i->ifa_addr || i->ifa_addr->sa_family != AF_INET || !i->ifa_netmask ||
            !(i->ifa_flags & IFF_UP) || (i->ifa_flags & IFF_LOOPBACK))
            continue;
        lwi_address_from(&address, i->ifa_addr);
        lwi_address_from(&mask, i->ifa_netmask);
        int bits = __builtin_popcountll(mask.low & UINT32_MAX);
        (void) snprintf(bits_text, sizeof(bits_text), "%d", bits < LOCAL_LARGE ? 24 : bits);
        r = add_network(ranges, address, bits_text, reterr);
    }
    freeifaddrs(all);
    if (r == 0 && ranges->count == 0) {
        r = lwi_error_set(reterr, -ENOENT, "this machine has no network to be scanned");
        lwi_error_hint(reterr, "Name a range, such as 192.0.2.0/24.");
    }
    return r;
}

static int compare(const void *left, const void *right)
{
    const struct range *a = left, *b = right;
    if (a->high != b->high)
        return a->high < b->high ? -1 : 1;
    if (a->scope != b->scope)
        return a->scope < b->scope ? -1 : 1;
    return a->first < b->first ? -1 : a->first > b->first;
}

void lwi_ranges_finish(struct lwi_ranges *ranges)
{
    if (ranges->count == 0)
        return;
    qsort(ranges->list, ranges->count, sizeof(*ranges->list), compare);
    size_t n = 0;
    for (size_t i = 1; i < ranges->count; i++) {
        struct range *last = &ranges->list[n];
        const struct range *next = &ranges->list[i];
        if (next->high == last->high && next->scope == last->scope && next->first <= last->last) {
            if (next->last > last->last)
                last->last = next->last;
        } else {
            ranges->list[++n] = *next;
        }
    }
    ranges->count = n + 1;
}

uint64_t lwi_ranges_count(const struct lwi_ranges *ranges)
{
    uint64_t count = 0;
    for (size_t i = 0; i < ranges->count; i++)
        count += ranges->list[i].last - ranges->list[i].first + 1;
    return count;
}

struct lwi_address lwi_ranges_at(const struct lwi_ranges *ranges, uint64_t place)
{
    for (size_t i = 0; i < ranges->count; i++) {
        const struct range *range = &ranges->list[i];
        const uint64_t size = range->last - range->first + 1;
        if (place < size)
            return (struct lwi_address){range->high, range->first + place, range->scope};
        place -= size;
    }
    return (struct lwi_address){0};
}

int lwi_ranges_have(const struct lwi_ranges *ranges, const struct lwi_address *address)
{
    for (size_t i = 0; i < ranges->count; i++) {
        const struct range *range = &ranges->list[i];
        if (range->high == address->high && range->scope == address->scope &&
            range->first <= address->low && address->low <= range->last)
            return 1;
    }
    return 0;
}
