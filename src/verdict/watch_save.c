/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What a watch has learnt, as bytes: a head with version, sizes and checksum, then the memory,
 * the recent frames and the baselines in use, as they lie in memory. The head says how large
 * each is, so bytes of another machine or another build are refused and not misread.
 */
#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "base/error.h"
#include "verdict/watch.h"

#define MAGIC   0x4c42574cu /* "LWBL" */
#define VERSION 7u
/* Older bytes are taken, too: what is new in a version lies at the end of its struct. */
#define VERSION_LEAST          4u
#define SIZE_UP_TO(type, next) ((offsetof(type, next) + 7) / 8 * 8)
/* Before version 7 the recent frames ended in two numbers of those that were the same, from version
 * 5 on in the signatures of 48 tiles of 8 frames, too, and from 6 on in their roughness. */
#define RECENT_SIZE_4 (SIZE_UP_TO(struct lwi_recent, repeat) + 8)
#define RECENT_SIZE_5 (RECENT_SIZE_4 + 8 + sizeof(uint32_t[8][48]))
#define RECENT_SIZE_6 (RECENT_SIZE_5 + sizeof(float[8][48]))

struct head {
    uint32_t magic, version;
    uint32_t size; /* of all, with this head */
    uint32_t memory_size, recent_size, baseline_size;
    uint32_t baseline_count;
    uint32_t checksum; /* of what follows */
};

/* Of what is saved, in bytes of a version. */
struct sizes {
    size_t memory, recent, baseline;
};

static struct sizes sizes_of(uint32_t version)
{
    switch (version) {
    case 4:
        return (struct sizes){SIZE_UP_TO(struct lwi_memory, other_frames), RECENT_SIZE_4,
                              SIZE_UP_TO(struct lwi_baseline, stained)};
    case 5:
        return (struct sizes){SIZE_UP_TO(struct lwi_memory, grey_ns), RECENT_SIZE_5,
                              SIZE_UP_TO(struct lwi_baseline, ripple)};
    case 6:
        return (struct sizes){sizeof(struct lwi_memory), RECENT_SIZE_6,
                              sizeof(struct lwi_baseline)};
    default:
        return (struct sizes){sizeof(struct lwi_memory), sizeof(struct lwi_recent),
                              sizeof(struct lwi_baseline)};
    }
}

/* FNV-1a: it finds a torn or flipped file; nobody is kept from forging one. */
static uint32_t checksum(const uint8_t *bytes, size_t size)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < size; i++)
        h = (h ^ bytes[i]) * 16777619u;
    return h;
}

size_t lw_watch_save_size(const lw_watch *watch)
{
    if (!watch)
        return 0;
    return sizeof(struct head) + sizeof(watch->memory) + sizeof(watch->recent) +
           watch->baseline_count * sizeof(*watch->baselines);
}

int lw_watch_save(const lw_watch *watch, void *ret_bytes, size_t size)
{
    if (!watch || !ret_bytes)
        return -EINVAL;
    if (size < lw_watch_save_size(watch))
        return -ENOBUFS;
    uint8_t *at = (uint8_t *) ret_bytes + sizeof(struct head);
    memcpy(at, &watch->memory, sizeof(watch->memory));
    at += sizeof(watch->memory);
    memcpy(at, &watch->recent, sizeof(watch->recent));
    at += sizeof(watch->recent);
    memcpy(at, watch->baselines, watch->baseline_count * sizeof(*watch->baselines));
    struct head head = {
        .magic = MAGIC,
        .version = VERSION,
        .size = (uint32_t) lw_watch_save_size(watch),
        .memory_size = sizeof(watch->memory),
        .recent_size = sizeof(watch->recent),
        .baseline_size = sizeof(watch->baselines[0]),
        .baseline_count = watch->baseline_count,
    };
    head.checksum = checksum((const uint8_t *) ret_bytes + sizeof(head), head.size - sizeof(head));
    memcpy(ret_bytes, &head, sizeof(head));
    return 0;
}

static int are_sane(const float *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!(fabsf(values[i]) < 1e9f)) /* NaN, too */
            return 0;
    return 1;
}

static int is_time(int64_t ns)
{
    return ns == LW_TIME_NONE || (ns >= -INT64_MAX / 4 && ns <= INT64_MAX / 4);
}

