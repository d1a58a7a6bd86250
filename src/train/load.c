/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Loading labelled pictures, and choosing the regions of those that are sharp in parts. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "frame/frame.h"
#include "source/source.h"
#include "train/dataset.h"
#include "train/random.h"

#define PICTURE_BYTES_MAX (256u << 20)
#define PACKETS_MAX       64

/* Regions of a masked picture. */
#define REGION_SIDE  160u
#define REGION_STEP  8u
#define REGIONS_EACH 2
#define MASK_FOLDER  "out-of-focus-masks"
#define MASK_WHITE   127

/* The first picture of a video. */
static int load_video(struct lwi_decoder *decoder, const char *path, struct lw_frame **ret_frame,
                      struct lw_error *reterr)
{
    struct lwi_source_settings settings;
    struct lwi_source *source;

    lwi_source_settings_default(&settings);
    settings.url = path;
    int r = lwi_source_open(&source, &settings, reterr);
    if (r < 0)
        return r;
    r = -EAGAIN;
    for (int i = 0; r == -EAGAIN && i < PACKETS_MAX; i++) {
        struct lwi_packet *packet;
        r = lwi_source_read(source, &packet, reterr);
        if (r < 0)
            break;
        r = lwi_decode_packet(decoder, packet, ret_frame, reterr);
        lwi_packet_free(&packet);
    }
    lwi_source_close(&source);
    return r;
}

static int load_whole(struct lwi_decoder *decoder, const char *path, struct lw_frame **ret_frame,
                      struct lw_error *reterr)
{
    uint8_t *data;
    size_t size;

    int r = lwi_file_read(path, PICTURE_BYTES_MAX, &data, &size, reterr);
    if (r < 0)
        return r;
    r = lwi_decode_image(decoder, data, size, ret_frame, reterr);
    free(data);
    if (r == -EBADMSG || r == -ENOTSUP)
        r = load_video(decoder, path, ret_frame, reterr);
    return r;
}

static int cut(struct lw_frame **frame, uint32_t x, uint32_t y, uint32_t side)
{
    const struct lwi_frame_format format = {.width = side, .height = side};
    struct lw_frame *from = *frame, *to;

    if (x > from->width || y > from->height || side > from->width - x || side > from->height - y)
        return -EINVAL;
    int r = lwi_frame_new(&to, &format);
    if (r < 0)
        return r;
    uint8_t *luma = lwi_frame_luma(to);
    for (uint32_t row = 0; row < side; row++)
        memcpy(luma + to->stride * (ptrdiff_t) row,
               from->luma + from->stride * (ptrdiff_t) (y + row) + x, side);
    to->range = from->range;
    lwi_frame_unref(frame);
    *frame = to;
    return 0;
}

int lwi_dataset_load(struct lwi_decoder *decoder, const struct lwi_picture *picture,
                     struct lw_frame **ret_frame, struct lw_error *reterr)
{
    int r = load_whole(decoder, picture->path, ret_frame, reterr);

    if (r == 0 && picture->side > 0) {
        r = cut(ret_frame, picture->x, picture->y, picture->side);
        if (r < 0) {
            lwi_frame_unref(ret_frame);
            (void) lwi_error_set(reterr, r, "'%s': no such region", picture->path);
        }
    }
    return r;
}

/* How many pixels of the mask are white in the square at x, y. */
static uint32_t count_white(const struct lw_frame *mask, uint32_t x, uint32_t y)
{
    uint32_t count = 0;

    for (uint32_t j = 0; j < REGION_SIDE; j++) {
        const uint8_t *row = mask->luma + mask->stride * (ptrdiff_t) (y + j) + x;
        for (uint32_t i = 0; i < REGION_SIDE; i++)
            count += row[i] > MASK_WHITE;
    }
    return count;
}

/* Where regions may begin, of both labels. */
struct places {
    struct lwi_picture *at[2];
    size_t count[2];
};

