/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "api/door.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* "[v6]:port" */
#define FORWARDED_MAX (INET6_ADDRSTRLEN + 8)

struct filter {
    int is_on;
    struct lwi_address_list allowed, forbidden;
};

struct lwi_door {
    pthread_rwlock_t lock;
    struct filter filter;
    struct lwi_address_list proxies;
};

int lwi_door_new(struct lwi_door **ret_door)
{
    struct lwi_door *door = calloc(1, sizeof(*door));
    if (!door)
        return -ENOMEM;
    (void) pthread_rwlock_init(&door->lock, NULL);
    *ret_door = door;
    return 0;
}

void lwi_door_free(struct lwi_door **door)
{
    if (!*door)
        return;
    (void) pthread_rwlock_destroy(&(*door)->lock);
    free(*door);
    *door = NULL;
}

static void read_filter(const struct lwi_system_config *config, struct filter *ret_filter)
{
    ret_filter->is_on = config->address_filter;
    (void) lwi_address_list_parse(config->addresses_allowed, &ret_filter->allowed, NULL);
    (void) lwi_address_list_parse(config->addresses_forbidden, &ret_filter->forbidden, NULL);
}

static int passes(const struct filter *filter, const uint8_t address[LWI_ADDRESS_BYTES])
{
    if (!filter->is_on)
        return 1;
    if (lwi_address_list_has(&filter->forbidden, address))
        return 0;
    return filter->allowed.count == 0 || lwi_address_list_has(&filter->allowed, address);
}

void lwi_door_set(struct lwi_door *door, const struct lwi_system_config *config)
{
    (void) pthread_rwlock_wrlock(&door->lock);
    read_filter(config, &door->filter);
    (void) lwi_address_list_parse(config->trusted_proxies, &door->proxies, NULL);
    (void) pthread_rwlock_unlock(&door->lock);
}

int lwi_door_would_admit(const struct lwi_system_config *config,
                         const uint8_t address[LWI_ADDRESS_BYTES])
{
    struct filter filter;
    read_filter(config, &filter);
    return lwi_address_is_loopback(address) || passes(&filter, address);
}

/* The address behind this one; 0: there is none. */
static int step(uint8_t address[LWI_ADDRESS_BYTES])
{
    for (size_t i = LWI_ADDRESS_BYTES; i-- > 0;)
        if (++address[i] != 0)
            return 1;
    return 0;
}

static int narrows_at(const struct filter *now, const struct filter *then, const uint8_t *address,
                      uint8_t *ret_address)
{
    if (lwi_address_is_loopback(address) || !passes(now, address) || passes(then, address))
        return 0;
    memcpy(ret_address, address, LWI_ADDRESS_BYTES);
    return 1;
}

int lwi_door_would_narrow(const struct lwi_system_config *now, const struct lwi_system_config *then,
                          uint8_t ret_address[LWI_ADDRESS_BYTES])
{
    /* Filters change their mind only where a range begins, behind where one ends, and between IPv4
     * and IPv6. */
    static const uint8_t edges[][LWI_ADDRESS_BYTES] = {{0}, {[10] = 0xff, [11] = 0xff}, {[9] = 1}};
    struct filter filters[2];
    read_filter(now, &filters[0]);
    read_filter(then, &filters[1]);
    for (size_t i = 0; i < sizeof(edges) / sizeof(edges[0]); i++)
        if (narrows_at(&filters[0], &filters[1], edges[i], ret_address))
            return 1;
    const struct lwi_address_list *const lists[] = {&filters[0].allowed, &filters[0].forbidden,
                                                    &filters[1].allowed, &filters[1].forbidden};
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
        for (size_t j = 0; j < lists[i]->count; j++) {
            const struct lwi_address_range *range = &lists[i]->ranges[j];
            uint8_t behind[LWI_ADDRESS_BYTES];
            memcpy(behind, range->last, sizeof(behind));
            if (narrows_at(&filters[0], &filters[1], range->first, ret_address) ||
                (step(behind) && narrows_at(&filters[0], &filters[1], behind, ret_address)))
                return 1;
        }
    return 0;
}

