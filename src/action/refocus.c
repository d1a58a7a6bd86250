/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Has the camera of the event focus its lens, by its driver. The camera's setting
 * refocus does so on every defocus event at once, and tries again when that did not
 * help; here the rules say when: "defocus for ten minutes", "focus drift at night".
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "action/action.h"
#include "base/error.h"

/* A sweep takes a picture at sixteen positions. */
#define LIMIT_S 300

static const char *const hows[] = {"auto", "sweep", NULL};

static const struct lwi_action_option options[] = {
    {"how",
     "auto: the camera finds the focus itself; sweep: all positions are tried, and the sharpest is "
     "taken.",
     LWI_ACTION_CHOICE, 0, NULL, 0, 0, 0, hows},
    {0},
};

static int refocus(const char *camera_id, const char *how, struct lwi_action_run *run,
                   struct lw_error *reterr)
{
    char command[32];
    (void) snprintf(command, sizeof(command), "focus %s", how);
    return run->drive(run->cookie, camera_id, command, run, reterr);
}

/* A message that tells of several cameras is about the lens of each. */
static int refocus_all(const json_t *storm, const char *how, struct lwi_action_run *run,
                       struct lw_error *reterr)
{
    size_t i, done = 0;
    const json_t *one;
    int r = 0;
    json_array_foreach(storm, i, one)
    {
        int result = refocus(lwi_action_text(json_object_get(one, "camera"), "id"), how, run,
                             r == 0 ? reterr : NULL);
        done += result == 0;
        r = r == 0 ? result : r;
    }
    (void) snprintf(run->answer, sizeof(run->answer), "%zu of %zu cameras have focused", done,
                    json_array_size(storm));
    return r;
}

static int run_refocus(const struct json_t *settings, const struct lwi_action_job *job,
                       struct lwi_action_run *run, struct lw_error *reterr)
{
    const char *how = lwi_action_text(settings, "how");
    const json_t *storm = json_object_get(job->document, "storm");
    if (job->phase == LWI_ACTION_END) {
        (void) snprintf(run->answer, sizeof(run->answer), "the event is over: the lens stays");
        return 0;
    }
    if (!run->drive)
        return lwi_error_set(reterr, -EINVAL, "there are no cameras here");
    if (!job->camera_id[0])
        return lwi_error_set(reterr, -EINVAL, "this event is of no camera");
    return storm ? refocus_all(storm, how, run, reterr) : refocus(job->camera_id, how, run, reterr);
}

const struct lwi_action_kind lwi_action_refocus = {
    .name = "refocus",
    .help = "Has the camera of the event focus its lens.",
    .options = options,
    .limit_s = LIMIT_S,
    .run = run_refocus,
};