static int is_memory(const struct lwi_memory *m, uint32_t baselines)
{
    return m->light <= LWI_LIGHT_LAMPS &&
           (m->current == LWI_WATCH_NONE || m->current < baselines) && is_time(m->held_until_ns) &&
           is_time(m->changed_ns) && is_time(m->dirty_ns) && is_time(m->last_ns) &&
           m->hour_last >= 0 && is_time(m->other_ns) && is_time(m->lights_ns) &&
           is_time(m->lamps_ns) && is_time(m->grey_ns) && are_sane(&m->likeness, 1) &&
           m->stains.tiles <= LWI_SCENE_TILES_MAX &&
           are_sane(m->stains.fall, LWI_SCENE_TILES_MAX) &&
           (m->current == LWI_WATCH_NONE) == (m->light == LW_LIGHT_UNKNOWN);
}

static int is_repeat(const struct lwi_repeat *r)
{
    for (size_t i = 0; i < LWI_MARKED; i++)
        if (!is_time(r->at_ns[i]))
            return 0;
    return is_time(r->since_ns) && is_time(r->until_ns) && r->bridged < LWI_MARKED &&
           r->known <= LWI_MARKED && r->next < LWI_MARKED && r->tiles <= LWI_SCENE_TILES_MAX;
}

static int is_recent(const struct lwi_recent *r)
{
    for (size_t i = 0; i < LWI_RECENT; i++)
        if (!is_time(r->at_ns[i]))
            return 0;
    return r->count <= LWI_RECENT && r->next < LWI_RECENT && r->tiles <= LWI_SCENE_TILES_MAX &&
           are_sane(r->mean, LWI_RECENT) && are_sane(r->shift_x, LWI_RECENT) &&
           are_sane(r->shift_y, LWI_RECENT) && is_repeat(&r->repeat);
}

static int are_tiles(const struct lwi_baseline *b)
{
    for (size_t i = 0; i < LWI_SCENE_TILES_MAX; i++) {
        const struct lwi_baseline_tile *t = &b->tiles[i];
        const float values[] = {t->fineness.mean, t->fineness.spread, t->healthy,
                                t->edges,         t->contrast,        t->mean};
        if (!are_sane(values, sizeof(values) / sizeof(values[0])))
            return 0;
    }
    return 1;
}

static int is_look(const struct lwi_look *l)
{
    const float values[] = {l->mean, l->noise, l->cast_u, l->cast_v, l->banding};
    return are_sane(values, sizeof(values) / sizeof(values[0]));
}

static int is_baseline(const struct lwi_baseline *b)
{
    const struct lwi_running *runs[] = {
        &b->luma,   &b->contrast,  &b->dark,    &b->bright,   &b->noise,    &b->colour,
        &b->cast_u, &b->cast_v,    &b->drop,    &b->detail,   &b->blocking, &b->banding,
        &b->alone,  &b->quantiser, &b->stained, &b->repeated, &b->ripple,   &b->grain};
    for (size_t i = 0; i < sizeof(runs) / sizeof(runs[0]); i++)
        if (!are_sane(&runs[i]->mean, 1) || !are_sane(&runs[i]->spread, 1))
            return 0;
    for (size_t i = 0; i < LWI_BASELINE_LOOKS; i++)
        if (!is_look(&b->looks[i]))
            return 0;
    if (!are_sane(b->light_fit.mean, sizeof(b->light_fit) / sizeof(float)))
        return 0;
    unsigned x, y;
    lwi_scene_grid(b->width, b->height, &x, &y);
    const int grid = b->pictures == 0 || (b->tiles_x == x && b->tiles_y == y);
    return b->light <= LWI_LIGHT_LAMPS && grid && b->tiles_x <= LWI_SCENE_TILES_X &&
           b->tiles_y <= LWI_SCENE_TILES_Y && is_time(b->first_ns) && is_time(b->last_ns) &&
           b->learnt_s >= 0 && b->learnt_s < 1e12 && b->day_last >= -1 &&
           b->day_last < INT32_MAX - LWI_BASELINE_DAYS &&
           are_sane(b->blur_drop, LWI_BASELINE_RADII) && are_sane(b->bands, LWI_SCENE_BANDS) &&
           are_sane(b->day_drift, LWI_BASELINE_DAYS) && are_tiles(b);
}

static int check_head(const struct head *head, size_t size, struct lw_error *error)
{
    if (head->magic != MAGIC)
        return lwi_error_set(error, -EBADMSG, "these are not the baselines of a watch");
    const struct sizes sizes = sizes_of(head->version);
    if (head->version < VERSION_LEAST || head->version > VERSION ||
        head->memory_size != sizes.memory || head->recent_size != sizes.recent ||
        head->baseline_size != sizes.baseline || head->baseline_count < LWI_WATCH_BASELINES ||
        head->baseline_count > LW_PRESETS_MAX * LWI_WATCH_BASELINES_PRESET)
        return lwi_error_set(error, -ENOTSUP, "the baselines are of another version");
    if (head->size != size || size != sizeof(*head) + head->memory_size + head->recent_size +
                                          (size_t) head->baseline_count * head->baseline_size)
        return lwi_error_set(error, -EBADMSG, "the baselines are torn");
    return 0;
}

