/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "source/source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <libavcodec/codec_par.h>
#include <libavcodec/packet.h>

#include "lenswatch/frame.h"

void lwi_packet_free(struct lwi_packet **packet)
{
    if (!packet || !*packet)
        return;
    struct lwi_packet *p = *packet;
    *packet = NULL;
    free(p->data);
    free(p->name);
    av_packet_free(&p->av);
    avcodec_parameters_free(&p->par);
    free(p);
}

static int clone_into(struct lwi_packet *to, const struct lwi_packet *from)
{
    to->kind = from->kind;
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
        to->size = from->size;
    }
    if (from->av && !(to->av = av_packet_clone(from->av)))
        return -ENOMEM;
    if (from->par) {
        to->par = avcodec_parameters_alloc();
        if (!to->par || avcodec_parameters_copy(to->par, from->par) < 0)
            return -ENOMEM;
    }
    return 0;
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
