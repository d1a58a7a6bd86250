/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Packets that wait for somebody who looks on. Bounded: what cannot be taken in time is old
 * already, so all of it is dropped, and it goes on at the next key frame. Not thread-safe.
 */
#ifndef LWI_CAMERA_PACKET_QUEUE_H
#define LWI_CAMERA_PACKET_QUEUE_H

#include <stddef.h>

#include "source/source.h"

#define LWI_PACKET_QUEUE_COUNT 64
#define LWI_PACKET_QUEUE_BYTES ((size_t) 32 << 20)

/* All zeros but need_key is an empty one. */
struct lwi_packet_queue {
    struct lwi_packet *packets[LWI_PACKET_QUEUE_COUNT];
    size_t first, count, bytes;
    int need_key; /* what cannot be decoded alone is not taken */
};

/* Takes the packet over and sets *packet to NULL, or leaves it. */
void lwi_packet_queue_push(struct lwi_packet_queue *queue, struct lwi_packet **packet);
/* NULL: it is empty. */
struct lwi_packet *lwi_packet_queue_pop(struct lwi_packet_queue *queue);
/* Drops all; the next one must be a key frame. */
void lwi_packet_queue_clear(struct lwi_packet_queue *queue);

#endif
