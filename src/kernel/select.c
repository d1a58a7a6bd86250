/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * The value of a rank is enclosed in an interval that is narrowed step by step, each
 * step one pass over the values still in question. A small sample proposes the first
 * interval, of a few per cent of the values, and nearly always it is right; where it is
 * not, as with few distinct values, the interval is halved instead. Floats that are
 * not negative are in the order of their bits, so 31 halvings end any search.
 */
#include "kernel/select.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "lenswatch/assess.h"

#define SAMPLE_COUNT  1024
#define SMALL_COUNT   2048        /* from here on a plain quickselect is faster */
#define WORK_FRACTION 8           /* of the values, that the work space holds */
#define BITS_MAX      0x7f800000u /* of infinity */

static uint32_t bits_of(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof(bits));
    return bits;
}

static float float_of(uint32_t bits)
{
    float value;
    memcpy(&value, &bits, sizeof(value));
    return value;
}

LWI_SELECT_GATHER(lwi_select_gather_c)
{
    const size_t room = capacity > LWI_SELECT_SLACK ? capacity - LWI_SELECT_SLACK : 0;
    size_t inside = 0;
    size_t below = 0;
    for (size_t i = 0; i < count; i++) {
        float value = values[i];
        below += value < low;
        if (value >= low && value <= high) {
            if (inside < room)
                ret_inside[inside] = value;
            inside++;
        }
    }
    *ret_below = below;
    return inside;
}

void lwi_select_dsp_init(struct lwi_select_dsp *dsp, unsigned cpu_mask)
{
    dsp->gather = lwi_select_gather_c;
#if defined(__x86_64__)
    if (!(cpu_mask & LW_CPU_AVX2))
        return;
    dsp->gather = lwi_select_gather_avx2;
#elif defined(__aarch64__)
    if (cpu_mask & LW_CPU_NEON)
        dsp->gather = lwi_select_gather_neon;
#endif
}

size_t lwi_select_work_count(size_t count)
{
    return count / WORK_FRACTION + SMALL_COUNT + LWI_SELECT_SLACK;
}

/* Puts what is less than the limit (or equal to it, where `equal`) first. Returns where the rest
 * begins. Without a branch, for which way a value goes cannot be foretold. */
static inline size_t divide(float *v, size_t first, size_t end, float limit, int equal)
{
    size_t at = first;
    for (size_t i = first; i < end; i++) {
        const float value = v[i];
        v[i] = v[at];
        v[at] = value;
        at += equal ? value <= limit : value < limit;
    }
    return at;
}

static float middle_of_three(float a, float b, float c)
{
    const float low = a < b ? a : b;
    const float high = a < b ? b : a;
    return c < low ? low : c > high ? high : c;
}

float lwi_select_rank(float *v, size_t count, size_t rank)
{
    size_t first = 0;
    size_t end = count;
    while (end - first > 1) {
        const float limit = middle_of_three(v[first], v[first + (end - first) / 2], v[end - 1]);
        size_t at = divide(v, first, end, limit, 0);
        if (rank < at) {
            end = at;
        } else if (at > first) {
            first = at;
        } else {
            /* The limit is the least of them: it goes, with all that equal it. */
            at = divide(v, first, end, limit, 1);
            if (rank < at)
                break;
            first = at;
        }
    }
    return v[rank];
}

/* Two values that very likely enclose that of the rank, by a sample at even steps. */
static void propose(const float *values, size_t count, size_t rank, uint32_t *low, uint32_t *high)
{
    /* Three standard deviations of the rank of a median in a sample. */
    const size_t margin = 48;
    float sample[SAMPLE_COUNT];
    for (size_t i = 0; i < SAMPLE_COUNT; i++)
        sample[i] = values[(size_t) ((uint64_t) i * count / SAMPLE_COUNT)];
    size_t middle = (size_t) ((uint64_t) rank * SAMPLE_COUNT / count);
    if (middle + margin < SAMPLE_COUNT) {
        uint32_t bits = bits_of(lwi_select_rank(sample, SAMPLE_COUNT, middle + margin));
        *high = bits < *high ? bits : *high;
    }
    if (middle > margin) {
        uint32_t bits = bits_of(lwi_select_rank(sample, SAMPLE_COUNT, middle - margin));
        *low = bits > *low ? bits : *low;
    }
}

/* The smallest value above `value`; itself where there is none. */
static float next_above(const float *values, size_t count, float value)
{
    float next = float_of(BITS_MAX);
    for (size_t i = 0; i < count; i++)
        if (values[i] > value && values[i] < next)
            next = values[i];
    return next < float_of(BITS_MAX) ? next : value;
}

/* Where the search stands. */
struct search {
    const float *v;     /* the values still in question: all of them, or the work space */
    size_t count, rank; /* of v, and of the value sought in it */
    uint32_t low, high; /* bits of the bounds of the value sought, both included */
    int sample;         /* propose the next bounds by a sample, rather than halve */
};

static void narrow(const struct lwi_select_dsp *dsp, const struct search *all, struct search *s,
                   float *work, size_t capacity)
{
    uint32_t a = s->low;
    uint32_t b = s->sample ? s->high : s->low + (s->high - s->low) / 2;
    if (s->sample)
        propose(s->v, s->count, s->rank, &a, &b);

    size_t below;
    size_t inside = dsp->gather(s->v, s->count, float_of(a), float_of(b), work, capacity, &below);
    if (s->rank < below || s->rank >= below + inside) {
        /* Not in there. What was in the work space is lost. */
        if (s->rank < below)
            s->high = a - 1;
        else
            s->low = b + 1;
        s->v = all->v;
        s->count = all->count;
        s->rank = all->rank;
        s->sample = 0;
        return;
    }
    s->low = a;
    s->high = b;
    /* A sample is worth it while it takes away half of the values or more; halving the
     * interval ends in any case. */
    s->sample = 0;
    if (inside + LWI_SELECT_SLACK <= capacity) {
        s->sample = inside <= s->count / 2;
        s->v = work;
        s->count = inside;
        s->rank -= below;
    }
}

void lwi_select_two(const struct lwi_select_dsp *dsp, const float *values, size_t count,
                    size_t rank, float *work, float ret_two[2])
{
    assert(rank < count);
    const struct search all = {values, count, rank, 0, BITS_MAX, 1};
    struct search s = all;
    while (s.count > SMALL_COUNT && s.low < s.high)
        narrow(dsp, &all, &s, work, lwi_select_work_count(count));

    size_t not_above; /* values that are known to be no more than the one found */
    if (s.count > SMALL_COUNT) {
        ret_two[0] = float_of(s.low);
        size_t below;
        not_above = dsp->gather(s.v, s.count, ret_two[0], ret_two[0], work, 0, &below) + below;
        ret_two[1] = ret_two[0];
    } else {
        if (s.v != work)
            memcpy(work, s.v, s.count * sizeof(*work));
        ret_two[0] = lwi_select_rank(work, s.count, s.rank);
        not_above = s.count;
        ret_two[1] = INFINITY;
        for (size_t i = s.rank + 1; i < s.count; i++)
            ret_two[1] = work[i] < ret_two[1] ? work[i] : ret_two[1];
    }
    if (s.rank + 1 >= not_above)
        ret_two[1] = next_above(values, count, ret_two[0]);
}
