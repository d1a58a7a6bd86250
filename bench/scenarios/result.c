/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Counts: adding them up, and keeping them in files so that a long run can be taken up again. */
#include "run.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

void sim_result_add(struct sim_result *sum, const struct sim_result *result)
{
    for (int f = 0; f < SIM_FAULTS_MAX; f++) {
        for (int i = 0; i < SIM_SPEEDS * SIM_STRENGTHS; i++) {
            struct sim_trials *a = &sum->trials[f][i / SIM_STRENGTHS][i % SIM_STRENGTHS];
            const struct sim_trials *b = &result->trials[f][i / SIM_STRENGTHS][i % SIM_STRENGTHS];
            a->trials += b->trials;
            a->not_assessable += b->not_assessable;
            a->found += b->found;
            a->named += b->named;
            a->delay += b->delay;
            a->delay_max = fmax(a->delay_max, b->delay_max);
        }
        sum->confusion_of[f] += result->confusion_of[f];
        for (int c = 0; c < LW_CONDITIONS_MAX; c++)
            sum->confusion[f][c] += result->confusion[f][c];
    }
    for (int n = 0; n < SIM_NUISANCES_MAX; n++) {
        sum->episodes[n] += result->episodes[n];
        for (int c = 0; c < LW_CONDITIONS_MAX; c++)
            sum->nuisance_events[n][c] += result->nuisance_events[n][c];
    }
    for (int c = 0; c < LW_CONDITIONS_MAX; c++)
        sum->ordinary_events[c] += result->ordinary_events[c];
    for (int m = 0; m < SIM_SCENES_MAX * 2; m++) {
        struct sim_map *a = &sum->maps[m / 2][m % 2];
        const struct sim_map *b = &result->maps[m / 2][m % 2];
        a->trials += b->trials;
        for (int i = 0; i < SIM_MAP_SENSITIVITIES * SIM_MAP_RADII; i++)
            a->found[i / SIM_MAP_RADII][i % SIM_MAP_RADII] +=
                b->found[i / SIM_MAP_RADII][i % SIM_MAP_RADII];
    }
    sum->cameras += result->cameras;
    sum->pictures += result->pictures;
    sum->camera_days += result->camera_days;
}

static int path_of(char *ret_path, size_t size, const char *folder, unsigned number,
                   const char *suffix)
{
    int n = snprintf(ret_path, size, "%s/camera-%u%s", folder, number, suffix);
    return n < 0 || (size_t) n >= size ? -ENAMETOOLONG : 0;
}

int sim_result_save(const struct sim_result *result, const char *folder, unsigned number)
{
    char path[512], partial[512];
    int r = path_of(path, sizeof path, folder, number, "");

    if (r == 0)
        r = path_of(partial, sizeof partial, folder, number, ".part");
    FILE *f = r == 0 ? fopen(partial, "wb") : NULL;
    if (!f)
        return r < 0 ? r : -errno;
    r = fwrite(result, sizeof(*result), 1, f) == 1 ? 0 : -EIO;
    if (fclose(f) != 0)
        r = -EIO;
    return r == 0 && rename(partial, path) < 0 ? -errno : r;
}

int sim_result_load(struct sim_result *ret_result, const char *folder, unsigned number)
{
    char path[512];
    int r = path_of(path, sizeof path, folder, number, "");
    FILE *f = r == 0 ? fopen(path, "rb") : NULL;

    if (!f)
        return r < 0 ? r : -errno;
    struct sim_result result;
    r = fread(&result, sizeof(result), 1, f) == 1 ? 0 : -EBADMSG;
    (void) fclose(f);
    if (r == 0)
        *ret_result = result;
    return r;
}
