/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A watch with the events that would come of it: each condition with its own duration, as a
 * running camera has them. Time is the frames' alone.
 */
#ifndef LWI_TRAIN_LOOKOUT_H
#define LWI_TRAIN_LOOKOUT_H

#include <stdint.h>

#include "event/event.h"
#include "lenswatch/watch.h"

struct lwi_lookout {
    lw_watch *watch;                                    /* owned */
    lw_assessor *assessor;                              /* borrowed, or NULL */
    struct lwi_event_engine engines[LW_CONDITIONS_MAX]; /* by index of the condition */
    unsigned sensitivity[LW_CONDITIONS_MAX];
    struct lw_watch_result result; /* of the last frame */
    uint32_t faults;               /* of the last frame, bit = index */
    uint32_t started, open;        /* events: now started, now open */
    uint32_t not_assessable;       /* of the last frame */
};

/* settings may be NULL. 0, -EINVAL or -ENOMEM. */
int lwi_lookout_open(struct lwi_lookout *ret_lookout, const struct lw_watch_settings *settings,
                     lw_assessor *assessor, struct lw_error *reterr);
void lwi_lookout_close(struct lwi_lookout *lookout);

/* One frame, whose wall_ns is known and not before that of the last. 0 or a negative errno. */
int lwi_lookout_see(struct lwi_lookout *lookout, const struct lw_frame *frame);

/* What `from` has learnt, and its open events; runs that have not become one are dropped.
 * Returns 0, -ENOMEM or an error of lw_watch_load(). */
int lwi_lookout_fork(struct lwi_lookout *lookout, const struct lwi_lookout *from,
                     struct lw_error *reterr);

#endif
