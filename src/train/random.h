/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Random numbers that are the same everywhere: splitmix64, from G.L. Steele et al.,
 * Fast splittable pseudorandom number generators, OOPSLA 2014. Each picture draws from
 * a generator of its own, so that the number of threads changes nothing.
 */
#ifndef LWI_TRAIN_RANDOM_H
#define LWI_TRAIN_RANDOM_H

#include <math.h>
#include <stdint.h>

struct lwi_random {
    uint64_t state;
};

static inline uint64_t lwi_random_bits(struct lwi_random *random)
{
    uint64_t z = random->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* A generator for one item of a run. */
static inline struct lwi_random lwi_random_for(uint64_t seed, uint64_t item)
{
    struct lwi_random random = {seed};
    random.state = lwi_random_bits(&random) ^ (item * UINT64_C(0xd1342543de82ef95));
    (void) lwi_random_bits(&random);
    return random;
}

/* low <= x < high. */
static inline double lwi_random_uniform(struct lwi_random *random, double low, double high)
{
    return low + (high - low) * ((double) (lwi_random_bits(random) >> 11) * 0x1p-53);
}

/* Evenly spread on a logarithmic scale; both ends above 0. */
static inline double lwi_random_log(struct lwi_random *random, double low, double high)
{
    return exp(lwi_random_uniform(random, log(low), log(high)));
}

static inline int lwi_random_chance(struct lwi_random *random, double probability)
{
    return lwi_random_uniform(random, 0, 1) < probability;
}

/* 0 .. count - 1. */
static inline unsigned lwi_random_below(struct lwi_random *random, unsigned count)
{
    return (unsigned) lwi_random_uniform(random, 0, count);
}

/* Mean 0, variance 1: twelve uniform numbers, close enough for noise and cheap. */
static inline double lwi_random_normal(struct lwi_random *random)
{
    uint64_t bits[3] = {lwi_random_bits(random), lwi_random_bits(random), lwi_random_bits(random)};
    int64_t sum = 0;
    for (int i = 0; i < 3; i++)
        sum += (int64_t) (bits[i] & 0xffff) + (int64_t) (bits[i] >> 16 & 0xffff) +
               (int64_t) (bits[i] >> 32 & 0xffff) + (int64_t) (bits[i] >> 48);
    return (double) sum / 65536.0 - 6.0 + 6.0 / 65536.0;
}

#endif
