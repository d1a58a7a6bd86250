/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "feature/set.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "kernel/cpu.h"

#define SCRATCH_ALIGN 64
/* Bytes of luma in a strip of rows: half of the smallest first-level cache in use. */
#define STRIP_BYTES 16384

/* One entry of the registry, as it is used here. */
struct member {
    const struct lwi_feature_info *info;
    void *state;        /* NULL where state_size is 0 */
    size_t first_index; /* of its outputs in the feature table */
    size_t scratch_at;  /* its part of the scratch memory */
    int active;
};

struct lwi_feature_set {
    uint8_t *scratch;
    size_t scratch_size;
    struct lwi_tile_dsp dsp;
    int analyses; /* a member starts from the analysis */
    uint8_t *analysis_memory;
    size_t analysis_size;
    size_t member_count; /* those whose init has run, active or not */
    struct member members[];
};

static size_t registry_length(void)
{
    size_t n = 0;
    while (lwi_features[n])
        n++;
    return n;
}

/* Marks what is wanted; from the last to the first, so that needs of needs are found. */
static void mark_active(struct member *members, size_t count, const unsigned char *wanted,
                        int tiles)
{
    for (size_t i = count; i-- > 0;) {
        struct member *m = &members[i];
        for (size_t k = 0; k < m->info->output_count; k++)
            m->active |= wanted[m->first_index + k] != 0;
        m->active |= tiles && (m->info->flags & LWI_FEATURE_TILES);
        const char *const *need = m->active ? m->info->needs : NULL;
        for (; need && *need; need++) {
            size_t index = (size_t) lw_feature_find(*need);
            assert(index < m->first_index); /* the registry is in order */
            for (size_t k = 0; k < i; k++)
                if (index - members[k].first_index < members[k].info->output_count)
                    members[k].active = 1;
        }
    }
}

static int init_member(struct member *m, unsigned cpu_mask)
{
    if (!m->active)
        return 0;
    if (m->info->state_size > 0) {
        m->state = calloc(1, m->info->state_size);
        if (!m->state)
            return -ENOMEM;
    }
    int r = m->info->init ? m->info->init(m->state, cpu_mask) : 0;
    if (r < 0) {
        free(m->state);
        m->state = NULL;
    }
    return r;
}

int lwi_feature_set_new(struct lwi_feature_set **ret_set, const unsigned char *wanted, int tiles,
                        unsigned cpu_mask)
{
    size_t count = registry_length();
    struct lwi_feature_set *set = calloc(1, sizeof(*set) + count * sizeof(set->members[0]));
    if (!set)
        return -ENOMEM;
    size_t index = 0;
    for (size_t i = 0; i < count; i++) {
        set->members[i].info = lwi_features[i];
        set->members[i].first_index = index;
        index += lwi_features[i]->output_count;
    }
    mark_active(set->members, count, wanted, tiles);

    cpu_mask &= lwi_cpu_detect();
    lwi_tile_dsp_init(&set->dsp, cpu_mask);
    for (; set->member_count < count; set->member_count++) {
        const struct member *m = &set->members[set->member_count];
        set->analyses |= m->active && (m->info->flags & LWI_FEATURE_ANALYSIS);
        int r = init_member(&set->members[set->member_count], cpu_mask);
        if (r < 0) {
            lwi_feature_set_free(&set);
            return r;
        }
    }
    *ret_set = set;
    return 0;
}

/* Gives each active feature its place in the scratch memory: those that go by rows one of
 * their own, the others, which come one after the other, the same. Returns the size. */