int lwi_door_trusts(struct lwi_door *door, const uint8_t address[LWI_ADDRESS_BYTES])
{
    (void) pthread_rwlock_rdlock(&door->lock);
    int found = lwi_address_list_has(&door->proxies, address);
    (void) pthread_rwlock_unlock(&door->lock);
    return found;
}

int lwi_door_answers(struct lwi_door *door, const uint8_t address[LWI_ADDRESS_BYTES])
{
    if (lwi_address_is_loopback(address))
        return 1;
    (void) pthread_rwlock_rdlock(&door->lock);
    int answers = passes(&door->filter, address) || lwi_address_list_has(&door->proxies, address);
    (void) pthread_rwlock_unlock(&door->lock);
    return answers;
}

int lwi_door_admits(struct lwi_door *door, const uint8_t client[LWI_ADDRESS_BYTES],
                    int is_forwarded)
{
    if (lwi_address_is_loopback(client) && !is_forwarded)
        return 1;
    (void) pthread_rwlock_rdlock(&door->lock);
    int admitted = passes(&door->filter, client);
    if (lwi_address_is_loopback(client) && !lwi_address_list_has(&door->proxies, client))
        admitted = !door->filter.is_on;
    (void) pthread_rwlock_unlock(&door->lock);
    return admitted;
}

/* One entry: an address, which may have brackets and a port. */
static int read_entry(const char *begin, size_t length, uint8_t ret_address[LWI_ADDRESS_BYTES])
{
    char text[FORWARDED_MAX];
    while (length > 0 && (*begin == ' ' || *begin == '\t')) {
        begin++;
        length--;
    }
    while (length > 0 && (begin[length - 1] == ' ' || begin[length - 1] == '\t'))
        length--;
    if (length == 0 || length >= sizeof(text))
        return -EINVAL;
    memcpy(text, begin, length);
    text[length] = '\0';
    char *address = text;
    if (*address == '[') {
        address++;
        address[strcspn(address, "]")] = '\0';
    } else if (strchr(address, '.') && !strchr(address, ']')) {
        char *colon = strrchr(address, ':');
        if (colon && strchr(address, ':') == colon) /* not ::ffff:192.0.2.7 */
            *colon = '\0';
    }
    return lwi_address_bytes(address, ret_address);
}

void lwi_door_client(struct lwi_door *door, const uint8_t peer[LWI_ADDRESS_BYTES],
                     const char *forwarded, uint8_t ret_client[LWI_ADDRESS_BYTES])
{
    size_t end = strlen(forwarded);
    uint8_t told[LWI_ADDRESS_BYTES];
    memcpy(ret_client, peer, LWI_ADDRESS_BYTES);
    (void) pthread_rwlock_rdlock(&door->lock);
    while (end > 0 && lwi_address_list_has(&door->proxies, ret_client)) {
        size_t begin = end;
        while (begin > 0 && forwarded[begin - 1] != ',')
            begin--;
        if (read_entry(forwarded + begin, end - begin, told) < 0)
            break;
        memcpy(ret_client, told, LWI_ADDRESS_BYTES);
        end = begin > 0 ? begin - 1 : 0;
    }
    (void) pthread_rwlock_unlock(&door->lock);
}

void lwi_door_address(const struct sockaddr *from, uint8_t ret_address[LWI_ADDRESS_BYTES])
{
    memset(ret_address, 0, LWI_ADDRESS_BYTES);
    if (from->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, from, sizeof(in));
        ret_address[10] = ret_address[11] = 0xff;
        memcpy(ret_address + 12, &in.sin_addr, 4);
    } else if (from->sa_family == AF_INET6) {
        struct sockaddr_in6 in6;
        memcpy(&in6, from, sizeof(in6));
        memcpy(ret_address, &in6.sin6_addr, LWI_ADDRESS_BYTES);
    }
}
