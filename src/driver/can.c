/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* What a device can: what its driver can, once that is known. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "driver/internal.h"
#include "source/picture.h"

#define SNAPSHOT_MAX ((size_t) 32 << 20)

/* can: the driver has the function. */
static int check(const struct lwi_device *d, int can, const char *what, struct lw_error *reterr)
{
    if (!d->driver)
        return lwi_error_set(reterr, -EINVAL, "it is not known which driver the camera needs");
    return can ? 0 : lwi_device_cannot(d, what, reterr);
}

#define CHECK(device, function, what, reterr)                                                      \
    check(device, (device)->driver && (device)->driver->function, what, reterr)

int lwi_device_identify(struct lwi_device *device, struct lwi_device_identity *ret_identity,
                        struct lw_error *reterr)
{
    struct lwi_device_identity identity = {0};
    int r = CHECK(device, identify, "say who it is", reterr);
    if (r == 0)
        r = device->driver->identify(device, &identity, reterr);
    if (r == 0)
        *ret_identity = identity;
    return r;
}

static void find_snapshot(struct lwi_device *device, struct lwi_device_streams *streams)
{
    char path[LWI_DEVICE_URL_MAX];
    const char *place = path;
    struct lwi_http *http = NULL;
    if (!streams->snapshot[0] && device->driver->snapshot &&
        device->driver->snapshot(device, path, NULL) == 0 &&
        lwi_device_client(device, &place, &http, NULL) == 0)
        (void) lwi_http_url(http, place, streams->snapshot, sizeof(streams->snapshot));
}

int lwi_device_streams(struct lwi_device *device, struct lwi_device_streams *ret_streams,
                       struct lw_error *reterr)
{
    int r = CHECK(device, streams, "list its streams", reterr);
    struct lwi_device_streams *streams = r == 0 ? calloc(1, sizeof(*streams)) : NULL;
    if (r == 0 && !streams)
        r = lwi_error_set(reterr, -ENOMEM, "out of memory");
    if (r < 0)
        return r;
    r = device->driver->streams(device, streams, reterr);
    if (r == 0 || r == -ENOTSUP || r == -EPROTO || r == -EINVAL)
        find_snapshot(device, streams);
    if (r < 0 && streams->snapshot[0]) { /* it gives single pictures alone */
        streams->count = 0;
        r = 0;
    }
    if (r == 0)
        *ret_streams = *streams;
    free(streams);
    return r;
}

int lwi_device_snapshot(struct lwi_device *device, uint8_t **ret_data, size_t *ret_size,
                        struct lw_error *reterr)
{
    char path[LWI_DEVICE_URL_MAX];
    int r = CHECK(device, snapshot, "give single pictures", reterr);
    const char *place = path;
    struct lwi_http *http = NULL;
    if (r == 0)
        r = device->driver->snapshot(device, path, reterr);
    if (r == 0)
        r = lwi_device_client(device, &place, &http, reterr);
    if (r < 0)
        return r;
    struct lwi_http_answer answer = {0};
    const struct lwi_http_request request = {
        .method = "GET", .path = place, .body_size_max = SNAPSHOT_MAX};
    r = lwi_http_do(http, &request, &answer, reterr);
    if (r == 0)
        r = lwi_http_check(http, &answer, reterr);
    if (r == 0 && !lwi_picture_begins(answer.body, answer.size))
        r = lwi_device_nonsense(device, "picture", reterr);
    if (r == 0) {
        *ret_data = answer.body;
        *ret_size = answer.size;
        answer.body = NULL;
    }
    lwi_http_answer_done(&answer);
    return r;
}

int lwi_device_events_begin(struct lwi_device *device, struct lw_error *reterr)
{
    int r = CHECK(device, events_begin, "tell of events", reterr);
    return r < 0 ? r : device->driver->events_begin(device, reterr);
}

int lwi_device_events_read(struct lwi_device *device, double wait_s,
                           struct lwi_device_event *ret_event, struct lw_error *reterr)
{
    int r = CHECK(device, events_read, "tell of events", reterr);
    return r < 0 ? r : device->driver->events_read(device, wait_s, ret_event, reterr);
}

void lwi_device_events_end(struct lwi_device *device)
{
    if (device->driver && device->driver->events_end)
        device->driver->events_end(device);
}

int lwi_device_can_focus(const struct lwi_device *device, enum lwi_focus_kind kind)
{
    return device->driver && device->driver->focus &&
           (device->driver->focus_kinds & 1u << (unsigned) kind) != 0;
}

int lwi_device_focus(struct lwi_device *device, const struct lwi_focus *focus,
                     struct lw_error *reterr)
{
    int r = check(device, lwi_device_can_focus(device, focus->kind), "move its lens so", reterr);
    if (r == 0 && !(focus->amount >= 0 && focus->amount <= 1))
        r = lwi_error_set(reterr, -EINVAL, "a lens moves by 0 to 1 of its range");
    return r < 0 ? r : device->driver->focus(device, focus, reterr);
}

