/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A grey picture at an hour at which this camera has always had colour: its infra-red filter
 * is stuck, or its colour is lost. Known after two days; of a camera that keeps its colour by
 * night, after one night. It lasts far longer than a switch of light, so it need not wait for that.
 */
#include <math.h>

#include "verdict/condition.h"

#define HOURS_KNOWN 2
/* Below this mean, levels, little light takes the colour. */
#define DIM_MEAN 40.0f

static void judge(const struct lwi_evidence *e, unsigned sensitivity, struct lwi_finding *ret)
{
    (void) sensitivity; /* it is grey or it is not */
    if (e->scene->colour > 1.2f) {
        lwi_find(ret, 0, 1, e->scene->colour, "the picture has colour");
        return;
    }
    if (e->scene->mean < DIM_MEAN) {
        lwi_find_not(ret, "too dark for colour");
        return;
    }
    if (e->lamp_nights > 0 && !e->hour_grey) {
        lwi_find(ret, 2, 1, e->scene->colour, "grey, on a camera that keeps its colour by night");
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

static const char *const yields_to[] = {
    "no_signal_picture", "covered", "too_dark", "scene_changed", "impaired_visibility", NULL};

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
    .in_hold_off = 1,
    .yields_to = yields_to,
    .judge = judge,
};
