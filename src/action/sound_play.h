/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Playing a sound by ALSA; files are read by libsndfile. In a module: few machines need either. */
#ifndef LWI_ACTION_SOUND_PLAY_H
#define LWI_ACTION_SOUND_PLAY_H

#include "action/action.h"
#include "base/module.h"

#define LWI_MODULE_SOUND "lenswatch-sound"

/* What is played of a file at most. */
#define LWI_SOUND_FILE_MAX_S 60

/* Made-up samples, or a file. */
struct lwi_sound {
    const char *path;       /* NULL: the samples */
    const int16_t *samples; /* one channel */
    size_t count;
    unsigned rate;
};

struct lwi_sound_table {
    /*
     * Plays it, and returns when it was heard. volume: 0..1. *ret_heard is 1 once anything was
     * heard, also when it fails then. -EINVAL: the file will never be one; -ECANCELED, -ETIMEDOUT;
     * or what ALSA says.
     */
    int (*play)(const struct lwi_sound *sound, const char *device, double volume,
                const struct lwi_action_run *run, int *ret_heard, struct lw_error *reterr);
};

extern const struct lwi_sound_table lwi_sound_table;

#endif
