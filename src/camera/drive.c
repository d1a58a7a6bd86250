/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What actions may have a camera do, by its driver. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "action/action.h"
#include "base/error.h"
#include "base/parse.h"
#include "camera/camera.h"
#include "camera/fleet_internal.h"
#include "camera/recording.h"

/* A lens that moves is looked at this often. */
#define LENS_POLL_S 0.2

static int output(struct lwi_fleet *fleet, const char *id, const char *token, int active,
                  struct lwi_action_run *run, struct lw_error *reterr)
{
    const struct lwi_device_change change = {.output = token, .output_active = active};
    int r = lwi_fleet_device_set(fleet, id, &change, reterr);
    if (r == 0)
        (void) snprintf(run->answer, sizeof(run->answer), "camera %s: output %s is %s", id, token,
                        active ? "on" : "off");
    return r;
}

/* Whether the lens has done what it was asked for; then 0 or -EIO in *ret_result. */
static int has_moved(struct lwi_camera *camera, struct lwi_action_run *run, int *ret_result,
                     struct lw_error *reterr)
{
    struct lwi_lens_status s;
    lwi_lens_status(camera, &s);
    if (s.state == LWI_LENS_RUNNING)
        return 0;
    *ret_result = s.state == LWI_LENS_DONE ? 0 : -EIO;
    if (*ret_result < 0) {
        (void) lwi_error_set(reterr, -EIO, "camera %s: %.180s", camera->id, s.message);
        lwi_error_hint(reterr, "%s", s.hint);
    } else {
        (void) snprintf(run->answer, sizeof(run->answer), "camera %s: %s", camera->id, s.message);
    }
    return 1;
}

static int focus(struct lwi_fleet *fleet, const char *id, const char *how,
                 struct lwi_action_run *run, struct lw_error *reterr)
{
    int what = LWI_LENS_AUTO, r;
    if (strcmp(how, "sweep") == 0)
        what = LWI_LENS_SWEEP;
    struct lwi_camera *camera = lwi_fleet_find(fleet, id);
    if (!camera)
        return lwi_error_set(reterr, -EINVAL, "there is no camera '%s'", id);
    r = lwi_lens_ask(camera, (enum lwi_lens_do) what, 0, reterr);
    int result = 0;
    while (r == 0 && !has_moved(camera, run, &result, reterr)) {
        r = lwi_action_pause(run, LENS_POLL_S);
        if (r < 0)
            (void) lwi_error_set(reterr, r, "camera %s: %s", id,
                                 r == -ETIMEDOUT ? "its lens took too long" : "cancelled");
    }
    lwi_camera_unref(&camera);
    return r < 0 ? r : result;
}

static int record(struct lwi_fleet *fleet, const char *id, const char *text,
                  struct lwi_action_run *run, struct lw_error *reterr)
{
    int64_t seconds;
    if (lwi_parse_int(text, 0, 86400, &seconds) < 0)
        return lwi_error_set(reterr, -EINVAL, "'%.20s' is no number of seconds", text);
    int r = lwi_fleet_record(fleet, id, (double) seconds, reterr);
    if (r == 0 && seconds > 0)
        (void) snprintf(run->answer, sizeof(run->answer), "camera %s: records for %d s", id,
                        (int) seconds);
    else if (r == 0)
        (void) snprintf(run->answer, sizeof(run->answer), "camera %s: stops recording", id);
    /* Neither will it ever be. */
    return r == -ENOENT || r == -ENOTSUP ? -EINVAL : r;
}

int lwi_fleet_drive(struct lwi_fleet *fleet, const char *id, const char *command,
                    struct lwi_action_run *run, struct lw_error *reterr)
{
    static const char *const begins[] = {"output on ", "output off ", "focus ", "record "};
    for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++) {
        size_t size = strlen(begins[i]);
        if (strncmp(command, begins[i], size) != 0)
            continue;
        const char *rest = command + size;
        return i == 2   ? focus(fleet, id, rest, run, reterr)
               : i == 3 ? record(fleet, id, rest, run, reterr)
                        : output(fleet, id, rest, /* active= */ i == 0, run, reterr);
    }
    return lwi_error_set(reterr, -EINVAL, "a camera cannot '%.60s'", command);
}