static int find_places(const struct lw_frame *mask, struct places *ret_places)
{
    const size_t columns = (mask->width - REGION_SIDE) / REGION_STEP + 1;
    const size_t rows = (mask->height - REGION_SIDE) / REGION_STEP + 1;

    memset(ret_places, 0, sizeof(*ret_places));
    for (int label = 0; label < 2; label++) {
        ret_places->at[label] = calloc(columns * rows, sizeof(struct lwi_picture));
        if (!ret_places->at[label])
            return -ENOMEM;
    }
    for (uint32_t y = 0; y + REGION_SIDE <= mask->height; y += REGION_STEP) {
        for (uint32_t x = 0; x + REGION_SIDE <= mask->width; x += REGION_STEP) {
            uint32_t white = count_white(mask, x, y);
            if (white != 0 && white != REGION_SIDE * REGION_SIDE)
                continue;
            int label = white ? LWI_LABEL_BLURRY : LWI_LABEL_CLEAR;
            ret_places->at[label][ret_places->count[label]++] = (struct lwi_picture){
                .label = (enum lwi_label) label, .x = x, .y = y, .side = REGION_SIDE};
        }
    }
    return 0;
}

static int apart(const struct lwi_picture *a, const struct lwi_picture *b)
{
    return a->x >= b->x + REGION_SIDE || b->x >= a->x + REGION_SIDE || a->y >= b->y + REGION_SIDE ||
           b->y >= a->y + REGION_SIDE;
}

/* Draws places that do not overlap. */
static int add_places(struct lwi_dataset *dataset, struct lwi_picture *at, size_t count,
                      const char *path, const char *set, const char *group)
{
    struct lwi_random random = {UINT64_C(0xcbf29ce484222325)};
    const struct lwi_picture *taken[REGIONS_EACH];
    size_t taken_count = 0;

    for (const char *c = group; *c; c++)
        random.state = (random.state ^ (uint8_t) *c) * UINT64_C(0x100000001b3);
    for (size_t left = count; left > 0 && taken_count < REGIONS_EACH; left--) {
        size_t pick = lwi_random_below(&random, (unsigned) left);
        struct lwi_picture place = at[pick];
        at[pick] = at[left - 1];
        at[left - 1] = place;
        int fits = 1;
        for (size_t i = 0; i < taken_count; i++)
            fits = fits && apart(taken[i], &place);
        if (!fits)
            continue;
        place.path = (char *) path;
        int r = lwi_dataset_add(dataset, &place, set, group);
        if (r < 0)
            return r;
        taken[taken_count++] = &at[left - 1];
    }
    return 0;
}

/* .../images/NAME.jpg -> .../out-of-focus-masks/NAME.png */
static char *mask_path(const char *path)
{
    const char *name = strrchr(path, '/');
    const char *folder = name ? memrchr(path, '/', (size_t) (name - path)) : NULL;
    const char *dot = strrchr(path, '.');
    char *mask;

    if (!name || !folder || !dot || dot < name ||
        asprintf(&mask, "%.*s/%s%.*s.png", (int) (folder - path), path, MASK_FOLDER,
                 (int) (dot - name), name) < 0)
        return NULL;
    return mask;
}

int lwi_dataset_add_masked(struct lwi_dataset *dataset, const char *path, const char *set,
                           const char *group, struct lw_error *reterr)
{
    struct lwi_decode_settings settings;
    struct lwi_decoder *decoder = NULL;
    struct lw_frame *mask = NULL;
    struct places places;

    memset(&places, 0, sizeof places);
    lwi_decode_settings_default(&settings);
    settings.luma_only = 1;
    char *mask_name = mask_path(path);
    int r = mask_name ? lwi_decoder_new(&decoder, &settings) : -ENOMEM;
    if (r == 0)
        r = load_whole(decoder, mask_name, &mask, reterr);
    if (r == 0 && mask->width >= REGION_SIDE && mask->height >= REGION_SIDE)
        r = find_places(mask, &places);
    for (int label = 0; r == 0 && label < 2; label++)
        r = add_places(dataset, places.at[label], places.count[label], path, set, group);
    if (r == -ENOMEM)
        (void) lwi_error_set(reterr, r, "out of memory");
    free(places.at[0]);
    free(places.at[1]);
    lwi_frame_unref(&mask);
    lwi_decoder_free(&decoder);
    free(mask_name);
    return r;
}
