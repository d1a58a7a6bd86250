/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * BMP through libavcodec, which is in the module of video (bmp.c). Its rows are
 * stored from the bottom up, so what a torn file lacks is its top: such a file is
 * refused, not judged in part.
 */
#include "decode/still.h"

#include <errno.h>

#include "base/error.h"
#include "base/module.h"
#include "decode/bmp.h"

static uint32_t le32(const uint8_t *p)
{
    return p[0] | (uint32_t) p[1] << 8 | (uint32_t) p[2] << 16 | (uint32_t) p[3] << 24;
}

/* The size that the header claims; libavcodec would allocate for it before we could look. */
static int claimed_size(const uint8_t *data, size_t size, uint64_t *ret_width, uint64_t *ret_height)
{
    if (size < 26)
        return -EBADMSG;
    if (le32(data + 14) == 12) {
        *ret_width = data[18] | (uint64_t) data[19] << 8;
        *ret_height = data[20] | (uint64_t) data[21] << 8;
        return 0;
    }
    int64_t width = (int32_t) le32(data + 18);
    int64_t height = (int32_t) le32(data + 22);
    *ret_width = (uint64_t) (width < 0 ? 0 : width);
    *ret_height = (uint64_t) (height < 0 ? -height : height);
    return 0;
}

/* libavcodec guesses at other row sizes where rows are missing, and shifts the picture; so what
 * uncompressed rows need is counted here. */
static int lacks_rows(const uint8_t *data, size_t size, uint64_t width, uint64_t height)
{
    uint32_t header = le32(data + 14);
    if (size < 34 || header < 40)
        return 0; /* OS/2's: left to libavcodec */
    uint32_t compression = le32(data + 30);
    uint64_t bits = width * (data[28] | (unsigned) data[29] << 8);
    if (compression != 0 && compression != 3) /* run lengths */
        return 0;
    uint64_t stride = (bits + 31) / 32 * 4;
    return size < le32(data + 10) + stride * height;
}

static int decode(const struct lwi_decode_settings *settings, const uint8_t *data, size_t size,
                  struct lw_frame **ret_frame, struct lw_error *reterr)
{
    uint64_t width, height;
    if (claimed_size(data, size, &width, &height) || size > INT32_MAX / 2)
        return lwi_error_set(reterr, -EBADMSG, "torn BMP: its header is cut off");
    int err = lwi_still_check_size(settings, "BMP", width, height, reterr);
    if (err)
        return err;
    if (lacks_rows(data, size, width, height))
        return lwi_error_set(reterr, -EBADMSG, "torn BMP: its upper rows are missing");

    static struct lwi_module_table table = {
        .module = LWI_MODULE_AV,
        .symbol = "lwi_bmp_table",
    };
    const struct lwi_bmp *bmp = lwi_module_find(&table, reterr);
    return bmp ? bmp->decode(data, size, settings->luma_only, ret_frame, reterr) : -ELIBACC;
}

/* "BM" and one of the sizes that the second header has had, lest text pass for a picture. */
static int match(const uint8_t *data, size_t size)
{
    if (size < 18 || data[0] != 'B' || data[1] != 'M')
        return 0;
    uint32_t header = le32(data + 14);
    return header == 12 || (header >= 16 && header <= 256);
}

const struct lwi_still_info lwi_still_bmp = {
    .name = "BMP",
    .match = match,
    .decode = decode,
};
