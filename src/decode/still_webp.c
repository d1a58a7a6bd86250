/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * WebP through libwebp's incremental decoder, which says how many rows of a torn
 * file came out. A lossy picture without alpha keeps its own Y plane, which is
 * limited range; anything else goes through RGB. Of an animation the first
 * picture is taken.
 */
#include "decode/still.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <webp/decode.h>
#include <webp/demux.h>

#include "base/error.h"
#include "decode/rgb.h"

struct job {
    const struct lwi_decode_settings *settings;
    struct lw_error *reterr;
    const uint8_t *data;
    size_t size;
    WebPDecoderConfig config;
    struct lw_frame *frame;
    uint8_t *rgba; /* of the RGB path; malloc'ed */
};

/* Points the output at the planes of a new frame. */
static int prepare_yuv(struct job *job)
{
    WebPDecBuffer *out = &job->config.output;
    struct lwi_frame_format format = {
        .width = (uint32_t) job->config.input.width,
        .height = (uint32_t) job->config.input.height,
        .has_chroma = 1, /* libwebp has no mode that leaves it out */
        .chroma_shift_x = 1,
        .chroma_shift_y = 1,
    };
    int err = lwi_frame_new(&job->frame, &format);
    if (err)
        return err;
    size_t chroma_rows = (format.height + 1u) / 2;
    out->colorspace = MODE_YUV;
    out->is_external_memory = 1;
    out->u.YUVA.y = lwi_frame_luma(job->frame);
    out->u.YUVA.u = lwi_frame_chroma(job->frame, 0);
    out->u.YUVA.v = lwi_frame_chroma(job->frame, 1);
    out->u.YUVA.y_stride = (int) job->frame->stride;
    out->u.YUVA.u_stride = (int) job->frame->chroma_stride;
    out->u.YUVA.v_stride = (int) job->frame->chroma_stride;
    out->u.YUVA.y_size = (size_t) job->frame->stride * format.height;
    out->u.YUVA.u_size = (size_t) job->frame->chroma_stride * chroma_rows;
    out->u.YUVA.v_size = out->u.YUVA.u_size;
    job->frame->range = LW_RANGE_LIMITED;
    return 0;
}

static int prepare_rgba(struct job *job)
{
    WebPDecBuffer *out = &job->config.output;
    uint32_t width = (uint32_t) job->config.input.width;
    uint32_t height = (uint32_t) job->config.input.height;
    int err = lwi_still_frame(job->settings, width, height, /* grey= */ 0, &job->frame);
    if (err)
        return err;
    size_t bytes = (size_t) width * height * 4;
    job->rgba = malloc(bytes);
    if (!job->rgba)
        return -ENOMEM;
    out->colorspace = MODE_RGBA;
    out->is_external_memory = 1;
    out->u.RGBA.rgba = job->rgba;
    out->u.RGBA.stride = (int) (width * 4);
    out->u.RGBA.size = bytes;
    return 0;
}

/* Decodes into what was prepared; says how many rows came out. */
static int run(struct job *job, uint32_t *ret_rows)
{
    WebPIDecoder *incremental = WebPIDecode(NULL, 0, &job->config);
    if (!incremental)
        return -ENOMEM;
    VP8StatusCode status = WebPIUpdate(incremental, job->data, job->size);
    int left, top, width, height = 0;
    if (status == VP8_STATUS_OK)
        height = job->config.input.height;
    else
        (void) WebPIDecodedArea(incremental, &left, &top, &width, &height);
    WebPIDelete(incremental);
    *ret_rows = height > 0 ? (uint32_t) height : 0;
    if (status == VP8_STATUS_OUT_OF_MEMORY)
        return -ENOMEM;
    return *ret_rows == 0 ? -EBADMSG : 0;
}

static int decode_still(struct job *job, struct lw_frame **ret_frame)
{
    int yuv = job->config.input.format == 1 && !job->config.input.has_alpha;
    uint32_t rows = 0;
    int err = yuv ? prepare_yuv(job) : prepare_rgba(job);
    if (!err)
        err = run(job, &rows);
    if (err == -EBADMSG)
        (void) lwi_error_set(job->reterr, err, "torn WebP: not one row of it is whole");
    else if (err)
        (void) lwi_error_set(job->reterr, err, "no memory for a picture of %d x %d",
                             job->config.input.width, job->config.input.height);
    if (err) {
        lwi_frame_unref(&job->frame);
        return err;
    }
    for (uint32_t y = 0; !yuv && y < rows; y++)
        lwi_rgb_put_row(job->frame, y, job->rgba + (size_t) y * job->frame->width * 4,
                        LWI_RGB_RGB_ALPHA);
    job->frame->rows_whole = rows;
    lwi_rgb_fill_rest(job->frame, rows);
    *ret_frame = job->frame;
    return 0;
}

static int decode(const struct lwi_decode_settings *settings, const uint8_t *data, size_t size,
                  struct lw_frame **ret_frame, struct lw_error *reterr)
{
    struct job job = {.settings = settings, .reterr = reterr, .data = data, .size = size};
    if (!WebPInitDecoderConfig(&job.config))
        return lwi_error_set(reterr, -ENOTSUP, "this libwebp is not the one that was built with");
    if (WebPGetFeatures(data, size, &job.config.input) != VP8_STATUS_OK)
        return lwi_error_set(reterr, -EBADMSG, "broken WebP, or its header is cut off");
    int err = lwi_still_check_size(settings, "WebP", (uint64_t) job.config.input.width,
                                   (uint64_t) job.config.input.height, reterr);
    if (err)
        return err;
    if (!job.config.input.has_animation) {
        err = decode_still(&job, ret_frame);
        free(job.rgba);
        return err;
    }

    WebPDemuxer *demuxer = WebPDemuxPartial(&(WebPData){.bytes = data, .size = size}, NULL);
    WebPIterator first = {0};
    if (demuxer && WebPDemuxGetFrame(demuxer, 1, &first) &&
        WebPGetFeatures(first.fragment.bytes, first.fragment.size, &job.config.input) ==
            VP8_STATUS_OK) {
        job.data = first.fragment.bytes;
        job.size = first.fragment.size;
        err = decode_still(&job, ret_frame);
    } else {
        err = lwi_error_set(reterr, -EBADMSG, "torn WebP: its first picture is cut off");
    }
    WebPDemuxReleaseIterator(&first);
    WebPDemuxDelete(demuxer);
    free(job.rgba);
    return err;
}

static int match(const uint8_t *data, size_t size)
{
    return size >= 12 && memcmp(data, "RIFF", 4) == 0 && memcmp(data + 8, "WEBP", 4) == 0;
}

const struct lwi_still_info lwi_still_webp = {
    .name = "WebP",
    .match = match,
    .decode = decode,
};
