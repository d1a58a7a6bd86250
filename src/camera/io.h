/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * What a camera does to the outside: open and read its source, judge a packet,
 * decode one. A table of functions, so that tests run the whole fleet without
 * sockets and without a model.
 */
#ifndef LWI_CAMERA_IO_H
#define LWI_CAMERA_IO_H

#include "camera/judge.h"
#include "lenswatch/assess.h"
#include "source/source.h"

struct lwi_camera_io {
    void *cookie;
    /* As lwi_source_open(), lwi_source_read(), lwi_source_close(). *ret_skips_bad: after -EBADMSG
     * reading may go on. */
    int (*open)(void *cookie, void **ret_source, const struct lwi_source_settings *settings,
                int *ret_skips_bad, struct lw_error *reterr);
    int (*read)(void *cookie, void *source, struct lwi_packet **ret_packet,
                struct lw_error *reterr);
    void (*close)(void *cookie, void *source);
    /* As lwi_judge_new(), lwi_judge_watched(), lwi_judge_free(). */
    int (*judge_new)(void *cookie, void **ret_judge, const struct lw_assess_settings *settings,
                     struct lw_error *reterr);
    int (*judge)(void *cookie, void *judge, const struct lwi_packet *packet,
                 const struct lwi_judge_order *order, struct lw_frame **ret_frame,
                 struct lw_watch_result *ret_result, struct lw_error *reterr);
    void (*judge_free)(void *cookie, void *judge);
    /* A packet that can be decoded alone, to a frame with colour. */
    int (*decode)(void *cookie, const struct lwi_packet *packet, struct lw_frame **ret_frame,
                  struct lw_error *reterr);
};

extern const struct lwi_camera_io lwi_camera_io_real;

#endif