/* One baseline from the bytes, whatever their version; an empty one where pictures of its size are
 * watched at another by now. */
static void read_baseline(struct lwi_baseline *ret, const struct head *head, const uint8_t *at,
                          size_t index)
{
    memset(ret, 0, sizeof(*ret));
    memcpy(ret, at + index * head->baseline_size, head->baseline_size);
    /* What was padding there is nothing here. */
    if (head->version < 5)
        memset(&ret->stained, 0, sizeof(ret->stained));
    if (head->version < 6)
        memset(&ret->ripple, 0, sizeof(ret->ripple));
    if (head->version < 7)
        memset(&ret->repeated, 0, sizeof(ret->repeated));
    if (lwi_scene_factor(ret->width, ret->height) > 1)
        memset(ret, 0, sizeof(*ret));
}

/* What is current is not, where its baseline is empty. */
static void forget_current(struct lwi_memory *m, const struct head *head, const uint8_t *baselines)
{
    struct lwi_baseline b;
    if (m->current >= head->baseline_count)
        return;
    read_baseline(&b, head, baselines, m->current);
    if (b.light != LW_LIGHT_UNKNOWN)
        return;
    m->current = LWI_WATCH_NONE;
    m->light = LW_LIGHT_UNKNOWN;
}

static void read_memory(struct lwi_memory *ret, const struct head *head, const uint8_t *at)
{
    memset(ret, 0, sizeof(*ret));
    memcpy(ret, at, head->memory_size);
    if (head->version < 6) {
        ret->grey_ns = LW_TIME_NONE;
        ret->grey_since = 0;
    }
    if (head->version >= 5)
        return;
    ret->other_frames = 0;
    ret->likeness = 0;
    ret->lamp_nights = 0;
    ret->other_ns = ret->lights_ns = ret->lamps_ns = LW_TIME_NONE;
}

static void read_recent(struct lwi_recent *ret, const struct head *head, const uint8_t *at)
{
    memset(ret, 0, sizeof(*ret));
    memcpy(ret, at, head->version < 7 ? offsetof(struct lwi_recent, repeat) : head->recent_size);
}

int lw_watch_load(lw_watch *watch, const void *bytes, size_t size, struct lw_error *reterr_error)
{
    struct head head;
    if (!watch || !bytes)
        return lwi_error_set(reterr_error, -EINVAL, "no watch or no bytes");
    if (size < sizeof(head))
        return lwi_error_set(reterr_error, -EBADMSG, "the baselines are torn");
    memcpy(&head, bytes, sizeof(head));
    int r = check_head(&head, size, reterr_error);
    if (r < 0)
        return r;
    const uint8_t *at = (const uint8_t *) bytes + sizeof(head);
    if (checksum(at, size - sizeof(head)) != head.checksum)
        return lwi_error_set(reterr_error, -EBADMSG, "the baselines are torn");

    struct lwi_memory memory;
    struct lwi_recent recent;
    read_memory(&memory, &head, at);
    read_recent(&recent, &head, at + head.memory_size);
    const uint8_t *baselines = at + head.memory_size + head.recent_size;
    forget_current(&memory, &head, baselines);
    int sane = is_memory(&memory, head.baseline_count) && is_recent(&recent);
    for (size_t i = 0; sane && i < head.baseline_count; i++) {
        struct lwi_baseline b;
        read_baseline(&b, &head, baselines, i);
        sane = is_baseline(&b) && (i != memory.current || b.light == memory.light);
    }
    if (!sane)
        return lwi_error_set(reterr_error, -EBADMSG, "the baselines make no sense");
    /* Of a camera that has had more presets; or fewer: then the rest is empty. */
    if (lwi_watch_grow(watch, head.baseline_count) < 0)
        return lwi_error_set(reterr_error, -ENOMEM, "out of memory");
    watch->memory = memory;
    watch->recent = recent;
    memset(watch->baselines, 0, watch->baseline_count * sizeof(*watch->baselines));
    for (size_t i = 0; i < head.baseline_count; i++)
        read_baseline(&watch->baselines[i], &head, baselines, i);
    watch->explained = 0;
    return 0;
}
