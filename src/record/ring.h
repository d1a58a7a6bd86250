/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The last seconds of a stream, coded as they came, so that a recording can begin
 * before its reason. It always begins with a key frame, and is bounded in seconds and
 * in bytes.
 *
 * Packets have consecutive numbers. A writer remembers the number that it wants next;
 * where it is too slow, what it has not yet written leaves the ring, and it finds out.
 * Not thread-safe.
 */
#ifndef LWI_RECORD_RING_H
#define LWI_RECORD_RING_H

#include <stddef.h>
#include <stdint.h>

struct lwi_packet;

struct lwi_ring_entry {
    struct lwi_packet *packet;
    int64_t time_ns; /* monotonic: when it was received */
    int after_cut;   /* the stream was opened anew before it */
};

struct lwi_ring {
    struct lwi_ring_entry *entries; /* owned, as are the packets */
    size_t room, first, count, bytes;
    size_t bytes_max;
    int cut;         /* the next packet is of another stream */
    uint64_t number; /* of the first entry */
};

/* bytes_max: of coded data. Nothing is allocated yet. */
void lwi_ring_init(struct lwi_ring *ring, size_t bytes_max);
/* Forgets all packets; numbers go on. */
void lwi_ring_clear(struct lwi_ring *ring);
void lwi_ring_done(struct lwi_ring *ring);

/*
 * Appends a packet (taken over), and drops from the front whole groups of pictures
 * that are not needed to have keep_ns from now, or that do not fit. What comes
 * before the first key frame is dropped. 0 or -ENOMEM (the packet is dropped).
 */
int lwi_ring_push(struct lwi_ring *ring, struct lwi_packet *packet, int64_t time_ns,
                  int64_t keep_ns);

/* What is pushed next does not follow on what was. */
void lwi_ring_cut(struct lwi_ring *ring);

/* The entry of that number, valid until the next call; NULL: it is gone, or not yet there. */
const struct lwi_ring_entry *lwi_ring_at(const struct lwi_ring *ring, uint64_t number);

/* The number that the next packet will have. */
uint64_t lwi_ring_end(const struct lwi_ring *ring);

/* The number of the key frame from which to begin, to show that time: the last one before it, or
 * the first after it where the stream began later. */
uint64_t lwi_ring_key_before(const struct lwi_ring *ring, int64_t time_ns);

#endif
