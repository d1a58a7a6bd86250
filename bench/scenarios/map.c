/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Which defocus each sensitivity finds: copies of the watch, one a sensitivity, see the same
 * pictures, blurred by one radius after the other.
 */
#include <math.h>

#include "life.h"

const unsigned sim_map_sensitivities[SIM_MAP_SENSITIVITIES] = {1, 10, 25, 50, 75, 90, 100};
const double sim_map_radii[SIM_MAP_RADII] = {0.8, 1, 1.2, 1.5, 1.75, 2, 2.5, 3, 4, 5, 6, 8};

#define MORE_PICTURES 2

struct copies {
    struct lwi_lookout lookouts[SIM_MAP_SENSITIVITIES];
    size_t defocus;
};

static int open_copies(const struct sim_life *life, struct copies *copies)
{
    struct lw_watch_settings settings = life->watch_settings;
    int r = 0;

    for (int i = 0; r == 0 && i < SIM_MAP_SENSITIVITIES; i++) {
        settings.conditions[copies->defocus].sensitivity = sim_map_sensitivities[i];
        r = lwi_lookout_open(&copies->lookouts[i], &settings, NULL, NULL);
        if (r == 0)
            r = lwi_lookout_fork(&copies->lookouts[i], &life->lookout, NULL);
    }
    return r;
}

/* The pictures; bits of *ret_found: lookouts that raised an event. */
static int see_all(struct sim_life *life, struct copies *copies, double radius, unsigned *ret_found)
{
    const double duration = lw_condition_at(copies->defocus)->duration_s;
    const int count =
        SIM_PICTURES_BEFORE + 1 + MORE_PICTURES + (int) ceil(duration / SIM_INTERVAL_S);
    int64_t now = life->now_ns;
    int r = 0;

    for (int k = 0; r == 0 && k < count; k++, now += SIM_INTERVAL_S * SIM_NS_PER_S) {
        struct sim_moment moment;
        struct lw_frame *frame = NULL;
        sim_camera_ordinary(&life->camera, now, &moment);
        if (k >= SIM_PICTURES_BEFORE)
            moment.radius[0] = moment.radius[1] = radius;
        r = sim_camera_take(&life->camera, &moment, now, &frame);
        for (int i = 0; r == 0 && i < SIM_MAP_SENSITIVITIES; i++) {
            r = lwi_lookout_see(&copies->lookouts[i], frame);
            if (r == 0 && copies->lookouts[i].started >> copies->defocus & 1)
                *ret_found |= 1u << i;
        }
        if (frame)
            lwi_frame_unref(&frame);
        life->result->pictures++;
    }
    return r;
}

int sim_life_map(struct sim_life *life, int day)
{
    struct sim_map *map = &life->result->maps[life->camera.scene - sim_scenes][day ? 0 : 1];
    int r = 0;

    map->trials++;
    for (int k = 0; r == 0 && k < SIM_MAP_RADII; k++) {
        struct copies copies = {.defocus = (size_t) lw_condition_find("defocus")};
        unsigned found = 0;
        r = open_copies(life, &copies);
        if (r == 0)
            r = see_all(life, &copies, sim_map_radii[k], &found);
        for (int i = 0; i < SIM_MAP_SENSITIVITIES; i++) {
            map->found[i][k] += found >> i & 1;
            lwi_lookout_close(&copies.lookouts[i]);
        }
    }
    return r;
}
