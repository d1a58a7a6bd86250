/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Which of a camera's streams is right for a small picture beside others: one that is smaller than
 * the main one, that browsers play, and that still fills a window of a wall.
 */
#include <string.h>
#include <strings.h>

#include "driver/driver.h"

/* A wall of 2x2 on a screen of 1920 pixels. */
#define WIDTH_BEST 960

static int is_smaller(const struct lwi_device_stream *s, const struct lwi_device_stream *main)
{
    if (s->width == 0 || !main || main->width == 0)
        return strcasecmp(s->name, "sub") == 0;
    return (uint64_t) s->width * s->height < (uint64_t) main->width * main->height;
}

/* Higher is better: first what is played, then what is as large as is needed and no larger. */
static int64_t rank_of(const struct lwi_device_stream *s)
{
    static const char *const codecs[] = {"h265", "", "h264"};
    int64_t rank = 0;
    for (int i = 0; i < 3; i++)
        if (strcmp(s->codec, codecs[i]) == 0)
            rank = i + 1;
    const int64_t width = s->width;
    return rank * 1000000 + (width <= WIDTH_BEST ? 500000 + width : 500000 - width);
}

const struct lwi_device_stream *lwi_device_streams_sub(const struct lwi_device_streams *streams,
                                                       int channel, const char *main_url)
{
    const struct lwi_device_stream *main = NULL, *best = NULL;
    for (size_t i = 0; i < streams->count; i++)
        if (strcmp(streams->list[i].url, main_url) == 0)
            main = &streams->list[i];
    for (size_t i = 0; i < streams->count; i++) {
        const struct lwi_device_stream *s = &streams->list[i];
        if (s != main && s->channel == channel && is_smaller(s, main) &&
            (!best || rank_of(s) > rank_of(best)))
            best = s;
    }
    return best;
}
