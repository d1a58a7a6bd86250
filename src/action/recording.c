/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/*
 * Has a camera record for some time, whatever its settings say: that of the event, or others that
 * see the same place. Clips that begin before an event are the camera's own setting record.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "action/action.h"
#include "base/error.h"

#define LIMIT_S     30
#define CAMERAS_MAX 16

static const struct lwi_action_option options[] = {
    {"seconds", "How long it records.", LWI_ACTION_NUMBER, 0, NULL, 60, 1, 86400, NULL},
    {"stop_at_end", "It stops when the event ends, if that is earlier.", LWI_ACTION_BOOL, 0, NULL,
     0, 0, 0, NULL},
    {"cameras", "Cameras that record, by id; none: that of the event.", LWI_ACTION_LIST, 0, NULL, 0,
     0, 32, NULL},
    {0},
};

static int validate(const struct json_t *settings, struct lw_error *reterr)
{
    if (lwi_action_list(settings, "cameras") > CAMERAS_MAX)
        return lwi_error_set(reterr, -EINVAL, "cameras: more than %d", CAMERAS_MAX);
    return 0;
}

struct outcome {
    const char *command;
    size_t asked, done;
    int code; /* of the first that failed */
};

/* One that cannot does not keep the others from recording. */
static void record(struct outcome *o, const char *camera_id, struct lwi_action_run *run,
                   struct lw_error *reterr)
{
    int r = run->drive(run->cookie, camera_id, o->command, run, o->code == 0 ? reterr : NULL);
    o->asked++;
    o->done += r == 0;
    o->code = o->code == 0 ? r : o->code;
}

static void record_all(struct outcome *o, const struct json_t *settings,
                       const struct lwi_action_job *job, struct lwi_action_run *run,
                       struct lw_error *reterr)
{
    size_t i;
    const json_t *one, *storm = json_object_get(job->document, "storm");
    for (i = 0; i < lwi_action_list(settings, "cameras"); i++)
        record(o, lwi_action_element(settings, "cameras", i), run, reterr);
    if (o->asked > 0)
        return;
    if (!storm && job->camera_id[0])
        record(o, job->camera_id, run, reterr);
    json_array_foreach(storm, i, one)
    {
        record(o, lwi_action_text(json_object_get(one, "camera"), "id"), run, reterr);
    }
}

static int run_recording(const struct json_t *settings, const struct lwi_action_job *job,
                         struct lwi_action_run *run, struct lw_error *reterr)
{
    char command[48];
    struct outcome o = {.command = command};
    int is_end = job->phase == LWI_ACTION_END;
    if (!run->drive)
        return lwi_error_set(reterr, -EINVAL, "there are no cameras here");
    if (is_end && !job->is_test && !lwi_action_bool(settings, "stop_at_end")) {
        (void) snprintf(run->answer, sizeof(run->answer), "it goes on until its time is over");
        return 0;
    }
    if (is_end && !job->is_test && job->others > 0) {
        (void) snprintf(run->answer, sizeof(run->answer), "another event goes on, and so does it");
        return 0;
    }
    (void) snprintf(command, sizeof(command), "record %.0f",
                    is_end ? 0 : lwi_action_number(settings, "seconds"));
    record_all(&o, settings, job, run, reterr);
    if (o.asked == 0)
        return lwi_error_set(reterr, -EINVAL, "this event is of no camera");
    if (o.asked > 1)
        (void) snprintf(run->answer, sizeof(run->answer), "%zu of %zu cameras: %s", o.done, o.asked,
                        is_end ? "they stop" : "they record");
    return o.code;
}

const struct lwi_action_kind lwi_action_recording = {
    .name = "recording",
    .help = "Has the camera of the event, or others, record for some time.",
    .options = options,
    .limit_s = LIMIT_S,
    .validate = validate,
    .run = run_recording,
};
