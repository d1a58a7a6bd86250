/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera/network.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Interfaces of software (bridges, tunnels, those of containers) have no device. */
static int is_hardware(const char *name)
{
    char path[64];
    (void) snprintf(path, sizeof(path), "/sys/class/net/%.15s/device", name);
    return access(path, F_OK) == 0;
}

static int had_link(const struct lwi_network *network, const char *name)
{
    for (size_t i = 0; i < network->count; i++)
        if (strcmp(network->linked[i], name) == 0)
            return 1;
    return 0;
}

static void note_link(struct lwi_network *network, const char *name)
{
    if (!had_link(network, name) && network->count < LWI_NETWORK_INTERFACES_MAX)
        (void) snprintf(network->linked[network->count++], LWI_NETWORK_NAME_SIZE, "%s", name);
}

/* 1: it has a link; 0: it has none; -1: there is no such interface. */
static int link_of(const struct ifaddrs *list, const char *name)
{
    for (const struct ifaddrs *i = list; i; i = i->ifa_next)
        if (i->ifa_name && strcmp(i->ifa_name, name) == 0)
            return (i->ifa_flags & IFF_UP) && (i->ifa_flags & IFF_RUNNING);
    return -1;
}

static void add_reason(char reason[160], const char *name, int link)
{
    size_t n = strlen(reason);
    (void) snprintf(reason + n, 160 - n, "%s%.15s %s", n ? ", " : "", name,
                    link < 0 ? "is gone" : "has no link");
}

static enum lwi_condition_state look_at_named(const struct ifaddrs *list, const char *names,
                                              char reason[160])
{
    while (*names) {
        char name[LWI_NETWORK_NAME_SIZE] = "";
        names += strspn(names, ", ");
        size_t size = strcspn(names, ", ");
        if (size > 0 && size < sizeof(name)) {
            (void) snprintf(name, sizeof(name), "%.*s", (int) size, names);
            int link = link_of(list, name);
            if (link != 1)
                add_reason(reason, name, link);
        }
        names += size;
    }
    return reason[0] ? LWI_STATE_FAULT : LWI_STATE_OK;
}

static enum lwi_condition_state look_at_hardware(struct lwi_network *network,
                                                 const struct ifaddrs *list, char reason[160])
{
    for (const struct ifaddrs *i = list; i; i = i->ifa_next)
        if (i->ifa_name && !(i->ifa_flags & IFF_LOOPBACK) && link_of(list, i->ifa_name) == 1 &&
            is_hardware(i->ifa_name))
            note_link(network, i->ifa_name);
    for (size_t i = 0; i < network->count; i++) {
        int link = link_of(list, network->linked[i]);
        if (link != 1)
            add_reason(reason, network->linked[i], link);
    }
    if (reason[0])
        return LWI_STATE_FAULT;
    return network->count > 0 ? LWI_STATE_OK : LWI_STATE_NOT_ASSESSABLE;
}

enum lwi_condition_state lwi_network_look(struct lwi_network *network, const char *names,
                                          char ret_reason[160])
{
    struct ifaddrs *list = NULL;
    ret_reason[0] = '\0';
    if (getifaddrs(&list) < 0)
        return LWI_STATE_NOT_ASSESSABLE;
    enum lwi_condition_state state = names[strspn(names, ", ")]
                                         ? look_at_named(list, names, ret_reason)
                                         : look_at_hardware(network, list, ret_reason);
    freeifaddrs(list);
    return state;
}
