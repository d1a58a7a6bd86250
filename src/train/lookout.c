/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "train/lookout.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int lwi_lookout_open(struct lwi_lookout *ret_lookout, const struct lw_watch_settings *settings,
                     lw_assessor *assessor, struct lw_error *reterr)
{
    memset(ret_lookout, 0, sizeof(*ret_lookout));
    ret_lookout->assessor = assessor;
    for (size_t i = 0; i < lw_condition_count(); i++)
        ret_lookout->sensitivity[i] =
            settings ? settings->conditions[i].sensitivity : lw_condition_at(i)->sensitivity;
    return lw_watch_open(&ret_lookout->watch, settings, reterr);
}

void lwi_lookout_close(struct lwi_lookout *lookout)
{
    lw_watch_close(&lookout->watch);
}

int lwi_lookout_see(struct lwi_lookout *lookout, const struct lw_frame *frame)
{
    int r = lw_watch_frame(lookout->watch, lookout->assessor, frame, &lookout->result);

    if (r < 0)
        return r;
    uint8_t limits[LW_CONDITIONS_MAX];
    (void) lw_watch_limits(lookout->watch, limits);
    lookout->faults = lookout->started = lookout->open = lookout->not_assessable = 0;
    for (size_t i = 0; i < lookout->result.condition_count; i++) {
        const struct lw_condition_desc *desc = lw_condition_at(i);
        const enum lw_state state = lookout->result.conditions[i].state;
        const struct lwi_event_settings settings = {
            .duration_s = desc->duration_s,
            .clear_duration_s = desc->clear_s,
            .refresh_s = 3600,
        };
        struct lwi_event_engine *engine = &lookout->engines[i];
        if (lwi_event_step(engine, &settings,
                           lwi_event_state(state, limits[i], lookout->sensitivity[i]),
                           lookout->result.conditions[i].lasted_s, frame->wall_ns,
                           frame->wall_ns) == LWI_EVENT_START)
            lookout->started |= 1u << i;
        lookout->open |= (uint32_t) (engine->open != 0) << i;
        lookout->faults |= (uint32_t) (state == LW_STATE_FAULT) << i;
        lookout->not_assessable |= (uint32_t) (state == LW_STATE_NOT_ASSESSABLE) << i;
    }
    return 0;
}

int lwi_lookout_fork(struct lwi_lookout *lookout, const struct lwi_lookout *from,
                     struct lw_error *reterr)
{
    const size_t size = lw_watch_save_size(from->watch);
    void *bytes = malloc(size);

    if (!bytes)
        return -ENOMEM;
    int r = lw_watch_save(from->watch, bytes, size);
    if (r == 0)
        r = lw_watch_load(lookout->watch, bytes, size, reterr);
    free(bytes);
    for (size_t i = 0; r == 0 && i < LW_CONDITIONS_MAX; i++)
        lookout->engines[i] = (struct lwi_event_engine){.open = from->engines[i].open};
    return r;
}
