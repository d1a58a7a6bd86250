/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A grey picture at an hour at which this camera has always had colour: its infra-red filter
 * is stuck, or its colour is lost. Known after two days, and before where all else is as by day.
 */
#include <math.h>

#include "verdict/condition.h"

#define HOURS_KNOWN 2
/* Before that: the picture of the day but for its colour, as bright and as clean. */
#define DAY_LIKENESS 0.85
#define DAY_MEAN     50.0f
#define DAY_LIGHT    1.25f
#define DAY_NOISE    1.3f

/* Infra-red light draws other shadows, and what came before it was dark and noisy. */
static int is_lit_as_by_day(const struct lwi_evidence *e)
{
    const struct lwi_scene *s = e->scene;
    const struct lwi_look *look = e->day_look;
    return look && e->day_likeness > DAY_LIKENESS && look->mean > DAY_MEAN &&
           s->mean > look->mean / DAY_LIGHT && s->mean < look->mean * DAY_LIGHT &&
           s->noise < DAY_NOISE * look->noise + 0.5f;
}

static void judge(const struct lwi_evidence *e, unsigned sensitivity, struct lwi_finding *ret)
{
    (void) sensitivity; /* it is grey or it is not */
    if (e->scene->colour > 1.2f) {
        lwi_find(ret, 0, 1, e->scene->colour, "the picture has colour");
        return;
    }
    if (is_lit_as_by_day(e)) {
        lwi_find(ret, 2, 1, e->scene->colour, "grey, though all else is as by day");
        return;
    }
    if (e->hour_known < HOURS_KNOWN) {
        lwi_find_not(ret, "not known yet whether the camera has colour at this hour");
        return;
    }
    if (e->hour_grey) {
        lwi_find(ret, 0, 1, e->scene->colour, "grey, as often at this hour");
        return;
    }
    lwi_find(ret, 2, 1, e->scene->colour, "grey at an hour at which there always was colour");
}

static const char *const yields_to[] = {"no_signal_picture", "covered", "too_dark", "scene_changed",
                                        NULL};

const struct lwi_condition_info lwi_condition_monochrome = {
    .desc =
        {
            .name = "monochrome",
            .help = "Colour is lost where this camera has it at this time of the day.",
            .also_known_as = "ICR exception, black and white",
            .unit = "",
            .enabled = 1,
            .sensitivity = 50,
            .duration_s = 600,
            .clear_s = 60,
        },
    .yields_to = yields_to,
    .judge = judge,
};