static size_t place_scratch(struct lwi_feature_set *set, uint32_t width, uint32_t height)
{
    size_t own = 0;
    size_t shared = SCRATCH_ALIGN; /* never nothing: there is a pointer into it */
    for (int by_rows = 1; by_rows >= 0; by_rows--) {
        for (size_t i = 0; i < set->member_count; i++) {
            struct member *m = &set->members[i];
            if (!m->active || !m->info->scratch_size || (m->info->rows != NULL) != by_rows)
                continue;
            size_t size = m->info->scratch_size(width, height);
            size = (size + SCRATCH_ALIGN - 1) / SCRATCH_ALIGN * SCRATCH_ALIGN;
            m->scratch_at = own;
            if (by_rows)
                own += size;
            else
                shared = size > shared ? size : shared;
        }
    }
    return own + shared;
}

/* Makes *memory at least so large; its contents are lost. */
static int reserve(uint8_t **memory, size_t *have, size_t size)
{
    if (size <= *have)
        return 0;
    free(*memory);
    *have = 0;
    size = (size + SCRATCH_ALIGN - 1) / SCRATCH_ALIGN * SCRATCH_ALIGN;
    *memory = aligned_alloc(SCRATCH_ALIGN, size);
    if (!*memory)
        return -ENOMEM;
    *have = size;
    return 0;
}

static int reserve_memory(struct lwi_feature_set *set, uint32_t width, uint32_t height)
{
    size_t size = place_scratch(set, width, height);
    int r = reserve(&set->scratch, &set->scratch_size, size);
    if (r == 0 && set->analyses)
        r = reserve(&set->analysis_memory, &set->analysis_size, lwi_analysis_memory(width, height));
    return r;
}

/* The analysis is made on the way: nothing that goes by rows reads it. */
static void measure_rows(struct lwi_feature_set *set, struct lwi_feature_input *input,
                         struct lwi_analysis *ret_analysis)
{
    struct lwi_analysis_work work;
    if (set->analyses)
        lwi_analysis_begin(&work, &set->dsp, input->frame, set->analysis_memory);
    const uint32_t height = input->frame->height;
    const uint32_t strip = 1 + STRIP_BYTES / input->frame->width;
    for (uint32_t begin = 0; begin < height; begin += strip) {
        uint32_t end = height - begin > strip ? begin + strip : height;
        if (set->analyses)
            lwi_analysis_rows(&work, end);
        for (size_t i = 0; i < set->member_count; i++) {
            const struct member *m = &set->members[i];
            if (!m->active || !m->info->rows)
                continue;
            input->scratch = set->scratch + m->scratch_at;
            m->info->rows(m->state, input, begin, end);
        }
    }
    if (set->analyses)
        lwi_analysis_end(ret_analysis, &work);
}

int lwi_feature_set_measure(struct lwi_feature_set *set, const struct lw_frame *frame,
                            struct lw_value *ret_values, struct lwi_tiles *ret_tiles)
{
    int r = reserve_memory(set, frame->width, frame->height);
    if (r < 0)
        return r;
    if (ret_tiles)
        ret_tiles->count_x = ret_tiles->count_y = 0;

    struct lwi_analysis analysis;
    struct lwi_feature_input input = {
        .frame = frame,
        .analysis = set->analyses ? &analysis : NULL,
        .values = ret_values,
        .tiles = ret_tiles,
    };
    measure_rows(set, &input, &analysis);
    for (size_t i = 0; i < set->member_count; i++) {
        const struct member *m = &set->members[i];
        struct lw_value *values = ret_values + m->first_index;
        input.scratch = set->scratch + m->scratch_at;
        if (m->active)
            m->info->extract(m->state, &input, values);
        for (size_t k = 0; !m->active && k < m->info->output_count; k++)
            lwi_value_invalid(&values[k], "not measured");
    }
    return 0;
}

void lwi_feature_set_free(struct lwi_feature_set **set)
{
    if (!set || !*set)
        return;
    for (size_t i = 0; i < (*set)->member_count; i++) {
        struct member *m = &(*set)->members[i];
        if (m->active && m->info->done)
            m->info->done(m->state);
        free(m->state);
    }
    free((*set)->scratch);
    free((*set)->analysis_memory);
    free(*set);
    *set = NULL;
}
