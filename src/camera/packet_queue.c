/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera/packet_queue.h"

struct lwi_packet *lwi_packet_queue_pop(struct lwi_packet_queue *queue)
{
    if (queue->count == 0)
        return NULL;
    struct lwi_packet *packet = queue->packets[queue->first];
    queue->packets[queue->first] = NULL;
    queue->first = (queue->first + 1) % LWI_PACKET_QUEUE_COUNT;
    queue->count--;
    queue->bytes -= packet->size;
    return packet;
}

void lwi_packet_queue_clear(struct lwi_packet_queue *queue)
{
    struct lwi_packet *packet;
    while ((packet = lwi_packet_queue_pop(queue)))
        lwi_packet_free(&packet);
    queue->need_key = 1;
}

void lwi_packet_queue_push(struct lwi_packet_queue *queue, struct lwi_packet **packet)
{
    if (queue->need_key && !(*packet)->key)
        return;
    if (queue->count == LWI_PACKET_QUEUE_COUNT ||
        queue->bytes + (*packet)->size > LWI_PACKET_QUEUE_BYTES) {
        lwi_packet_queue_clear(queue);
        if (!(*packet)->key)
            return;
    }
    queue->need_key = 0;
    queue->packets[(queue->first + queue->count++) % LWI_PACKET_QUEUE_COUNT] = *packet;
    queue->bytes += (*packet)->size;
    *packet = NULL;
}
