/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera/io.h"

#include <string.h>

#include "decode/decode.h"

static int real_open(void *cookie, void **ret_source, const struct lwi_source_settings *settings,
                     int *ret_skips_bad, struct lw_error *reterr)
{
    (void) cookie;
    struct lwi_source *source;
    int r = lwi_source_open(&source, settings, reterr);
    if (r < 0)
        return r;
    *ret_skips_bad = strcmp(lwi_source_kind(source), "folder") == 0;
    *ret_source = source;
    return 0;
}

static int real_read(void *cookie, void *source, struct lwi_packet **ret_packet,
                     struct lw_error *reterr)
{
    (void) cookie;
    return lwi_source_read(source, ret_packet, reterr);
}

static void real_close(void *cookie, void *source)
{
    (void) cookie;
    struct lwi_source *s = source;
    lwi_source_close(&s);
}

static int real_judge_new(void *cookie, void **ret_judge, const struct lw_assess_settings *settings,
                          struct lw_error *reterr)
{
    (void) cookie;
    struct lwi_decode_settings decode;
    lwi_decode_settings_default(&decode);
    struct lwi_judge *judge;
    int r = lwi_judge_new(&judge, settings, &decode, reterr);
    if (r == 0)
        *ret_judge = judge;
    return r;
}

static int real_judge(void *cookie, void *judge, const struct lwi_packet *packet,
                      const struct lwi_judge_order *order, struct lw_frame **ret_frame,
                      struct lw_watch_result *ret_result, struct lw_error *reterr)
{
    (void) cookie;
    return lwi_judge_watched(judge, packet, order, ret_frame, ret_result, reterr);
}

static void real_judge_free(void *cookie, void *judge)
{
    (void) cookie;
    struct lwi_judge *j = judge;
    lwi_judge_free(&j);
}

static int real_decode(void *cookie, const struct lwi_packet *packet, struct lw_frame **ret_frame,
                       struct lw_error *reterr)
{
    (void) cookie;
    struct lwi_decoder *decoder;
    int r = lwi_decoder_new(&decoder, /* settings= */ NULL);
    if (r < 0)
        return r;
    r = lwi_decode_packet(decoder, packet, ret_frame, reterr);
    lwi_decoder_free(&decoder);
    return r;
}

const struct lwi_camera_io lwi_camera_io_real = {
    .open = real_open,
    .read = real_read,
    .close = real_close,
    .judge_new = real_judge_new,
    .judge = real_judge,
    .judge_free = real_judge_free,
    .decode = real_decode,
};
