/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026, the Lenswatch authors */

/* Dahua's PTZ: a movement has a word for its direction, with which it is begun and ended. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "driver/dahua.h"
#include "driver/text.h"

#define SPEED_MAX 8

static int tell(struct lwi_device *device, const char *action, const char *code, int first,
                int second, struct lw_error *reterr)
{
    char path[160];
    (void) snprintf(path, sizeof(path),
                    "/cgi-bin/ptz.cgi?action=%s&channel=%d&code=%s&arg1=%d&arg2=%d&arg3=0", action,
                    device->channel, code, first, second);
    return lwi_device_send(device, "GET", path, /* body= */ NULL, /* ret_text= */ NULL, reterr);
}

static int is_true(const char *text, const char *name)
{
    char value[8];
    return lwi_text_value(text, name, value, sizeof(value)) == 0 && strcmp(value, "true") == 0;
}

int lwi_dahua_ptz(struct lwi_device *device, struct lwi_ptz_can *ret_can, struct lw_error *reterr)
{
    char path[96];
    char *text = NULL;
    struct lw_error error = {0};
    (void) snprintf(path, sizeof(path), "/cgi-bin/ptz.cgi?action=getCurrentProtocolCaps&channel=%d",
                    device->channel);
    int r = lwi_device_text(device, path, &text, &error);
    if (r == -EPROTO || r == -ENOENT || r == -ENOTSUP)
        return 0; /* a camera that stands still does not know the question */
    if (r < 0) {
        if (reterr)
            *reterr = error;
        return r;
    }
    /* The misspelling is the camera's. */
    ret_can->move =
        is_true(text, "caps.Pan") || is_true(text, "caps.Tile") || is_true(text, "caps.Tilt");
    ret_can->zoom = is_true(text, "caps.Zoom");
    ret_can->save = ret_can->move || ret_can->zoom;
    free(text);
    return 0;
}

/* "LeftUp", "Right", "ZoomTele"; "": it stands. Where it turns it does not zoom as well. */
static void name_of(const struct lwi_move *move, char ret_code[16])
{
    const char *side = move->pan < 0 ? "Left" : move->pan > 0 ? "Right" : "";
    const char *height = move->tilt > 0 ? "Up" : move->tilt < 0 ? "Down" : "";
    const char *zoom = move->zoom > 0 ? "ZoomTele" : move->zoom < 0 ? "ZoomWide" : "";
    const int turns = *side || *height;
    (void) snprintf(ret_code, 16, "%s%s", turns ? side : zoom, turns ? height : "");
}

static int speed_of(double share)
{
    return (int) ceil(fabs(share) * SPEED_MAX);
}

int lwi_dahua_move(struct lwi_device *device, const struct lwi_move *move, struct lw_error *reterr)
{
    struct lwi_dahua *d = device->state;
    char code[16];
    name_of(move, code);
    int r = 0;
    if (d->moving[0] && strcmp(d->moving, code) != 0) {
        r = tell(device, "stop", d->moving, 0, 0, reterr);
        d->moving[0] = '\0';
    }
    if (r < 0 || !code[0])
        return r;
    /* Where it turns both ways, the speed upwards comes first. */
    const double straight = move->pan != 0 ? move->pan : move->tilt != 0 ? move->tilt : move->zoom;
    const int first = move->pan != 0 && move->tilt != 0 ? speed_of(move->tilt) : 0;
    r = tell(device, "start", code, first, speed_of(straight), reterr);
    if (r == 0)
        (void) snprintf(d->moving, sizeof(d->moving), "%s", code);
    return r;
}

int lwi_dahua_preset_save(struct lwi_device *device, const char *token, const char *name,
                          struct lw_error *reterr)
{
    char path[768], escaped[3 * 64 + 1];
    int number = 0;
    int r = lwi_device_number(device, token, &number, reterr);
    if (r == 0)
        r = lwi_device_escape(name, escaped, sizeof(escaped), reterr);
    if (r == 0)
        r = tell(device, "start", "SetPreset", 0, number, reterr);
    if (r < 0)
        return r;
    (void) snprintf(path, sizeof(path),
                    "/cgi-bin/configManager.cgi?action=setConfig&PtzPreset[%d][%d].Name=%s"
                    "&PtzPreset[%d][%d].Enable=true",
                    device->channel - 1, number - 1, escaped, device->channel - 1, number - 1);
    /* It is kept, with whatever name. */
    (void) lwi_device_send(device, "GET", path, /* body= */ NULL, /* ret_text= */ NULL, NULL);
    return 0;
}
