/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* The way to the video decoders, which are in the module of video. */
#include "decode/video.h"

#include <errno.h>

#include "base/module.h"

static const struct lwi_video *video(struct lw_error *reterr)
{
    static struct lwi_module_table table = {
        .module = LWI_MODULE_AV,
        .symbol = "lwi_video_table",
    };
    return lwi_module_find(&table, reterr);
}

int lwi_video_decoder_new(struct lwi_video_decoder **ret_decoder,
                          const struct lwi_decode_settings *settings, struct lw_error *reterr)
{
    const struct lwi_video *v = video(reterr);
    return v ? v->create(ret_decoder, settings, reterr) : -ELIBACC;
}

/* Who has a decoder has got it from the module, so from here on it is there. */

void lwi_video_decoder_free(struct lwi_video_decoder **decoder)
{
    if (decoder && *decoder)
        video(NULL)->destroy(decoder);
}

int lwi_video_decode_key(struct lwi_video_decoder *decoder, const struct lwi_packet *packet,
                         struct lw_frame **ret_frame, struct lw_error *reterr)
{
    return video(NULL)->key(decoder, packet, ret_frame, reterr);
}

int lwi_video_decode_stream(struct lwi_video_decoder *decoder, const struct lwi_packet *packet,
                            struct lw_frame **ret_frame, struct lw_error *reterr)
{
    return video(NULL)->stream(decoder, packet, ret_frame, reterr);
}
