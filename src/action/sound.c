/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * A sound at this machine: a prompt, a warning, or files of one's own. What is late is
 * not played: a sound says "now". What was cut short is not played again for it.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "action/sound_play.h"
#include "base/clock.h"
#include "base/error.h"

#define LIMIT_S 300
/* All repetitions with their pauses; files may last long themselves. */
#define PAUSES_MAX_S 240
#define FILES_MAX    3
#define RATE         48000
#define LOUDNESS     0.5
/* Tones rise and fall for so long, else they click. */
#define RAMP_S 0.01
#define TAU    6.283185307179586

static const char *const sounds[] = {"warning", "prompt", "files", NULL};

static const struct lwi_action_option options[] = {
    {"sound", "warning: two tones in turn; prompt: two soft ones; files: those below.",
     LWI_ACTION_CHOICE, 0, NULL, 0, 0, 0, sounds},
    {"files", "Up to three files, played one after the other: WAV, FLAC, Ogg, MP3.",
     LWI_ACTION_LIST, 0, NULL, 0, 0, 1024, NULL},
    {"repeat", "How often it is played.", LWI_ACTION_INTEGER, 0, NULL, 1, 1, 100, NULL},
    {"pause_s", "Seconds from one time to the next.", LWI_ACTION_NUMBER, 0, NULL, 1, 0, 60, NULL},
    {"volume", "Percent.", LWI_ACTION_NUMBER, 0, NULL, 100, 1, 100, NULL},
    {"device", "ALSA's name of the device; aplay -L lists them.", LWI_ACTION_TEXT, 0, "default", 0,
     0, 255, NULL},
    {"at_end", "Played at the end of an event, too.", LWI_ACTION_BOOL, 0, NULL, 0, 0, 0, NULL},
    {"late_s", "What is so many seconds late is not played.", LWI_ACTION_NUMBER, 0, NULL, 120, 1,
     86400, NULL},
    {0},
};

static int validate(const struct json_t *settings, struct lw_error *reterr)
{
    size_t count = lwi_action_list(settings, "files");
    int wants_files = strcmp(lwi_action_text(settings, "sound"), "files") == 0;
    if (wants_files && (count == 0 || count > FILES_MAX))
        return lwi_error_set(reterr, -EINVAL, "files: there must be one to %d", FILES_MAX);
    for (size_t i = 0; i < count; i++)
        if (lwi_action_element(settings, "files", i)[0] != '/')
            return lwi_error_set(reterr, -EINVAL, "files: each must be a path from the root");
    if ((lwi_action_number(settings, "repeat") - 1) * lwi_action_number(settings, "pause_s") >
        PAUSES_MAX_S)
        return lwi_error_set(reterr, -EINVAL, "repeat: with its pauses it must end in %d s",
                             PAUSES_MAX_S);
    return 0;
}

/* ---- tones ---- */

struct tone {
    double hz, s, loudness;
};

static const struct tone warning[] = {{1000, 0.25, 1}, {700, 0.25, 1},  {1000, 0.25, 1},
                                      {700, 0.25, 1},  {1000, 0.25, 1}, {700, 0.25, 1}};
static const struct tone prompt[] = {{660, 0.2, 0.4}, {880, 0.3, 0.4}};

static int16_t *make_tones(const struct tone *tones, size_t count, size_t *ret_frames)
{
    size_t frames = 0, at = 0;
    for (size_t i = 0; i < count; i++)
        frames += (size_t) (tones[i].s * RATE);
    int16_t *samples = calloc(frames, sizeof(*samples));
    for (size_t i = 0; samples && i < count; i++) {
        size_t length = (size_t) (tones[i].s * RATE);
        for (size_t k = 0; k < length; k++) {
            double from_edge = (double) (k < length - k ? k : length - k) / RATE;
            double ramp = from_edge < RAMP_S ? from_edge / RAMP_S : 1;
            samples[at++] = (int16_t) (INT16_MAX * LOUDNESS * tones[i].loudness * ramp *
                                       sin(TAU * tones[i].hz * (double) k / RATE));
        }
    }
    *ret_frames = frames;
    return samples;
}

