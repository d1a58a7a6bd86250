/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What compression leaves of a picture. */
#include <errno.h>
#include <stdlib.h>

#include "base/module.h"
#include "record/jpeg.h"
#include "train/camera_model.h"
#include "train/h264.h"

int lwi_recode_jpeg(struct lwi_decoder *decoder, struct lw_frame **frame, int quality)
{
    const struct lwi_jpeg_settings settings = {.quality = quality};
    struct lw_frame *again = NULL;
    uint8_t *data = NULL;
    size_t size;

    int r = lwi_jpeg_encode(*frame, &settings, &data, &size);
    if (r == 0)
        r = lwi_decode_image(decoder, data, size, &again, /* reterr= */ NULL);
    free(data);
    lwi_frame_unref(frame);
    *frame = again;
    return r;
}

int lwi_recode_h264(struct lw_frame **frame, int crf)
{
    static struct lwi_module_table table = {
        .module = LWI_MODULE_AV,
        .symbol = "lwi_h264_table",
    };
    const struct lwi_h264 *h264 = lwi_module_find(&table, /* reterr= */ NULL);
    if (h264)
        return h264->recode(frame, crf);
    lwi_frame_unref(frame);
    return -ELIBACC;
}
