/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "record/ring.h"

#include <errno.h>
#include <stdlib.h>

#include "source/source.h"

#define ROOM_FIRST 256

void lwi_ring_init(struct lwi_ring *ring, size_t bytes_max)
{
    *ring = (struct lwi_ring){.bytes_max = bytes_max};
}

static struct lwi_ring_entry *entry(const struct lwi_ring *ring, size_t i)
{
    return &ring->entries[(ring->first + i) % ring->room];
}

static void drop_first(struct lwi_ring *ring)
{
    struct lwi_ring_entry *e = entry(ring, 0);
    ring->bytes -= e->packet->size;
    lwi_packet_free(&e->packet);
    ring->first = (ring->first + 1) % ring->room;
    ring->count--;
    ring->number++;
}

void lwi_ring_clear(struct lwi_ring *ring)
{
    while (ring->count > 0)
        drop_first(ring);
}

void lwi_ring_done(struct lwi_ring *ring)
{
    lwi_ring_clear(ring);
    free(ring->entries);
    ring->entries = NULL;
    ring->room = 0;
}

static int grow(struct lwi_ring *ring)
{
    size_t room = ring->room ? 2 * ring->room : ROOM_FIRST;
    struct lwi_ring_entry *entries = malloc(room * sizeof(*entries));
    if (!entries)
        return -ENOMEM;
    for (size_t i = 0; i < ring->count; i++)
        entries[i] = *entry(ring, i);
    free(ring->entries);
    ring->entries = entries;
    ring->room = room;
    ring->first = 0;
    return 0;
}

/* The index of the second key frame; count: there is none. */
static size_t second_key(const struct lwi_ring *ring)
{
    size_t i = 1;
    while (i < ring->count && !entry(ring, i)->packet->key)
        i++;
    return i;
}

static void trim(struct lwi_ring *ring, int64_t oldest_ns)
{
    while (ring->count > 0) {
        size_t next = second_key(ring);
        int full = ring->bytes > ring->bytes_max;
        int old = next < ring->count && entry(ring, next)->time_ns <= oldest_ns;
        if (!full && !old)
            return;
        /* Where one group of pictures alone is too large, all of it goes. */
        for (size_t i = 0; i < next; i++)
            drop_first(ring);
    }
}

int lwi_ring_push(struct lwi_ring *ring, struct lwi_packet *packet, int64_t time_ns,
                  int64_t keep_ns)
{
    int r = ring->count == ring->room ? grow(ring) : 0;
    if (r < 0 || ((ring->count == 0 || ring->cut) && !packet->key)) {
        lwi_packet_free(&packet);
        return r;
    }
    ring->count++;
    *entry(ring, ring->count - 1) =
        (struct lwi_ring_entry){.packet = packet, .time_ns = time_ns, .after_cut = ring->cut};
    ring->cut = 0;
    ring->bytes += packet->size;
    trim(ring, time_ns - keep_ns);
    return 0;
}

void lwi_ring_cut(struct lwi_ring *ring)
{
    ring->cut = ring->count > 0;
}

const struct lwi_ring_entry *lwi_ring_at(const struct lwi_ring *ring, uint64_t number)
{
    if (number < ring->number || number - ring->number >= ring->count)
        return NULL;
    return entry(ring, (size_t) (number - ring->number));
}

uint64_t lwi_ring_end(const struct lwi_ring *ring)
{
    return ring->number + ring->count;
}

uint64_t lwi_ring_key_before(const struct lwi_ring *ring, int64_t time_ns)
{
    uint64_t found = ring->number;
    for (size_t i = 0; i < ring->count; i++) {
        const struct lwi_ring_entry *e = entry(ring, i);
        /* What lies before a cut is over, however long the cut was. */
        if (e->packet->key && (e->time_ns <= time_ns || e->after_cut))
            found = ring->number + i;
        if (e->time_ns > time_ns)
            break;
    }
    return found;
}