/* ---- a job ---- */

struct list {
    struct lwi_sound sounds[FILES_MAX];
    size_t count;
    int16_t *made;
};

static int make_list(const struct json_t *settings, struct list *ret_list)
{
    const char *name = lwi_action_text(settings, "sound");
    struct list list = {.count = 1};
    if (strcmp(name, "files") == 0) {
        list.count = lwi_action_list(settings, "files");
        for (size_t i = 0; i < list.count; i++)
            list.sounds[i].path = lwi_action_element(settings, "files", i);
    } else {
        int is_prompt = strcmp(name, "prompt") == 0;
        list.made = make_tones(is_prompt ? prompt : warning,
                               is_prompt ? sizeof(prompt) / sizeof(prompt[0])
                                         : sizeof(warning) / sizeof(warning[0]),
                               &list.sounds[0].count);
        list.sounds[0].samples = list.made;
        list.sounds[0].rate = RATE;
        if (!list.made)
            return -ENOMEM;
    }
    *ret_list = list;
    return 0;
}

static int play_list(const struct lwi_sound_table *table, const struct list *list,
                     const struct json_t *settings, const struct lwi_action_run *run,
                     int *ret_heard, int *ret_times, struct lw_error *reterr)
{
    int repeat = (int) lwi_action_number(settings, "repeat");
    for (int n = 0; n < repeat; n++) {
        int r = n > 0 ? lwi_action_pause(run, lwi_action_number(settings, "pause_s")) : 0;
        if (r < 0)
            return lwi_error_set(reterr, r, "there was no time for all of it");
        for (size_t i = 0; r == 0 && i < list->count; i++)
            r = table->play(&list->sounds[i], lwi_action_text(settings, "device"),
                            lwi_action_number(settings, "volume") / 100, run, ret_heard, reterr);
        if (r < 0)
            return r;
        ++*ret_times;
    }
    return 0;
}

/* Why nothing is to be heard; NULL: it is. */
static const char *reason_for_silence(const struct json_t *settings,
                                      const struct lwi_action_job *job)
{
    double late_s = (double) (lwi_clock_realtime(&lwi_clock_system) - job->due_ns) / 1e9;
    if (job->phase == LWI_ACTION_END && !lwi_action_bool(settings, "at_end"))
        return "the event is over: nothing is played";
    if (job->due_ns != 0 && late_s > lwi_action_number(settings, "late_s"))
        return "it is late: nothing is played";
    return NULL;
}

static int run_sound(const struct json_t *settings, const struct lwi_action_job *job,
                     struct lwi_action_run *run, struct lw_error *reterr)
{
    static struct lwi_module_table module = {.module = LWI_MODULE_SOUND,
                                             .symbol = "lwi_sound_table"};
    struct list list;
    int heard = 0, times = 0;
    const char *silence = reason_for_silence(settings, job);
    if (silence) {
        (void) snprintf(run->answer, sizeof(run->answer), "%s", silence);
        return 0;
    }
    const struct lwi_sound_table *table = lwi_module_find(&module, reterr);
    if (!table)
        return -ELIBACC;
    if (make_list(settings, &list) < 0)
        return lwi_error_set(reterr, -ENOMEM, "out of memory");
    int r = play_list(table, &list, settings, run, &heard, &times, reterr);
    free(list.made);
    (void) snprintf(run->answer, sizeof(run->answer), "played %d time%s%s", times,
                    times == 1 ? "" : "s", r < 0 && heard ? ", and then cut short" : "");
    return heard ? 0 : r;
}

const struct lwi_action_kind lwi_action_sound = {
    .name = "sound",
    .help = "Plays a sound at this machine.",
    .options = options,
    .limit_s = LIMIT_S,
    .validate = validate,
    .run = run_sound,
};