int lwi_device_focus_position(struct lwi_device *device, double *ret_position,
                              struct lw_error *reterr)
{
    int r = CHECK(device, focus_position, "say where its lens is", reterr);
    return r < 0 ? r : device->driver->focus_position(device, ret_position, reterr);
}

int lwi_device_presets(struct lwi_device *device, struct lwi_presets *ret_presets,
                       struct lw_error *reterr)
{
    int r = CHECK(device, presets, "list presets", reterr);
    *ret_presets = (struct lwi_presets){0};
    return r < 0 ? r : device->driver->presets(device, ret_presets, reterr);
}

int lwi_device_preset_go(struct lwi_device *device, const char *token, struct lw_error *reterr)
{
    int r = CHECK(device, preset_go, "go to presets", reterr);
    return r < 0 ? r : device->driver->preset_go(device, token, reterr);
}

int lwi_device_preset_now(struct lwi_device *device, unsigned *ret_number, struct lw_error *reterr)
{
    int r = CHECK(device, preset_now, "say on which preset it stands", reterr);
    return r < 0 ? r : device->driver->preset_now(device, ret_number, reterr);
}

int lwi_device_ptz(struct lwi_device *device, struct lwi_ptz_can *ret_can, struct lw_error *reterr)
{
    int r = CHECK(device, identify, "say who it is", reterr);
    *ret_can = (struct lwi_ptz_can){0};
    return r < 0 || !device->driver->ptz ? r : device->driver->ptz(device, ret_can, reterr);
}

int lwi_move_is_stop(const struct lwi_move *move)
{
    return move->pan == 0 && move->tilt == 0 && move->zoom == 0;
}

int lwi_device_move(struct lwi_device *device, const struct lwi_move *move, struct lw_error *reterr)
{
    int r = CHECK(device, move, "be turned", reterr);
    if (r == 0 && !(fabs(move->pan) <= 1 && fabs(move->tilt) <= 1 && fabs(move->zoom) <= 1))
        r = lwi_error_set(reterr, -EINVAL, "a camera turns with -1 to 1 of its speed");
    return r < 0 ? r : device->driver->move(device, move, reterr);
}

/* The preset of that name, else a number that none has. */
static int place_for(struct lwi_device *device, const char *name, char ret_token[64],
                     struct lw_error *reterr)
{
    struct lwi_presets presets;
    int r = lwi_device_presets(device, &presets, reterr);
    for (size_t i = 0; r == 0 && i < presets.count; i++) {
        if (strcmp(presets.list[i].name, name) != 0)
            continue;
        (void) snprintf(ret_token, 64, "%s", presets.list[i].token);
        return 0;
    }
    const int numbers = device->driver->preset_numbers;
    ret_token[0] = '\0';
    if (r < 0 || numbers == 0)
        return r;
    for (int number = 1; number <= numbers; number++) {
        int taken = 0;
        (void) snprintf(ret_token, 64, "%d", number);
        for (size_t i = 0; i < presets.count; i++)
            taken |= strcmp(presets.list[i].token, ret_token) == 0;
        if (!taken)
            return 0;
    }
    return lwi_error_set(reterr, -ENOSPC, "the camera has no place for more presets");
}

int lwi_device_preset_save(struct lwi_device *device, const char *name, struct lw_error *reterr)
{
    char token[64] = "";
    int r = CHECK(device, preset_save, "keep where it looks", reterr);
    if (r == 0 && (!name[0] || strlen(name) > 32))
        r = lwi_error_set(reterr, -EINVAL, "the name of a preset has 1 to 32 characters");
    if (r == 0)
        r = place_for(device, name, token, reterr);
    return r < 0 ? r : device->driver->preset_save(device, token, name, reterr);
}

int lwi_device_outputs(struct lwi_device *device, struct lwi_device_outputs *ret_outputs,
                       struct lw_error *reterr)
{
    int r = CHECK(device, outputs, "list its outputs", reterr);
    *ret_outputs = (struct lwi_device_outputs){0};
    return r < 0 ? r : device->driver->outputs(device, ret_outputs, reterr);
}

int lwi_device_output_set(struct lwi_device *device, const char *token, int active,
                          struct lw_error *reterr)
{
    int r = CHECK(device, output_set, "switch its outputs", reterr);
    return r < 0 ? r : device->driver->output_set(device, token, active, reterr);
}

int lwi_device_defocus_get(struct lwi_device *device, struct lwi_device_defocus *ret_defocus,
                           struct lw_error *reterr)
{
    int r = CHECK(device, defocus_get, "look for defocus itself", reterr);
    return r < 0 ? r : device->driver->defocus_get(device, ret_defocus, reterr);
}

int lwi_device_defocus_set(struct lwi_device *device, const struct lwi_device_defocus *defocus,
                           struct lw_error *reterr)
{
    int r = CHECK(device, defocus_set, "look for defocus itself", reterr);
    if (r == 0 &&
        (defocus->sensitivity == 0 || defocus->sensitivity < -1 || defocus->sensitivity > 100))
        r = lwi_error_set(reterr, -EINVAL, "the sensitivity is 1 to 100");
    return r < 0 ? r : device->driver->defocus_set(device, defocus, reterr);
}
