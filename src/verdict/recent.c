/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

#include "verdict/recent.h"

#include <string.h>

#include "verdict/repeat.h"

/* Share of the difference that a shift must explain to be one. */
#define EXPLAINED_MIN 0.15

void lwi_recent_note(struct lwi_evidence *e, struct lwi_recent *r, const struct lwi_fine *fine)
{
    const struct lwi_scene *s = e->scene;
    unsigned differ = 0;
    struct lwi_overlay_step step = {0};
    const int known = r->tiles == e->total;
    for (unsigned i = 0; known && i < e->total; i++)
        differ += s->tiles[i].signature != r->signatures[i];
    e->moved = known ? (double) differ / e->total : 1;
    if (known && differ > 0) {
        struct lwi_fine before;
        lwi_overlay_fine(&before, r->thumb);
        lwi_overlay_step(&step, fine, &before);
    }
    lwi_repeat_note(e, &r->repeat);
    e->step_mean = r->count ? s->mean - r->mean[(r->next + LWI_RECENT - 1) % LWI_RECENT] : 0;

    r->mean[r->next] = s->mean;
    const int shifted = step.explained > EXPLAINED_MIN;
    r->shift_x[r->next] = (float) (shifted ? step.x : 0);
    r->shift_y[r->next] = (float) (shifted ? step.y : 0);
    r->at_ns[r->next] = e->now_ns;
    const unsigned then = (r->next + LWI_RECENT - 8) % LWI_RECENT;
    e->recent_s = r->count >= 8 ? (double) (e->now_ns - r->at_ns[then]) / 1e9 : 0;
    r->next = (r->next + 1) % LWI_RECENT;
    r->count += r->count < LWI_RECENT;
    memcpy(r->thumb, s->thumb, sizeof(r->thumb));
    for (unsigned i = 0; i < e->total; i++)
        r->signatures[i] = s->tiles[i].signature;
    r->tiles = e->total;
    e->recent = r;
}
