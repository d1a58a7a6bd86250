/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "source/source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lenswatch/frame.h"
#include "source/av_module.h"

void lwi_packet_free(struct lwi_packet **packet)
{
    if (!packet || !*packet)
        return;
    struct lwi_packet *p = *packet;
    *packet = NULL;
    free(p->data);
    free(p->name);
    if (p->av || p->par) /* which is what the module made, so it is there */
        lwi_source_av(NULL)->packet_release(p);
    free(p);
}

static int clone_into(struct lwi_packet *to, const struct lwi_packet *from)
{
    to->kind = from->kind;
    to->size = from->size;
    to->key = from->key;
    to->pts_ns = from->pts_ns;
    to->wall_ns = from->wall_ns;
    if (from->name && !(to->name = strdup(from->name)))
        return -ENOMEM;
    if (from->data) {
        to->data = malloc(from->size);
        if (!to->data)
            return -ENOMEM;
        memcpy(to->data, from->data, from->size);
    }
    return from->av || from->par ? lwi_source_av(NULL)->packet_clone(to, from) : 0;
}

int lwi_packet_clone(struct lwi_packet **ret_packet, const struct lwi_packet *packet)
{
    struct lwi_packet *p = calloc(1, sizeof(*p));
    if (!p)
        return -ENOMEM;
    int r = clone_into(p, packet);
    if (r < 0) {
        lwi_packet_free(&p);
        return r;
    }
    *ret_packet = p;
    return 0;
}
