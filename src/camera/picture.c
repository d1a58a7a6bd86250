/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "camera/picture.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "record/jpeg.h"

static int make(struct lwi_picture *ret_picture, const struct lw_frame *frame,
                const struct lwi_jpeg_settings *settings)
{
    struct lwi_picture picture = {0};
    int r = lwi_jpeg_encode(frame, settings, &picture.data, &picture.size);
    if (r == 0)
        *ret_picture = picture;
    return r;
}

int lwi_picture_make(struct lwi_picture *ret_picture, const struct lw_frame *frame)
{
    return make(ret_picture, frame, &(struct lwi_jpeg_settings){.quality = 85, .width_max = 1920});
}

int lwi_picture_make_small(struct lwi_picture *ret_picture, const struct lw_frame *frame)
{
    return make(ret_picture, frame, &(struct lwi_jpeg_settings){.quality = 80, .width_max = 480});
}

int lwi_picture_copy(struct lwi_picture *ret_picture, const struct lwi_picture *picture)
{
    struct lwi_picture copy = {0};
    if (picture->size > 0) {
        copy.data = malloc(picture->size);
        if (!copy.data)
            return -ENOMEM;
        memcpy(copy.data, picture->data, picture->size);
        copy.size = picture->size;
    }
    *ret_picture = copy;
    return 0;
}

void lwi_picture_done(struct lwi_picture *picture)
{
    free(picture->data);
    *picture = (struct lwi_picture){0};
}
