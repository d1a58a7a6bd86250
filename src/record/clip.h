/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A clip: coded packets in a fragmented MP4 file, as they came from the camera. A
 * fragment is a group of pictures; what was written up to the last whole one plays, also
 * when the program or the machine was killed. Through libavformat, which is in the
 * module of video.
 */
#ifndef LWI_RECORD_CLIP_H
#define LWI_RECORD_CLIP_H

#include <stddef.h>
#include <stdint.h>

#include "lenswatch/error.h"

struct lwi_clip;
struct lwi_packet;

/* Where the bytes of a clip go that is no file. */
struct lwi_clip_sink {
    int (*write)(void *cookie, const uint8_t *data, size_t size); /* 0, or an errno: it ends */
    void *cookie;
};

struct lwi_clip_writer {
    /*
     * A new file for packets like key, a key frame, which is not yet written. -EEXIST, -ENOTSUP
     * (pictures or a codec that MP4 cannot hold), -EBADMSG (it cannot be decoded), -ENOMEM, or an
     * errno of open(2) or write(2).
     */
    int (*open)(struct lwi_clip **ret_clip, const char *path, const struct lwi_packet *key,
                struct lw_error *reterr);
    /* The same into a sink, for somebody who looks on: a fragment is one picture, handed on when
     * the next one comes. The header is handed on before this returns. */
    int (*open_stream)(struct lwi_clip **ret_clip, const struct lwi_clip_sink *sink,
                       const struct lwi_packet *key, struct lw_error *reterr);
    /* time_ns: when it was received; counts where the packet has no time of its own. -ENOSPC, -EIO,
     * ... after which only close is allowed. */
    int (*write)(struct lwi_clip *clip, const struct lwi_packet *packet, int64_t time_ns,
                 struct lw_error *reterr);
    /* Writes what is left, sets *clip to NULL. What could be written stays on the disk. */
    int (*close)(struct lwi_clip **clip, struct lw_error *reterr);
    /* Whether packets of both can be in one clip. */
    int (*is_same_stream)(const struct lwi_packet *a, const struct lwi_packet *b);
};

/* In the module. */
extern const struct lwi_clip_writer lwi_clip_writer_table;

/* Loads it. NULL: see base/module.h. */
const struct lwi_clip_writer *lwi_clip_writer(struct lw_error *reterr);

#endif
